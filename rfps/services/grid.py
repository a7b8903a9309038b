"""The bid grid, proposed from the scope: one line that every vendor prices per line of the scope."""

from decimal import Decimal

from django.db import transaction

from audit import services as audit
from programs.choices import Priority
from rfps.models import GridLine
from rfps.services import states

# Scale unit: what is priced, and whether its quantity is the scale. A batch is priced at its size.
PRICED_PER = {
    "kg/batch": ("batch", False),
    "g/batch": ("batch", False),
    "L": ("batch", False),
    "units/batch": ("batch", False),
    "doses/batch": ("batch", False),
    "studies/year": ("study", False),
    "beds": ("study", False),
    "patients/year": ("patient", True),
    "subjects/study": ("subject", True),
    "samples/year": ("sample", True),
    "sites": ("site", True),
}
WHOLE = ("lump sum", False)  # what has no scale is priced as a whole


def propose(*, lot) -> list[GridLine]:
    """Add a line for each line of the lot's scope that none prices yet."""
    priced = set(lot.gridlines.values_list("scope_key", flat=True))
    last = max(lot.rfp.gridline_set.values_list("position", flat=True), default=0)
    lines = [line for line in lot.scope_lines.all() if line.key not in priced]
    return GridLine.objects.bulk_create(
        _priced(line, position) for position, line in enumerate(lines, start=last + 1)
    )


@transaction.atomic
def propose_all(*, rfp, by, now) -> int:
    """
    Propose for every lot, and return how many lines came.

    :raises RFPError: once the RFP takes no more changes
    """
    rfp = states.lock_editable(rfp, now)
    count = sum(len(propose(lot=lot)) for lot in rfp.lots.all())
    if count:
        summary = f"{count} grid line{'' if count == 1 else 's'} proposed from the scope"
        audit.record(verb="grid.proposed", target=rfp, summary=summary, by=by, now=now)
    return count


def _priced(line, position: int) -> GridLine:
    unit, by_scale = PRICED_PER.get(line.unit) or ((line.unit, True) if line.unit else WHOLE)
    is_sized = bool(line.quantity) and not by_scale and unit != WHOLE[0]
    return GridLine(
        organisation_id=line.organisation_id,
        rfp_id=line.rfp_id,
        lot_id=line.lot_id,
        position=position,
        label=f"{line.phase} {line.label}"[:300],
        quantity=line.quantity if by_scale and line.quantity else Decimal(1),
        unit=unit,
        is_optional=line.priority == Priority.COULD,
        scope_key=line.key,
        note=f"At {line.quantity.normalize():,f} {line.unit}" if is_sized else "",
    )
