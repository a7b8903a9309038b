"""The one place that moves an RFP from state to state."""

from django.db import transaction

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
    """
    Return the row as it is now, locked until the transaction ends.

    ``no_key``: a row of a vendor that points here need not wait, and so cannot wait in a circle.
    """
    return RFP.objects.select_for_update(no_key=True).get(pk=rfp.pk)


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
