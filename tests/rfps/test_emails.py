"""Each message about a request says the same in its text and its HTML part."""

from datetime import timedelta

import pytest

from notifications.models import Email
from rfps import emails
from rfps.services import invitations
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


def test_invitation_carries_the_deadline_for_the_calendar(recipient, issued):
    file = Email.objects.get(kind="rfp-invitation", to=recipient.email).content.attachments[0]

    assert f"UID:rfp-{issued.pk}-answers@localhost" in file["text"]
    assert "DTSTART:20261224T160000Z" in file["text"]
    assert "SEQUENCE:1" in file["text"]


def test_reminder_follows_a_moved_deadline(recipient, token, invitation, issued, now):
    recipient.token = token
    invitations.remind_me(recipient=recipient, at=DEADLINE - timedelta(days=1), now=now)
    issued.deadline_at = DEADLINE + timedelta(days=7)

    moved = emails.reminder_moved(
        invitation=invitation, rfp=issued, at=DEADLINE + timedelta(days=6), now=now
    )

    mail = Email.objects.select_related("content").get(kind="deadline-reminder")
    assert moved == 1
    assert (mail.not_before, mail.expires_at) == (
        DEADLINE + timedelta(days=6),
        DEADLINE + timedelta(days=7),
    )
    for part in parts("deadline-reminder"):
        assert "31 Dec 2026, 17:00 Europe/Zurich" in part
        assert RESPOND.format(token) in part
