"""The pages around an issued request, in Chromium: each looked at in both themes and widths."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from audit import acting
from tests.factories.accounts import OrganisationFactory, person
from tests.rfps import busy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    *("rfp-detail", "rfp-enquiries", "answer-publish", "rfp-documents", "document-add"),
    *("rfp-disclosure", "rfp-versions", "rfp-addendum", "rfp-record", "rfp-cancel"),
)


@pytest.fixture
def rfp(db):
    with acting.as_system():
        sponsor = OrganisationFactory(name="Auroral Therapeutics", slug="auroral")
        mina = person(sponsor, Role.PROCUREMENT, email="mina@auroral.example", name="Mina Okafor")
        return busy.live(sponsor, mina, timezone.now())


def test_every_page_around_a_request_is_fit_to_be_seen(visitor, rfp):
    mina = visitor()
    mina.sign_in("mina@auroral.example")

    for name in PAGES:
        mina.go(reverse(name, args=[rfp.pk]))
        mina.look()
    with acting.as_system():
        invitation = rfp.invitations.first()
        vendor = rfp.lots.get().shortlist.entries.get().vendor_id
    mina.go(reverse("invitation-people", args=[invitation.pk]))
    mina.look()
    mina.go(reverse("invitation-send", args=[rfp.pk, vendor]))
    mina.look()


def test_two_questions_are_answered_at_once_and_the_asker_stays_hidden(visitor, rfp):
    mina = visitor()
    page = mina.page
    mina.sign_in("mina@auroral.example")
    mina.go(reverse("rfp-enquiries", args=[rfp.pk]))

    page.get_by_label("Which moisture limit applies?").check()
    page.get_by_label("Is the route frozen?").check()
    page.get_by_role("button", name="Answer those I have ticked").click()
    page.get_by_label("The question, as everybody reads it").fill("What does Brackenfell ask?")
    page.get_by_label("Your answer").fill("Below 2 percent; the route is frozen.")
    page.get_by_role("button", name="Publish to all").click()
    assert "It names Brackenfell" in page.locator("main").inner_text()
    mina.look()
    page.get_by_label("The question, as everybody reads it").fill("Which limit, and which route?")
    page.get_by_role("button", name="Publish to all").click()

    page.wait_for_url("**/questions/")
    shown = page.locator("main").inner_text()
    assert "Answer 2 is published" in shown
    assert "Every question is answered." in shown
