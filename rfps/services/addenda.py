"""Addenda: what was issued changes only by another version, which everybody is told of."""

from datetime import datetime

from django.db import transaction

from audit import services as audit
from rfps import changes, content, emails, planning
from rfps.choices import Intent
from rfps.errors import RFPError
from rfps.models import RFPVersion
from rfps.services import recipients, states

EXTENDABLE = ("deadline_at", "opening_at", "decision_at")  # what may move when all else is final


class ScheduleError(RFPError):
    """Dates that cannot be; ``by_field`` says what is wrong with each."""

    def __init__(self, by_field: dict[str, str]):
        super().__init__(" ".join(by_field.values()))
        self.by_field = by_field


@transaction.atomic
def issue(*, rfp, note: str, dates: dict[str, datetime | None], by, now) -> RFPVersion:
    """
    Freeze the working copy, with these dates, as the next version; tell every vendor.

    After the last day for addenda nothing but the dates goes out, and only to extend.

    :param dates: the fields of ``planning.NAMES``, aware; one that is missing stays
    :raises RFPError: unless the request is open, or when nothing would change
    :raises ScheduleError: for dates that are past, in the wrong order, or no extension
    """
    rfp = states.lock_open(rfp, now)
    last = rfp.versions.last()
    is_frozen, deadline_before = rfp.frozen_from <= now, rfp.deadline_at
    moved = {name: at for name, at in dates.items() if getattr(rfp, name) != at}
    _require_possible(rfp, moved, is_frozen, now)
    for name, at in moved.items():
        setattr(rfp, name, at)
    rfp.save(update_fields=list(moved))
    version = _freeze(rfp, last, is_frozen, note.strip(), by, now)
    if rfp.deadline_at != deadline_before:
        _replan_reminders(rfp, deadline_before, now)
    told, count = recipients.everybody(rfp), len(version.changes)
    emails.addendum_issued(
        recipients=told, version=version, deadline_before=deadline_before, now=now
    )
    audit.record(
        verb="rfp.addendum-issued",
        target=rfp,
        summary=f"Addendum {last.number} to {rfp.number} issued, {count} change{'' if count == 1 else 's'}",
        by=by,
        now=now,
        version=version.number,
        sha256=version.sha256,
        note=version.note,
        moved=moved,
        told=len(told),
    )
    return version


def _freeze(rfp, last: RFPVersion, is_frozen: bool, note: str, by, now) -> RFPVersion:
    frozen = last.content | content.dates(rfp) if is_frozen else content.build(rfp)
    found = changes.compare(last.content, frozen)
    if not found:
        raise RFPError(
            f"Nothing differs from version {last.number}: "
            "change the content or a date, or publish a clarification instead."
        )
    return RFPVersion.objects.create(
        organisation_id=rfp.organisation_id,
        rfp=rfp,
        number=last.number + 1,
        content=frozen,
        sha256=content.fingerprint(frozen),
        note=note,
        changes=found,
        issued_at=now,
        issued_by=by,
    )


def _require_possible(rfp, moved: dict, is_frozen: bool, now) -> None:
    planned = {name: moved.get(name, getattr(rfp, name)) for name in planning.NAMES}
    wrong = {
        name: said
        for name, at in moved.items()
        if (said := _wrong(name, getattr(rfp, name), at, is_frozen, now))
    }
    out_of_order = planning.out_of_order(planned) if moved else {}
    if found := out_of_order | wrong:
        raise ScheduleError(found)


def _wrong(name: str, before, at, is_frozen: bool, now) -> str:
    """Say what is wrong with moving one date, or nothing."""
    what = planning.NAMES[name]
    if at is None:
        if name == "deadline_at":
            return "A request has a deadline."
        return f"{what}: this date is past and stays." if before <= now else ""
    if at <= now:
        return f"{what}: choose a time to come."
    if is_frozen and name not in EXTENDABLE:
        return f"{what}: stays, the last day for addenda is past."
    if is_frozen and before and at < before:
        return f"{what}: can only be extended, the last day for addenda is past."
    return ""


def _replan_reminders(rfp, deadline_before, now) -> None:
    """Keep each vendor's reminder as long before the new deadline as it was before the old one."""
    # Locked so that a vendor that plans one at this moment waits, and plans by the new deadline.
    asked = rfp.invitations.select_for_update().filter(
        reminder_at__isnull=False, revoked_at__isnull=True
    )
    for invitation in asked.exclude(intent=Intent.DECLINED).order_by("pk"):
        at = rfp.deadline_at - (deadline_before - invitation.reminder_at)
        # One that would be due by now is not sent: the news of the addendum arrives instead.
        invitation.reminder_at = at if at > now else None
        invitation.save(update_fields=["reminder_at"])
        if invitation.reminder_at:
            invitation.rfp = rfp
            emails.reminder_moved(invitation=invitation, at=at, now=now)
        else:
            emails.stop_reminder(invitation=invitation, now=now)
