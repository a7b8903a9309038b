"""What is asked, line by line, while the writing may change."""

from django.db import transaction
from django.db.models import Max

from audit import services as audit
from rfps.models import ScopeLine
from rfps.services import states
from vendors.choices import Phase

FIELDS = ("label", "phase", "quantity", "unit", "priority", "note")
ORDER = {phase.value: place for place, phase in enumerate(Phase)}


def propose(*, lot) -> list[ScopeLine]:
    """
    Write a line for each need of the lot's package, in the order of the phases.

    A need's own note and reason stay inside the organisation.
    """
    needs = sorted(lot.package.needs.all(), key=lambda need: (ORDER[need.phase], need.pk))
    return ScopeLine.objects.bulk_create(
        ScopeLine(
            organisation_id=lot.organisation_id,
            rfp_id=lot.rfp_id,
            lot=lot,
            position=position,
            label=need.label,
            capabilities=need.capabilities,
            phase=need.phase,
            quantity=need.scale,
            unit=need.scale_unit,
            priority=need.priority,
        )
        for position, need in enumerate(needs, start=1)
    )


@transaction.atomic
def add(*, lot, data: dict, by, now) -> ScopeLine:
    """
    Add a line at the end of a lot.

    :param data: the fields named in ``FIELDS``
    :raises RFPError: once the RFP takes no more changes
    """
    rfp = states.lock_editable(lot.rfp, now)
    last = lot.scope_lines.aggregate(last=Max("position"))["last"] or 0
    line = ScopeLine.objects.create(
        organisation_id=rfp.organisation_id, rfp=rfp, lot=lot, position=last + 1, **_known(data)
    )
    _record("added", line, rfp, by, now)
    return line


@transaction.atomic
def edit(*, line, data: dict, by, now) -> ScopeLine:
    """
    Change a line; its key stays.

    :raises RFPError: once the RFP takes no more changes
    """
    rfp = states.lock_editable(line.rfp, now)
    changed = _known(data)
    for name, value in changed.items():
        setattr(line, name, value)
    line.save(update_fields=list(changed))
    _record("edited", line, rfp, by, now)
    return line


@transaction.atomic
def remove(*, line, by, now) -> None:
    """
    Take a line out.

    :raises RFPError: once the RFP takes no more changes
    """
    rfp = states.lock_editable(line.rfp, now)
    _record("removed", line, rfp, by, now)
    line.delete()


def _known(data: dict) -> dict:
    return {name: data[name] for name in FIELDS if name in data}


def _record(verb: str, line, rfp, by, now) -> None:
    audit.record(
        verb=f"scope-line.{verb}",
        target=rfp,
        summary=f"Scope line {verb}: {line.phase} {line.label}"[:500],
        by=by,
        now=now,
        key=line.key,
        **{name: getattr(line, name) for name in FIELDS if name != "label"},
    )
