"""Propose, add, change and remove needs."""

from dataclasses import asdict, dataclass, field

from django.db import transaction

from audit import services as audit
from programs import proposing
from programs.choices import Origin
from programs.errors import ProgramError
from programs.models import Need, Program, WorkPackage
from programs.proposing import Question, Slot
from programs.services import packages

PROPOSED_FIELDS = (
    "label",
    "capabilities",
    "priority",
    "weight",
    "minimum_evidence",
    "scale",
    "scale_unit",
    "reason",
)
EDITABLE_FIELDS = (
    "priority",
    "weight",
    "minimum_evidence",
    "scale",
    "scale_unit",
    "note",
    "capabilities",
)


@dataclass
class Outcome:
    """What a proposal did: the counts add up to the needs before it and after it."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0  # a person's own, though the taxonomy does not (or no longer) propose them
    questions: list[Question] = field(default_factory=list)

    def __str__(self):
        said = [
            f"{count} {word}"
            for count, word in (
                (self.added, "added"),
                (self.updated, "updated"),
                (self.removed, "removed"),
                (self.kept, "of your own kept"),
            )
            if count
        ]
        return f"Needs: {', '.join(said)}." if said else "The needs are as they were."


@transaction.atomic
def propose(*, program: Program, by, now) -> Outcome:
    """
    Bring the needs in line with the taxonomy, leaving alone what a person has set.

    New slots are added, untouched needs refreshed, and untouched ones that no longer apply
    removed. Needs that a person added or edited stay.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    proposal = proposing.propose(program)
    outcome = Outcome(questions=proposal.questions)
    known = {(need.phase, need.slot): need for need in program.needs.all()}
    homes = packages.Homes(program)
    new = []
    for slot in proposal.slots:
        need = known.pop(slot.key, None)
        if need is None:
            new.append(make(program, slot, homes.of(slot.package), Origin.PROPOSED))
        elif refresh(need, slot):
            outcome.updated += 1
        else:
            outcome.unchanged += 1
    Need.objects.bulk_create(new)
    outcome.added = len(new)
    untouched = [
        need.pk
        for need in known.values()
        if need.origin == Origin.PROPOSED and not need.edited_fields
    ]
    Need.objects.filter(pk__in=untouched).delete()
    outcome.removed, outcome.kept = len(untouched), len(known) - len(untouched)
    packages.drop_empty(program)
    if outcome.added or outcome.updated or outcome.removed:
        audit.record(
            verb="program.needs-proposed",
            target=program,
            summary=f"Needs of {program.code} proposed from the taxonomy",
            by=by,
            now=now,
            **{name: count for name, count in asdict(outcome).items() if name != "questions"},
        )
    return outcome


@transaction.atomic
def add(*, program: Program, phase: str, slot: str, by, now) -> Need:
    """
    Add an optional need, or bring back one that was removed.

    :raises ProgramError: unless the taxonomy offers the slot for this program at the phase
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    offered = {option.key: option for option in proposing.propose(program).options}
    option = offered.get((phase, slot))
    if option is None or program.needs.filter(phase=phase, slot=slot).exists():
        raise ProgramError("This need cannot be added, or is there already.")
    is_back = option.dismissal in program.dismissed_slots
    if is_back:
        program.dismissed_slots.remove(option.dismissal)
        program.save(update_fields=["dismissed_slots"])
    need = make(
        program,
        option,
        packages.Homes(program).of(option.package),
        Origin.PROPOSED if is_back else Origin.ADDED,
    )
    need.save()
    _record("need.added", need, by, now)
    return need


@transaction.atomic
def update(*, need: Need, by, now, **values) -> Need:
    """
    Change a need; what a person has set, no later proposal touches.

    A new priority brings its default weight, unless a weight is given with it.

    :param values: any of EDITABLE_FIELDS
    :raises ProgramError: for alternatives the need does not have, or a weight of zero
    """
    if unknown := set(values) - set(EDITABLE_FIELDS):
        raise TypeError(f"not editable: {sorted(unknown)}")
    need = Need.objects.select_for_update().get(pk=need.pk)  # a form has changed its own
    changed = {name for name in values if values[name] != getattr(need, name)}
    if "priority" in changed and "weight" not in changed and "weight" not in need.edited_fields:
        values["weight"] = proposing.WEIGHTS[values["priority"]]
        changed.add("weight")
    if "capabilities" in changed:
        leaves = proposing.taxonomy()
        offered = proposing.alternatives(need, proposing.propose(need.program, leaves), leaves)
        if not values["capabilities"] or set(values["capabilities"]) - {
            leaf.code for leaf in offered
        }:
            raise ProgramError("Keep at least one of the alternatives.")
        chosen = [leaf for leaf in offered if leaf.code in values["capabilities"]]
        values["capabilities"] = [leaf.code for leaf in chosen]
        need.label = " or ".join(leaf.label for leaf in chosen)[:300]
    if values.get("weight", need.weight) <= 0:
        raise ProgramError("A weight must be above zero; remove the need instead.")
    for name in changed:
        setattr(need, name, values[name])
    if changed:
        need.edited_fields = sorted({*need.edited_fields, *changed})
        need.save()
        _record("need.updated", need, by, now, fields=sorted(changed))
    return need


@transaction.atomic
def update_all(*, changes: list[tuple[Need, dict]], by, now) -> None:
    """Change several needs, each by ``update``: all of them or none."""
    for need, values in changes:
        update(need=need, by=by, now=now, **values)


@transaction.atomic
def remove(*, need: Need, by, now) -> None:
    """Remove a need; a proposed one is remembered, so that no proposal brings it back."""
    program = Program.objects.select_for_update().get(pk=need.program_id)
    if need.origin == Origin.PROPOSED:
        dismissal = f"{need.phase}:{need.slot}"
        program.dismissed_slots = sorted({*program.dismissed_slots, dismissal})
        program.save(update_fields=["dismissed_slots"])
    _record("need.removed", need, by, now)
    need.delete()


def make(program: Program, slot: Slot, package: WorkPackage, origin: Origin) -> Need:
    values = {name: getattr(slot, name) for name in PROPOSED_FIELDS}
    return Need(
        organisation_id=program.organisation_id,
        program=program,
        package=package,
        phase=slot.phase,
        slot=slot.slot,
        origin=origin,
        **values | {"capabilities": list(slot.capabilities)},
    )


def refresh(need: Need, slot: Slot) -> bool:
    """Bring an existing need in line with the proposal, but for what a person has set."""
    held = set(need.edited_fields)
    if "capabilities" in held:
        held |= {"label", "reason"}
    changed = False
    for name in set(PROPOSED_FIELDS) - held:
        value = getattr(slot, name)
        value = list(value) if name == "capabilities" else value
        if getattr(need, name) != value:
            setattr(need, name, value)
            changed = True
    if changed:
        need.save()
    return changed


def _record(verb: str, need: Need, by, now, **data) -> None:
    audit.record(
        verb=verb,
        target=need.program,
        summary=f"{need.phase} {need.label}",
        by=by,
        now=now,
        need=need.pk,
        package=need.package_id,
        **data,
    )
