"""The second person: asked before an issue where the organisation wants one."""

from django.db import transaction

from accounts.choices import Role
from accounts.models import User
from audit import acting
from audit import services as audit
from rfps import emails
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.models import RFP
from rfps.services import invitations, states
from rfps.services import rfp as rfp_services


@transaction.atomic
def ask(*, rfp, by, now) -> RFP:
    """
    Put a complete draft before the others who may approve it, and write to them.

    :raises RFPError: for anything that keeps it from being issued, or when there is nobody to ask
    """
    rfp = states.move(
        rfp=rfp,
        to=RFPState.IN_APPROVAL,
        approval_asked_by=by,
        approval_asked_at=now,
        sent_back_reason="",
    )
    invited = list(rfp.invitations.select_related("vendor").prefetch_related("recipients"))
    if found := rfp_services.problems(rfp, invited, now):
        raise RFPError(" ".join(found))
    others = approvers(rfp)
    if not others:
        raise RFPError(
            "Nobody else may approve it: your organisation's admin can give a colleague the role."
        )
    for user in others:
        emails.approval_asked(rfp=rfp, user=user, by=by, now=now)
    _record("approval-asked", rfp, f"{rfp.number} put before {len(others)} for approval", by, now)
    return rfp


@transaction.atomic
def approve(*, rfp, by, now) -> RFP:
    """
    Approve a request, which issues it.

    :raises RFPError: unless it waits for approval, of one's own request, or as an issue does
    """
    locked = _lock_waiting(rfp)
    if locked.approval_asked_by_id == by.pk:
        raise RFPError("You have asked for this approval: somebody else has to give it.")
    emails.stop_approval(rfp=locked, now=now)
    _record("approved", locked, f"{locked.number} approved", by, now)
    return rfp_services.release(rfp=locked, by=by, now=now, approved_by=by, approved_at=now)


@transaction.atomic
def send_back(*, rfp, reason: str, by, now) -> RFP:
    """
    Make it a draft again, with the reason; who asked may take it back this way too.

    :raises RFPError: unless it waits for approval, or without a reason
    """
    if not reason.strip():
        raise RFPError("Say what has to change; who asked reads it.")
    _lock_waiting(rfp)
    rfp = states.move(rfp=rfp, to=RFPState.DRAFT, sent_back_reason=reason.strip())
    emails.stop_approval(rfp=rfp, now=now)
    asked_by = rfp.approval_asked_by
    if asked_by and asked_by != by:
        emails.sent_back(rfp=rfp, user=asked_by, by=by, now=now)
    _record("sent-back", rfp, f"{rfp.number} sent back", by, now, reason=rfp.sent_back_reason)
    return rfp


def approvers(rfp) -> list[User]:
    """Return procurement and admins who see the program, without who asked."""
    with acting.as_system():
        members = invitations.who_see(rfp).with_role(Role.PROCUREMENT, Role.ADMIN)
        members = members.exclude(user_id=rfp.approval_asked_by_id)
        return list(User.objects.filter(pk__in=members.values("user")).order_by("name", "email"))


def _lock_waiting(rfp) -> RFP:
    locked = states.lock(rfp)
    if locked.state != RFPState.IN_APPROVAL:
        words = locked.get_state_display().lower()
        raise RFPError(f"{locked.number} is {words}: it waits for no approval.")
    return locked


def _record(verb: str, rfp, summary: str, by, now, **data) -> None:
    audit.record(verb=f"rfp.{verb}", target=rfp, summary=summary, by=by, now=now, **data)
