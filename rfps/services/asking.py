"""A vendor asks; the sponsor will answer to all, and the others never learn who asked."""

from django.db import transaction

from rfps import emails, zones
from rfps.errors import RFPError
from rfps.models import Enquiry
from rfps.services import invitations, link

MOST = 100  # of one vendor, on one request


@transaction.atomic
def ask(*, recipient, text: str, now) -> Enquiry:
    """
    Put a question to the sponsor, and tell the buyers.

    :raises RFPError: before the CDA, after the last day for questions or the deadline, and for a
        question that says nothing or waits for its answer already
    """
    invitation = link.lock_open(recipient, now)
    if invitation.awaits_cda:
        raise RFPError("Accept the confidentiality agreement first.")
    if fault := closed(invitation.rfp, now):
        raise RFPError(fault)
    text = text.strip()
    if not text:
        raise RFPError("Write your question.")
    asked = Enquiry.objects.filter(invitation=invitation)
    if asked.filter(text=text, answer=None).exists():
        raise RFPError("You have asked exactly this already; it waits for its answer.")
    if asked.count() >= MOST:
        raise RFPError(f"You have asked {MOST} questions, which is the most one vendor can ask.")
    enquiry = Enquiry.objects.create(
        organisation_id=invitation.organisation_id,
        rfp=invitation.rfp,
        invitation=invitation,
        recipient=recipient,
        text=text,
        asked_at=now,
    )
    link.mark_viewed(invitation, recipient, now)
    for user in invitations.buyers(invitation.rfp):
        emails.enquiry_received(enquiry=enquiry, user=user, now=now)
    link.record(recipient, "asked", invitation, "has asked a question", now=now)
    return enquiry


def closed(rfp, now) -> str:
    """Return the sentence why no question is taken any more, or nothing."""
    if rfp.questions_close_at and now >= rfp.questions_close_at:
        return f"Questions were taken until {zones.show(rfp.questions_close_at, rfp.time_zone)}."
    return ""
