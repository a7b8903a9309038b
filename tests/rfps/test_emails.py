"""Each message about a request says the same in its text and its HTML part."""

from datetime import timedelta

import pytest

from notifications.models import Email
from rfps import emails
from rfps.services import answers, approval, invitations
from rfps.services import rfp as rfp_services
from tests.rfps.conftest import DEADLINE

pytestmark = pytest.mark.django_db

BOARD = "http://localhost:8000/rfps/{}/"
RESPOND = "http://localhost:8000/respond/{}/"


def parts(kind: str) -> list[str]:
    content = Email.objects.select_related("content").get(kind=kind).content
    return [content.text, content.html]


def test_intent_received_names_the_vendor_and_leads_to_the_board(recipient, issued, now):
    invitations.declare_intent(recipient=recipient, now=now)

    for part in parts("intent-received"):
        assert "Brackenfell intends to answer" in part
        assert "RFP-2026-001" in part
        assert BOARD.format(issued.pk) in part


def test_intent_received_gives_the_reason_of_a_decline(recipient, now):
    invitations.decline(recipient=recipient, reason="conflict", note="We serve a rival", now=now)

    for part in parts("intent-received"):
        assert "Brackenfell declines" in part
        assert "A conflict of interest" in part
        assert "We serve a rival" in part


def test_deadline_reminder_leads_back_to_the_request(recipient, token, now):
    recipient.token = token

    invitations.remind_me(recipient=recipient, at=DEADLINE - timedelta(days=1), now=now)

    for part in parts("deadline-reminder"):
        assert "Drug product, tablets" in part
        assert "24 Dec 2026, 17:00 Europe/Zurich" in part
        assert RESPOND.format(token) in part


def test_news_leads_to_the_link_in_the_invitation(issued, procurement, now):
    answers.publish(rfp=issued, enquiries=[], question="Why?", text="So.", by=procurement, now=now)

    content = Email.objects.filter(kind="answer-published").first().content
    for part in (content.text, content.html):
        assert "answer 1" in part
        assert "Open the request by the link in your invitation." in part
        assert "So." not in part


def test_a_cancellation_gives_no_reason(issued, procurement, now):
    rfp_services.cancel(rfp=issued, reason="The program died.", by=procurement, now=now)
    recipient = issued.invitations.first().recipients.get()
    emails.rfp_cancelled(recipients=[recipient], rfp=issued, now=now)

    for part in parts("rfp-cancelled"):
        assert "has cancelled its request for proposal" in part
        assert "The program died" not in part


def test_approval_asked_says_who_asks_and_leads_to_the_decision(draft, procurement, colleague, now):
    approval.ask(rfp=draft, by=procurement, now=now)

    for part in parts("rfp-approval-asked"):
        assert "Pro Curement asks" in part
        assert "Drug product, tablets" in part
        assert f"{BOARD.format(draft.pk)}approval/" in part
        assert "two campaigns" not in part


def test_sent_back_gives_the_reason_and_leads_to_the_draft(draft, procurement, colleague, now):
    waiting = approval.ask(rfp=draft, by=procurement, now=now)

    approval.send_back(rfp=waiting, reason="Name the strengths.", by=colleague, now=now)

    for part in parts("rfp-sent-back"):
        assert "Col League" in part
        assert "Name the strengths." in part
        assert BOARD.format(draft.pk) in part


def test_invitation_carries_the_deadline_for_the_calendar(recipient, issued):
    file = Email.objects.get(kind="rfp-invitation", to=recipient.email).content.attachments[0]

    assert f"UID:rfp-{issued.pk}-answers@localhost" in file["text"]
    assert "DTSTART:20261224T160000Z" in file["text"]
    assert "SEQUENCE:1" in file["text"]


def test_reminder_follows_a_moved_deadline(recipient, token, invitation, issued, now):
    recipient.token = token
    invitations.remind_me(recipient=recipient, at=DEADLINE - timedelta(days=1), now=now)
    invitation.rfp.deadline_at = DEADLINE + timedelta(days=7)

    moved = emails.reminder_moved(invitation=invitation, at=DEADLINE + timedelta(days=6), now=now)

    mail = Email.objects.select_related("content").get(kind="deadline-reminder")
    assert moved == 1
    assert (mail.not_before, mail.expires_at) == (
        DEADLINE + timedelta(days=6),
        DEADLINE + timedelta(days=7),
    )
    for part in parts("deadline-reminder"):
        assert "31 Dec 2026, 17:00 Europe/Zurich" in part
        assert RESPOND.format(token) in part
