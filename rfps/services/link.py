"""
What every move of a vendor by its link begins and ends with.

The moves run for the invitation: row-level security shows them its RFP and itself. Locking the
invitation puts them one after the other.
"""

from audit import services as audit
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.models import Invitation


def lock(recipient) -> Invitation:
    """
    Lock the invitation of a link that lives.

    :raises RFPError: once the link or the invitation is revoked
    """
    invitation = Invitation.objects.select_for_update().get(pk=recipient.invitation_id)
    recipient.refresh_from_db(fields=["revoked_at", "viewed_at"])
    if recipient.revoked_at or invitation.revoked_at:
        raise RFPError("This link has been withdrawn.")
    return invitation


def lock_open(recipient, now) -> Invitation:
    """
    Lock the invitation of a link that lives and whose RFP takes answers.

    :raises RFPError: once it cannot be answered any more
    """
    invitation = lock(recipient)
    if invitation.rfp.state != RFPState.ISSUED:
        raise RFPError("This request is not open: it takes no answers.")
    if invitation.rfp.is_closed(now):
        raise RFPError("The deadline has passed: this request takes no more answers.")
    return invitation


def mark_viewed(invitation, recipient, now) -> None:
    """An act is the proof that somebody read it; opening the link is not, scanners do that too."""
    if not invitation.viewed_at:
        invitation.viewed_at = now
        invitation.save(update_fields=["viewed_at"])
    if not recipient.viewed_at:
        recipient.viewed_at = now
        recipient.save(update_fields=["viewed_at"])


def record(recipient, verb: str, invitation, words: str, *, now, target=None, **data) -> None:
    """Write the trail: a person at a vendor, who has no account, did something by a link."""
    vendor = invitation.vendor.name
    audit.record(
        verb=f"invitation.{verb}",
        target=target or invitation,
        summary=f"{vendor} {words}",
        label=f"{recipient} for {vendor}",
        now=now,
        vendor=vendor,
        **data,
    )
