"""The one place that moves an RFP from state to state."""

from django.db import transaction

from rfps import zones
from rfps.choices import RFP_TRANSITIONS, RFPState
from rfps.errors import RFPError
from rfps.models import RFP


@transaction.atomic
def move(*, rfp, to: RFPState, **facts) -> RFP:
    """
    Lock the RFP, move it if the table allows it, and store the facts of the move with it.

    :param facts: fields that belong to the new state, e.g. ``issued_at``
    :returns: the locked row; the caller's instance is left alone
    :raises RFPError: for a move the table does not have
    """
    locked = lock(rfp)
    if locked.state == to:
        raise RFPError(f"{locked.number} is {locked.get_state_display().lower()} already.")
    if to not in RFP_TRANSITIONS[RFPState(locked.state)]:
        raise RFPError(
            f"{locked.number} is {locked.get_state_display().lower()}: "
            f"it cannot become {RFPState(to).label.lower()}."
        )
    for name, value in {"state": to, **facts}.items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", *facts])
    return locked


def lock(rfp) -> RFP:
    """Return the row as it is now, locked until the transaction ends."""
    return RFP.objects.select_for_update().get(pk=rfp.pk)


def lock_draft(rfp) -> RFP:
    """
    Lock the row for an edit.

    :raises RFPError: unless it is a draft
    """
    locked = lock(rfp)
    if locked.state != RFPState.DRAFT:
        raise RFPError(
            f"{locked.number} is {locked.get_state_display().lower()}: only a draft can be edited."
        )
    return locked


def lock_editable(rfp, now) -> RFP:
    """
    Lock the row for a change of its writing: of a draft, or of the next addendum.

    :raises RFPError: unless it is a draft, or issued and not yet frozen
    """
    locked = lock(rfp)
    if locked.is_editable(now):
        return locked
    if locked.state == RFPState.ISSUED:
        since = zones.show(locked.frozen_from, locked.time_zone)
        raise RFPError(f"{locked.number} takes no more changes since {since}.")
    raise RFPError(
        f"{locked.number} is {locked.get_state_display().lower()}: only a draft can be edited."
    )


def lock_open(rfp, now) -> RFP:
    """
    Lock the row of a request that takes answers.

    :raises RFPError: unless it is issued and its deadline is to come
    """
    locked = lock(rfp)
    if locked.state != RFPState.ISSUED:
        raise RFPError(f"{locked.number} is {locked.get_state_display().lower()}, not open.")
    if locked.is_closed(now):
        shown = zones.show(locked.deadline_at, locked.time_zone)
        raise RFPError(f"{locked.number} is closed since {shown}.")
    return locked
