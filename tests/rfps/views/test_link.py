"""The link alone opens nothing: not for scanners, strangers, or a browser that was shut again."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from notifications.models import Email
from rfps import tokens
from rfps.models import AccessCode, Disclosure, Invitation, Recipient
from rfps.services import colleagues, invitations
from rfps.urls.vendor import urlpatterns
from rfps.views import link
from tests.factories.accounts import OrganisationFactory, person
from tests.rfps.conftest import open_link, token_for

pytestmark = pytest.mark.django_db

# Every page behind the link; what stands in the address beside the token.
NOBODY = uuid.UUID(int=1)
PARTS = {
    "respond-document": [NOBODY],
    "respond-clarify": [NOBODY],
    "respond-clarification-file": [NOBODY],
    "respond-colleague-remove": [1],
    "bid-use-fact": [NOBODY],
    "bid-file": [NOBODY],
    "bid-file-remove": [NOBODY],
    "bid-version": [1],
    "bid-document": [1, "head"],
}
PAGES = [page.name for page in urlpatterns]
WITHOUT_CODE = {"respond", "respond-code", "respond-open", "respond-account"}
BEHIND = sorted({*PAGES} - WITHOUT_CODE)
READABLE = ["respond", "respond-open", "respond-enquiries", "respond-colleagues"]
SECRETS = ("Auroral", "tablets", "RFP-20", "Brackenfell", "two campaigns", "Europe/Zurich")


def address(name, token) -> str:
    return reverse(name, args=[token, *PARTS.get(name, [])])


def everything() -> list:
    models = (Invitation, Recipient, AccessCode, Disclosure, Email, Event)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.fixture
def opened(client, token, recipient) -> Client:
    open_link(client, token, recipient.email)
    return client


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_scanner_may_come_as_often_as_it_likes(client, token, method):
    before = everything()

    codes = {
        client.generic(method, address(name, token)).status_code for name in PAGES for _ in range(3)
    }

    assert (codes, everything()) == ({200, 302, 405}, before)


@pytest.mark.parametrize("name", ["respond", "respond-open"])
def test_the_pages_before_the_code_give_nothing_away(client, token, recipient, name):
    response = client.get(address(name, token))

    page = response.content.decode() + str(response.headers)
    assert [word for word in (*SECRETS, recipient.email, recipient.name) if word in page] == []
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "strict-origin"


@pytest.mark.parametrize("name", BEHIND)
def test_a_forwarded_link_gives_a_stranger_nothing(client_of, stranger, token, name):
    browser, before = client_of(stranger), everything()

    read, sent = (browser.generic(method, address(name, token)) for method in ("GET", "POST"))

    assert (read.status_code, sent.status_code) in {(302, 403), (405, 403), (302, 405)}
    assert everything() == before
    assert [word for word in SECRETS if word in sent.content.decode()] == []


def test_what_was_sent_to_a_shut_link_is_answered_with_a_way_out(client, token):
    response = client.post(address("respond-enquiries", token), {"text": "Long and dear to me"})

    assert response.status_code == 403
    assert "Nothing was saved: the link is not open" in response.content.decode()


def test_a_wrong_code_opens_nothing_and_is_counted(client, token):
    client.post(address("respond-code", token))

    response = client.post(address("respond-open", token), {"code": "12345"})

    assert "This is not the code. 4 tries are left." in response.content.decode()
    assert AccessCode.objects.get().tries == 1
    assert client.get(address("respond-enquiries", token)).status_code == 302


def test_asking_for_codes_too_often_says_so_and_sends_none(client, token):
    client.post(address("respond-code", token))

    page = client.post(address("respond-code", token), follow=True).content.decode()

    assert "A code has just been sent" in page
    assert Email.objects.filter(kind="access-code").count() == 1


def test_the_code_opens_the_link_in_this_browser_under_a_new_session(client, token, recipient):
    client.get("/")
    client.session["before"] = 1
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = before = session.session_key

    open_link(client, token, recipient.email)

    assert client.session.session_key != before
    assert client.get(address("respond", token)).context["offer"]["title"] == (
        "Drug product, tablets"
    )
    assert Client().get(address("respond-enquiries", token)).status_code == 302


def test_an_open_link_shuts_after_twelve_hours(opened, token):
    session = opened.session
    (pk,) = session[link.OPEN_LINKS]
    left = timezone.datetime.fromisoformat(session[link.OPEN_LINKS][pk]) - timezone.now()
    before = opened.get(address("respond-enquiries", token)).status_code

    session[link.OPEN_LINKS] = {pk: timezone.now().isoformat()}
    session.save()

    assert timedelta(hours=11, minutes=55) < left <= timedelta(hours=12)
    assert (before, opened.get(address("respond-enquiries", token)).status_code) == (200, 302)


def test_one_shuts_the_link_oneself(opened, token):
    opened.post(address("respond-leave", token))

    assert opened.get(address("respond-enquiries", token)).status_code == 302


@pytest.mark.parametrize("name", READABLE)
def test_an_open_link_that_is_revoked_shows_nothing(opened, token, invitation, procurement, name):
    invitations.revoke(
        invitation=invitation, reason="Wrong firm", by=procurement, now=timezone.now()
    )

    response = opened.get(address(name, token))

    assert response.status_code == 410
    assert [word for word in SECRETS if word in response.content.decode()] == []


def test_an_open_link_opens_no_other(opened, issued, vendors):
    other = issued.invitations.get(vendor=vendors[1]).recipients.get()

    response = opened.get(address("respond-enquiries", token_for(other)))

    assert response.status_code == 302


def test_a_removed_colleague_is_out_at_once(client, recipient, now):
    kurt = colleagues.add(recipient=recipient, name="Kurt", email="kurt@b.example", now=now)
    token = token_for(kurt)
    open_link(client, token, kurt.email)

    colleagues.remove(recipient=recipient, colleague=kurt, now=now)

    assert client.get(address("respond", token)).status_code == 410


@pytest.fixture
def person_of_the_vendor(recipient):
    user = person(OrganisationFactory(kind="vendor"), "vendor_contact", email=recipient.email)
    user.emailaddress_set.create(email=recipient.email, verified=True)
    return user


def test_an_account_with_the_invited_address_needs_no_code(client_of, person_of_the_vendor, token):
    browser = client_of(person_of_the_vendor)
    offered = browser.get(address("respond", token)).content.decode()

    page = browser.post(address("respond-account", token), follow=True).content.decode()

    assert "Open the request" in offered
    assert "Drug product, tablets" in page
    assert Email.objects.filter(kind="access-code").count() == 0


def test_another_account_is_told_to_ask_for_a_code(client_of, stranger, token):
    page = client_of(stranger).post(address("respond-account", token), follow=True)

    assert "Your account has another address. Ask for a code instead." in page.content.decode()
    assert Disclosure.objects.count() == 0


def test_the_address_of_an_account_works_for_its_person_alone(
    client, client_of, person_of_the_vendor, stranger, recipient
):
    mine = tokens.of_account(recipient)

    own = client_of(person_of_the_vendor).get(address("respond", mine))
    strange = client_of(stranger).get(address("respond", mine))
    visiting = client.get(address("respond", mine))

    assert (own.status_code, strange.status_code) == (200, 404)
    assert visiting.url == f"/accounts/login/?next=/respond/{mine}/"


def test_the_link_is_kept_through_the_sign_in(client, token, person_of_the_vendor):
    page = client.get(address("respond", token)).content.decode()
    way = f"/accounts/login/?next={address('respond', token)}"

    response = client.post(
        way, {"login": person_of_the_vendor.email, "password": "correct-horse-battery"}
    )

    assert f'href="{way}"' in page
    assert response.url == address("respond", token)
