"""A vendor's people on one request."""

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Email
from rfps.models import Recipient
from rfps.services import colleagues
from tests.rfps.conftest import open_link, token_for

pytestmark = pytest.mark.django_db

KURT = {"name": "Kurt Reber", "email": "kurt@brackenfell.example"}


@pytest.fixture
def client(client, token, recipient):
    open_link(client, token, recipient.email)
    return client


@pytest.fixture
def url(token) -> str:
    return reverse("respond-colleagues", args=[token])


def test_a_colleague_is_added_and_opens_the_request_by_a_link_of_their_own(client, url):
    page = client.post(url, KURT, follow=True).content.decode()
    kurt, browser = Recipient.objects.get(name="Kurt Reber"), Client()
    token = token_for(kurt)
    open_link(browser, token, kurt.email)

    assert "Kurt Reber gets a personal link by e-mail." in page
    assert browser.get(reverse("respond", args=[token])).context["offer"]["title"] == (
        "Drug product, tablets"
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [({"email": "not an address"}, "email"), ({"name": ""}, "name"), ({"email": ""}, "email")],
)
def test_a_wrong_entry_names_the_field_and_sends_nothing(client, url, change, field):
    response = client.post(url, KURT | change)

    assert list(response.context["form"].errors) == [field]
    assert Email.objects.filter(kind="colleague-added").count() == 0


def test_an_address_that_has_a_link_is_refused_with_a_sentence(client, url, recipient):
    page = client.post(url, KURT | {"email": recipient.email}).content.decode()

    assert f"{recipient.email} has a link already." in page
    assert "Kurt Reber" in page


def test_one_removes_whom_one_has_added(client, url, token, recipient, now):
    kurt = colleagues.add(recipient=recipient, now=now, **KURT)

    page = client.post(
        reverse("respond-colleague-remove", args=[token, kurt.pk]), follow=True
    ).content.decode()

    kurt.refresh_from_db()
    assert ("The link of Kurt Reber no longer works." in page, kurt.revoked_at is None) == (
        True,
        False,
    )


def test_a_person_of_another_vendor_does_not_exist(client, token, issued, vendors):
    other = issued.invitations.get(vendor=vendors[1]).recipients.get()

    response = client.post(reverse("respond-colleague-remove", args=[token, other.pk]))

    other.refresh_from_db()
    assert (response.status_code, other.revoked_at) == (404, None)


@pytest.mark.parametrize("count", [0, 3, 9])
def test_the_page_has_a_flat_query_count(
    client, url, recipient, now, count, django_assert_num_queries
):
    for number in range(count):
        colleagues.add(recipient=recipient, name="K", email=f"k{number}@b.example", now=now)

    with django_assert_num_queries(22):
        client.get(url)
