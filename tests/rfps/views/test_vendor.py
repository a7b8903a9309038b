from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from notifications.models import Email
from rfps import zones
from rfps.models import RFP, AccessCode, Disclosure, Invitation, Recipient, RFPVersion
from rfps.services import invitations
from rfps.services import rfp as rfp_services
from tests.rfps.conftest import freeze_again, open_link

pytestmark = pytest.mark.django_db

ACTS = ["respond-intent", "respond-decline", "respond-remind", "respond-zone"]


@pytest.fixture
def client(client, token, recipient):
    """Give a browser in which the link is open."""
    open_link(client, token, recipient.email)
    return client


@pytest.fixture
def url(token) -> str:
    return reverse("respond", args=[token])


def everything() -> list:
    """Return every row that a vendor's page could change."""
    models = (RFP, RFPVersion, Invitation, Recipient, AccessCode, Disclosure, Email, Event)
    return [list(model.objects.order_by("pk").values()) for model in models]


def facts(invitation) -> Invitation:
    return Invitation.objects.get(pk=invitation.pk)


def test_get_shows_the_request_and_changes_nothing(client, url):
    before = everything()

    response = client.get(url)

    page = response.content.decode()
    assert (response.status_code, everything()) == (200, before)
    for words in (
        "Auroral Therapeutics",
        "Drug product, tablets",
        "Please plan for two campaigns.",
        "Clinical tablets",
        "20,000 units/batch",
        "Europe/Zurich (UTC",
        "Server time",
    ):
        assert words in page


def test_the_page_names_no_other_vendor_no_program_and_no_note(client, url, issued):
    page = client.get(url).content.decode()

    for secret in (
        "Cindervale",
        "Hallowmere",
        "AUR-114",
        "Our secret plan",
        "Cheap, says Tomas",
        str(issued.pk),
        str(issued.program_id),
        "procurement@auroral.example",
        'href="/programs/"',
    ):
        assert secret not in page


def test_the_page_is_made_from_the_frozen_version(client, url):
    RFP.objects.update(title="Changed behind the scenes", message="Secret")

    page = client.get(url).content.decode()

    assert "Drug product, tablets" in page
    assert "Secret" not in page


@pytest.mark.parametrize("name", ["respond", *ACTS])
def test_the_answer_is_never_stored_and_tells_nobody_its_address(client, token, name):
    response = client.generic("GET" if name == "respond" else "POST", reverse(name, args=[token]))

    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "strict-origin"


def test_somebody_signed_in_elsewhere_acts_for_the_invitation_alone(
    client_of, stranger, token, url, recipient
):
    browser = client_of(stranger)
    open_link(browser, token, recipient.email)

    response = browser.get(url)

    assert "Drug product, tablets" in response.content.decode()


@pytest.mark.parametrize("name", ACTS)
def test_the_acts_take_no_get(client, token, name):
    before = everything()

    response = client.get(reverse(name, args=[token]))

    assert (response.status_code, everything()) == (405, before)


@pytest.mark.parametrize("name", ACTS)
def test_the_acts_need_the_forms_own_token(token, name):
    before = everything()

    response = Client(enforce_csrf_checks=True).post(reverse(name, args=[token]))

    assert (response.status_code, everything()) == (403, before)


def test_intent_by_link(client, token, url, invitation):
    response = client.post(reverse("respond-intent", args=[token]), follow=True)

    assert response.redirect_chain == [(url, 302)]
    assert facts(invitation).intent == "intends"
    assert "You told Auroral Therapeutics that you intend to answer" in response.content.decode()
    assert Email.objects.filter(kind="intent-received").count() == 1


def test_decline_by_link_with_a_reason(client, token, invitation):
    response = client.post(
        reverse("respond-decline", args=[token]),
        {"reason": "capacity", "note": "Full <b>until</b> 2028"},
        follow=True,
    )

    stored = facts(invitation)
    assert (stored.intent, stored.decline_reason, stored.decline_note) == (
        "declined",
        "capacity",
        "Full <b>until</b> 2028",
    )
    assert "You declined: no capacity in the time asked for" in response.content.decode()


@pytest.mark.parametrize("reason", ["", "boredom"])
def test_decline_without_a_reason_keeps_what_was_typed(client, token, invitation, reason):
    response = client.post(
        reverse("respond-decline", args=[token]), {"reason": reason, "note": "Sorry about that"}
    )

    assert facts(invitation).intent == ""
    assert list(response.context["decline_form"].errors) == ["reason"]
    assert "Sorry about that" in response.content.decode()


def test_a_reminder_by_link(client, token, url, invitation):
    offered = client.get(url).context["remind_form"].fields["at"].choices
    at = offered[1][0]

    client.post(reverse("respond-remind", args=[token]), {"at": at})

    assert facts(invitation).reminder_at.isoformat() == at
    assert facts(invitation).reminder_at == invitation.rfp.deadline_at - timedelta(days=3)


@pytest.mark.parametrize("at", ["", "tomorrow", "2020-01-01T00:00:00+00:00"])
def test_a_tampered_reminder_is_refused(client, token, invitation, at):
    response = client.post(reverse("respond-remind", args=[token]), {"at": at})

    assert response.status_code == 200
    assert facts(invitation).reminder_at is None


@pytest.mark.parametrize("name", ["respond", *ACTS])
def test_a_mistyped_link_says_so_and_gives_nothing_away(client, token, name):
    before = everything()

    response = client.generic(
        "GET" if name == "respond" else "POST", reverse(name, args=[token[:-1] + "~"])
    )

    page = response.content.decode()
    assert (response.status_code, everything()) == (404, before)
    assert "This link is not one of ours" in page
    assert ("Auroral" in page, "tablets" in page) == (False, False)


@pytest.mark.parametrize("name", ["respond", *ACTS])
def test_a_revoked_link_says_so_and_gives_nothing_away(
    client, token, invitation, procurement, now, name
):
    invitations.revoke(invitation=invitation, reason="Wrong firm", by=procurement, now=now)
    before = everything()

    response = client.generic("GET" if name == "respond" else "POST", reverse(name, args=[token]))

    page = response.content.decode()
    assert (response.status_code, everything()) == (410, before)
    assert "This link has been withdrawn" in page
    for secret in ("Auroral", "tablets", "Wrong firm", "RFP-20", "Brackenfell"):
        assert secret not in page


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("respond-intent", {}),
        ("respond-decline", {"reason": "terms"}),
    ],
)
def test_after_the_deadline_it_says_so_and_refuses(client, token, issued, name, answer, now):
    RFP.objects.update(deadline_at=now - timedelta(minutes=1))
    before = everything()

    response = client.post(reverse(name, args=[token]), answer, follow=True)

    page = response.content.decode()
    assert everything() == before
    assert "this request takes no more answers" in page
    assert "We intend to answer" not in page


def test_a_cancelled_request_says_so_with_the_reason_and_refuses(
    client, token, url, issued, procurement, now
):
    rfp_services.cancel(rfp=issued, reason="The program is paused.", by=procurement, now=now)
    before = everything()

    page = client.get(url).content.decode()
    client.post(reverse("respond-intent", args=[token]))

    assert "The program is paused." in page
    assert "We intend to answer" not in page
    assert everything() == before


def test_a_newer_version_is_announced_and_read_only_once_it_is_opened(
    client, token, url, issued, now
):
    later = now + timedelta(days=40)
    freeze_again(issued, now, title="Drug product, capsules")
    RFP.objects.update(deadline_at=later)

    before = client.get(url)
    after = client.post(reverse("respond-version", args=[token]), follow=True)

    page = before.content.decode()
    assert before.context["offer"]["title"] == "Drug product, tablets"
    for words in ("The request has changed", "The batch size was wrong.", "20 kg", "25 kg"):
        assert words in page
    told = zones.show(later, "Europe/Zurich")
    assert (before.context["deadline"], after.context["deadline"]) == (told, told)
    assert after.context["offer"]["title"] == "Drug product, capsules"
    assert "You now read version 2." in after.content.decode()
    assert [seen.version.number for seen in Disclosure.objects.all()] == [1, 2]


def test_times_are_told_in_the_zone_the_person_chooses(client, token, url):
    told = client.get(url).context["deadline"]

    client.post(reverse("respond-zone", args=[token]), {"zone": "Asia/Tokyo"})

    page = client.get(url)
    assert ("Europe/Zurich" in told, "Asia/Tokyo (UTC+09:00)" in page.context["deadline"]) == (
        True,
        True,
    )
    assert "Times in Asia/Tokyo" in page.content.decode()


def test_a_zone_that_does_not_exist_is_refused(client, token, url):
    page = client.post(reverse("respond-zone", args=[token]), {"zone": "Mars/Base"}, follow=True)

    assert "Choose a time zone from the list." in page.content.decode()
    assert "Europe/Zurich" in page.context["deadline"]


def test_the_page_needs_a_fixed_number_of_queries(client, url, django_assert_num_queries):
    with django_assert_num_queries(23):
        client.get(url)
