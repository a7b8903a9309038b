"""What the board tells of a request that is out, per state and role."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Email
from rfps.models import RFP, Invitation, Opener, PaperBid, ScopeLine
from rfps.services import answers, invitations
from rfps.services import rfp as rfp_services
from rfps.views import board
from tests.factories.board import AskerFactory, EnquiryFactory, VersionFactory
from tests.factories.programs import ShortlistEntryFactory
from tests.factories.rfps import DocumentVersionFactory, ScopeLineFactory
from tests.factories.vendors import VendorFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def buyer(client_of, procurement):
    return client_of(procurement)


def page(client, rfp) -> str:
    return client.get(rfp.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_full_board_has_a_flat_query_count(
    buyer, issued, procurement, now, count, django_assert_num_queries
):
    line = issued.scope_lines.first()
    for place in range(count):
        ScopeLineFactory(rfp=issued, lot=line.lot, position=10 + place)
        person = AskerFactory(invitation__rfp=issued)
        EnquiryFactory(recipient=person)
        DocumentVersionFactory(document__rfp=issued)
        VersionFactory(rfp=issued, number=2 + place)
    answers.publish(rfp=issued, enquiries=[], question="Why?", text="So.", by=procurement, now=now)

    with django_assert_num_queries(39):
        response = buyer.get(issued.get_absolute_url())

    assert len(response.context["rows"]) == 3 + count


def test_open_questions_are_what_comes_first(buyer, issued, recipient):
    EnquiryFactory(recipient=recipient)

    shown = page(buyer, issued)

    assert "<b>Answer 1 question</b>" in shown
    assert "Wait for the vendors" not in shown
    assert "1 open" in shown


def test_without_questions_there_is_nothing_but_to_wait(buyer, issued):
    shown = page(buyer, issued)

    assert "Wait for the vendors" in shown
    assert reverse("rfp-addendum", args=[issued.pk]) in shown
    assert "Open the bids: after the deadline" in shown


def test_what_was_changed_and_not_sent_out_is_told(buyer, issued):
    told = [page(buyer, issued)]
    ScopeLine.objects.filter(rfp=issued).update(quantity=7)
    told.append(page(buyer, issued))

    assert ["Send out what you have changed" in shown for shown in told] == [False, True]


def test_after_the_last_addendum_only_an_extension_is_offered(buyer, issued, now):
    RFP.objects.update(freeze_at=now)

    shown = page(buyer, issued)

    assert "Extend the deadline" in shown
    assert "Write an addendum" not in shown


def test_after_the_deadline_nothing_can_be_changed(buyer, issued):
    RFP.objects.update(deadline_at=timezone.now())

    shown = page(buyer, issued)

    assert "The deadline is past: the links take no more answers." in shown
    assert reverse("rfp-addendum", args=[issued.pk]) not in shown


def test_a_member_sees_the_board_and_none_of_the_moves(client_of, member, issued, recipient):
    EnquiryFactory(recipient=recipient)

    shown = page(client_of(member), issued)

    assert "Read along" in shown
    for name in ("rfp-addendum", "rfp-cancel"):
        assert reverse(name, args=[issued.pk]) not in shown


def row_of(client, rfp, vendor) -> board.Row:
    rows = client.get(rfp.get_absolute_url()).context["rows"]
    return next(row for row in rows if row.invitation.vendor == vendor)


def test_each_email_of_a_vendor_is_told_the_newest_first(buyer, issued, vendors, procurement, now):
    Email.objects.update(state="sent", sent_at=now, created_at=now - DAY)
    rfp_services.cancel(rfp=issued, reason="Paused.", by=procurement, now=now)

    mails = row_of(buyer, issued, vendors[0]).mails

    assert [mail.label.detail.partition(",")[0] for mail in mails] == ["Cancellation", "Invitation"]
    assert {mail.to for mail in mails} == {"rfp@brackenfell.example"}


def returned(client, rfp, vendor) -> str:
    row = row_of(client, rfp, vendor)
    return row.returned.words if row.returned else ""


def test_news_that_waits_does_not_hide_an_address_that_returns_mail(
    buyer, issued, vendors, procurement, now
):
    Email.objects.filter(to="rfp@brackenfell.example").update(
        state="failed", last_code=550, last_error="5.1.1 no such user", created_at=now - DAY
    )
    answers.publish(rfp=issued, enquiries=[], question="Why?", text="So.", by=procurement, now=now)
    told = [returned(buyer, issued, vendors[0])]

    Email.objects.filter(to="rfp@brackenfell.example", kind="answer-published").update(
        state="sent", sent_at=now
    )
    told.append(returned(buyer, issued, vendors[0]))

    assert told == ["Returned: no such mailbox", ""]


def test_a_corrected_address_has_returned_nothing(
    buyer, issued, recipient, vendors, procurement, now
):
    Email.objects.filter(to=recipient.email).update(
        state="failed", last_code=550, last_error="5.1.1 no such user"
    )

    invitations.resend(
        invitation=recipient.invitation, name="", email="new@b.example", by=procurement, now=now
    )

    assert returned(buyer, issued, vendors[0]) == ""


def test_a_colleague_of_the_vendor_is_counted_and_not_taken_for_the_contact(
    buyer, issued, recipient, vendors
):
    AskerFactory(invitation=recipient.invitation, introduced_by=recipient)

    row = row_of(buyer, issued, vendors[0])

    assert (row.recipient, row.others) == (recipient, 1)


def test_a_bid_is_told_where_the_request_shows_it(buyer, issued, vendors, now):
    Invitation.objects.filter(vendor=vendors[0]).update(submitted_at=now)

    row = row_of(buyer, issued, vendors[0])

    assert (row.bid.words, row.progress.words) == ("Sealed", "Bid in")
    assert "1 bid in" in page(buyer, issued)


def test_a_hidden_bid_is_told_nowhere(buyer, issued, vendors):
    RFP.objects.update(shows_submitted=False)

    shown = page(buyer, issued)

    assert row_of(buyer, issued, vendors[0]).bid.words == "Hidden until the opening"
    assert "bids in" not in shown


def test_a_bid_on_paper_is_told(buyer, issued, vendors, procurement, now):
    invitation = issued.invitations.get(vendor=vendors[1])
    PaperBid.objects.create(
        organisation=issued.organisation,
        rfp=issued,
        invitation=invitation,
        received_at=now,
        logged_at=now,
        logged_by=procurement,
    )

    assert row_of(buyer, issued, vendors[1]).bid.words == "On paper"


def test_who_opens_is_named(buyer, issued, procurement):
    Opener.objects.create(organisation=issued.organisation, rfp=issued, user=procurement)

    shown = page(buyer, issued)

    assert "Who opens the bids" in shown
    assert "by 1 person" in shown


def test_a_vendor_put_on_the_shortlist_later_is_offered(buyer, issued, shortlist):
    entry = ShortlistEntryFactory(shortlist=shortlist, vendor=VendorFactory())

    assert reverse("invitation-send", args=[issued.pk, entry.vendor_id]) in page(buyer, issued)


def test_the_schedule_tells_every_date_as_picture_and_as_list(buyer, issued, now):
    RFP.objects.update(
        intent_due_at=now + DAY,
        questions_close_at=now + 2 * DAY,
        answers_due_at=now + 3 * DAY,
        freeze_at=now + 4 * DAY,
        opening_at=issued.deadline_at + DAY,
        decision_at=issued.deadline_at + 9 * DAY,
    )

    shown = page(buyer, issued)

    tabs = {"Decision": 1}  # a page is called so too
    for name in ("Issued", "Intent to answer", "Questions answered", "Opening", "Decision"):
        assert shown.count(f">{name}</") == 2 + tabs.get(name, 0)
