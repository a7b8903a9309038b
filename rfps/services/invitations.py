"""
What happens to an invitation once it is sent, from either side.

The vendor's moves come by a ``recipient``, whose link opened the page. They run for the invitation:
row-level security shows them its RFP and itself; what concerns the sponsor's people is looked up as
the system.
"""

from django.db import transaction

from accounts.choices import Role
from accounts.models import Membership, User
from audit import acting
from audit import services as audit
from programs.choices import Visibility
from rfps import emails
from rfps.choices import DeclineReason, Intent, RFPState
from rfps.errors import RFPError
from rfps.models import Invitation, Recipient
from rfps.services import addressees, link


@transaction.atomic
def declare_intent(*, recipient, now) -> Invitation:
    """
    Date that the vendor intends to answer, and tell the buyers; saying it twice changes nothing.

    :raises RFPError: once it cannot be answered any more
    """
    invitation = link.lock_open(recipient, now)
    if invitation.intent == Intent.INTENDS:
        return invitation
    _answer(invitation, recipient, Intent.INTENDS, now)
    link.record(recipient, "intent-declared", invitation, "intends to answer", now=now)
    return invitation


@transaction.atomic
def decline(*, recipient, reason: str, note: str = "", now) -> Invitation:
    """
    Date that the vendor declines and why, tell the buyers, and drop the reminder.

    :param reason: one of ``DeclineReason``
    :raises RFPError: once it cannot be answered any more, or without a reason
    """
    if reason not in DeclineReason.values:
        raise RFPError("Choose why you decline.")
    invitation = link.lock_open(recipient, now)
    said = (invitation.intent, invitation.decline_reason, invitation.decline_note)
    if said == (Intent.DECLINED, reason, note.strip()):
        return invitation
    invitation.reminder_at = None
    _answer(invitation, recipient, Intent.DECLINED, now, reason=reason, note=note.strip())
    emails.stop_reminder(invitation=invitation, now=now)
    words = f"declined: {DeclineReason(reason).label.lower()}"
    link.record(recipient, "declined", invitation, words, now=now, reason=reason)
    return invitation


@transaction.atomic
def remind_me(*, recipient, at, now) -> Invitation:
    """
    Plan one reminder by e-mail; a new date replaces the one before.

    :raises RFPError: once it cannot be answered any more, after a decline, or for a time that is
        not between now and the deadline
    """
    invitation = link.lock_open(recipient, now)
    if invitation.intent == Intent.DECLINED:
        raise RFPError("You declined. Say first that you intend to answer.")
    if not now < at < invitation.rfp.deadline_at:
        raise RFPError("Choose a time between now and the deadline.")
    if invitation.reminder_at == at:
        return invitation
    link.mark_viewed(invitation, recipient, now)
    invitation.reminder_at = at
    invitation.save(update_fields=["reminder_at", "viewed_at"])
    emails.stop_reminder(invitation=invitation, now=now)
    emails.deadline_reminder(recipient=recipient, rfp=invitation.rfp, at=at, now=now)
    link.record(recipient, "reminder-planned", invitation, "asked for a reminder", now=now, at=at)
    return invitation


@transaction.atomic
def resend(*, invitation, name: str, email: str, by, now, contact=None) -> Recipient:
    """
    Send a new personal link, to a person of the invitation or to a corrected address.

    To somebody who has a link, it replaces that one. To another address it replaces all: whoever
    was written to by mistake, and whom they have brought in, is out.

    :raises RFPError: unless the RFP is open and the invitation stands
    """
    invitation = _lock_standing(invitation)
    rfp = invitation.rfp
    if rfp.state != RFPState.ISSUED or rfp.is_closed(now):
        raise RFPError(f"{rfp.number} is not open: no link can be sent.")
    known = invitation.recipients.live().filter(email__iexact=email)
    replaced = known if known.exists() else invitation.recipients.live()
    to = email if known.exists() else ""
    replaced.update(revoked_at=now)
    had_reminder = emails.stop_reminder(invitation=invitation, to=to, now=now)
    emails.stop(invitation=invitation, to=to, now=now)
    recipient = addressees.write_to(
        invitation, name=name, email=email, contact=contact, by=by, now=now
    )
    addressees.give_link(recipient)
    emails.invitation(recipient=recipient, rfp=rfp, vendor=invitation.vendor, now=now)
    if had_reminder and invitation.reminder_at and invitation.reminder_at > now:
        emails.deadline_reminder(recipient=recipient, rfp=rfp, at=invitation.reminder_at, now=now)
    summary = f"Invitation of {invitation.vendor.name} sent to {email}"
    _record("resent", invitation, summary, by=by, now=now)
    return recipient


@transaction.atomic
def revoke(*, invitation, reason: str, by, now) -> Invitation:
    """
    Take an invitation back: its links stop working at once and say so.

    :raises RFPError: without a reason, before it was sent, or if it is revoked already
    """
    if not reason.strip():
        raise RFPError("Say why the invitation is revoked; the record keeps it.")
    invitation = _lock_standing(invitation)
    if not invitation.sent_at:
        raise RFPError("This invitation was not sent; leave the vendor out instead.")
    invitation.revoked_at, invitation.revoke_reason = now, reason.strip()
    invitation.save(update_fields=["revoked_at", "revoke_reason"])
    invitation.recipients.live().update(revoked_at=now)
    emails.stop(invitation=invitation, now=now)
    summary = f"Invitation of {invitation.vendor.name} revoked"
    _record("revoked", invitation, summary, by=by, now=now, reason=invitation.revoke_reason)
    return invitation


def buyers(rfp) -> list[User]:
    """Return who is told of an answer: the creator and procurement, if they see the program."""
    with acting.as_system():
        members = who_see(rfp)
        told = members.with_role(Role.PROCUREMENT) | members.filter(user_id=rfp.created_by_id)
        return list(User.objects.filter(pk__in=told.values("user")))


def who_see(rfp):
    """Return the memberships of the sponsor's active people who see the program."""
    members = Membership.objects.filter(organisation_id=rfp.organisation_id, user__is_active=True)
    if rfp.program.visibility == Visibility.TEAM:
        members = members.filter(user__in=rfp.program.members.values("user"))
    return members


def _lock_standing(invitation) -> Invitation:
    """
    Lock an invitation that is not revoked.

    :raises RFPError: if it is
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.revoked_at:
        raise RFPError(f"The invitation of {locked.vendor.name} is revoked.")
    return locked


def _answer(invitation, recipient, intent: Intent, now, reason="", note="") -> None:
    link.mark_viewed(invitation, recipient, now)
    invitation.intent, invitation.intent_at = intent, now
    invitation.decline_reason, invitation.decline_note = reason, note
    invitation.save(
        update_fields=[
            "viewed_at",
            "intent",
            "intent_at",
            "decline_reason",
            "decline_note",
            "reminder_at",
        ]
    )
    for user in buyers(invitation.rfp):
        emails.intent_received(invitation=invitation, user=user, now=now)


def _record(verb: str, invitation, summary: str, *, by, now, **data) -> None:
    audit.record(
        verb=f"invitation.{verb}",
        target=invitation,
        summary=summary,
        by=by,
        now=now,
        vendor=invitation.vendor.name,
        **data,
    )
