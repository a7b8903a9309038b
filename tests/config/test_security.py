"""One strict policy on every page, the admin and the error pages included."""

import logging
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts.choices import Role
from tests.factories.accounts import OrganisationFactory, person

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}


def policy_of(response) -> dict[str, str]:
    header = response.headers["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";") if part.strip())


def addresses(patterns, prefix="") -> list[str]:
    """Return every address that takes no parameter."""
    found = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern).replace("^", "").replace("\\Z", "").replace("$", "")
        if not isinstance(pattern, URLPattern):
            found += addresses(pattern.url_patterns, route)
        elif not set(route) & set("<(?"):
            found.append(f"/{route}")
    return found


ADDRESSES = sorted({*addresses(get_resolver("config.urls").url_patterns), "/no-such-page/"})


@pytest.fixture
def superuser(db):
    user = person(OrganisationFactory(), Role.ADMIN, email="root@auroral.example")
    user.is_staff = user.is_superuser = True
    user.save()
    return user


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_carries_the_strict_policy(address, superuser, client_of):
    for client in (Client(), client_of(superuser)):
        response = client.get(address)

        assert policy_of(response) == POLICY, address
        assert response.status_code != 500


def test_every_part_of_the_product_is_among_the_pages():
    for start in ("/admin/accounts/", "/accounts/", "/vendors/", "/programs/", "/rfps/", "/guide/"):
        assert any(address.startswith(start) for address in ADDRESSES), start


@pytest.mark.django_db
@pytest.mark.urls("tests.config.broken_urls")
@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/broken/", 500, "Something broke on our side"),
        ("/forbidden/", 403, "Only procurement may do this."),
        ("/malformed/", 400, "This request could not be understood"),
        ("/nowhere/", 404, "There is no such page for you"),
    ],
)
def test_error_page_says_what_to_do_and_gives_nothing_away(address, status, sentence, caplog):
    caplog.set_level(logging.CRITICAL)
    client = Client(raise_request_exception=False)

    response = client.get(address)

    assert response.status_code == status
    assert sentence in response.text
    assert "a secret of the inside" not in response.text
    assert policy_of(response) == POLICY


def test_expired_form_is_refused_with_a_way_out(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)

    response = client.post(reverse("account_logout"))

    assert response.status_code == 403
    assert "Go back, reload the page and send the form again." in response.text
    assert policy_of(response) == POLICY


@pytest.mark.parametrize(
    "beyond",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "http:evil.example",
        "javascript:alert(1)",
        "https://testserver@evil.example/",
    ],
)
@pytest.mark.parametrize("page", ["account_login", "admin:login"])
def test_login_leads_nowhere_beyond_the_site(member, client, page, beyond):
    typed = {"login": member.email, "password": "correct-horse-battery", "next": beyond}
    address = reverse("account_login") if page == "account_login" else reverse(page)

    response = client.post(f"{address}?{urlencode({'next': beyond})}", typed)

    assert "evil" not in response.get("Location", "").partition("?")[0]
    assert not response.get("Location", "").startswith("javascript")
    if page == "account_login":
        assert (response.status_code, response["Location"]) == (302, reverse("home"))


@pytest.mark.django_db
def test_pages_of_production_load_no_debugging_script(client, settings):
    settings.DEBUG = False

    assert "django-htmx.js" not in client.get(reverse("home")).text
