"""Register, edit and confirm."""

from django.db import IntegrityError, transaction

from accounts.models import Organisation
from audit import services as audit
from programs.choices import FACTS
from programs.errors import ProgramError
from programs.models import OpenFact, Program, ProgramMember, ProgramPhase
from programs.services import needs
from vendors.choices import Phase

FIELDS = (
    "code",
    "name",
    "modality",
    "indication",
    "therapeutic_area",
    "current_phase",
    "target_phase",
    "markets",
    "trial_ids",
    "expression_host",
    "blinded_synopsis",
    "description",
    "visibility",
    "source",
    "source_url",
    "source_date",
)
PHASE_FIELDS = ("starts_on", "ends_on", "dosage_form", "scale", "scale_unit")


@transaction.atomic
def register(*, by, data: dict, now, organisation: Organisation | None = None) -> Program:
    """
    Register a program with its phases and propose what it needs.

    :param by: the user; None for an import that names its ``organisation``
    :param data: fields of Program, and ``phases`` (one dict of ProgramPhase fields per phase),
        ``dosage_form`` (for every phase without its own), ``open_facts`` (dicts of ``field``,
        ``proposed``, ``rule``) and ``team`` (users)
    :raises ProgramError: when the target phase comes before the current one, or the code is taken
    """
    owner = organisation or by.organisation
    values = {name: data[name] for name in FIELDS if name in data}
    program = Program(organisation=owner, created_by=by, created_at=now, **values)
    check_phases(program)
    _save(program, force_insert=True)
    OpenFact.objects.bulk_create(
        OpenFact(organisation=owner, program=program, **fact) for fact in data.get("open_facts", [])
    )
    set_phases(program, data.get("phases", []), data.get("dosage_form", ""))
    set_team(program, data.get("team", []), by)
    audit.record(
        verb="program.registered",
        target=program,
        summary=f"{program.code} registered",
        by=by,
        now=now,
        source=program.source,
    )
    needs.propose(program=program, by=by, now=now)
    return program


@transaction.atomic
def edit(*, program: Program, by, data: dict, now) -> needs.Outcome:
    """
    Change a program, as ``register`` takes it, and propose again.

    A modality or phase that a person sets here confirms the open fact about it.

    :raises ProgramError: when the target phase comes before the current one, or the code is taken
    """
    program = Program.objects.select_for_update().get(pk=program.pk)  # a form has changed its own
    changed = [name for name in FIELDS if name in data and data[name] != getattr(program, name)]
    for name in changed:
        setattr(program, name, data[name])
    check_phases(program)
    _save(program)
    set_phases(program, data.get("phases", []), data.get("dosage_form", ""))
    if "team" in data:
        set_team(program, data["team"], by)
    settle_facts(program, by=by, now=now)
    audit.record(
        verb="program.edited",
        target=program,
        summary=f"{program.code} edited",
        by=by,
        now=now,
        fields=changed,
    )
    return needs.propose(program=program, by=by, now=now)


@transaction.atomic
def confirm_fact(*, program: Program, field: str, value: str, by, now) -> needs.Outcome:
    """
    Confirm, or correct, what a record did not say, and propose again.

    A dosage form is set for every remaining phase that has none of its own.

    :raises ProgramError: when the value is not in the vocabulary, or the phases do not fit
    """
    label, vocabulary = FACTS.get(field, ("", None))
    if not vocabulary or value not in vocabulary.values:
        raise ProgramError("Choose one of the values in the list.")
    if field != "dosage_form":
        setattr(program, field, value)
        check_phases(program)
        program.save(update_fields=[field])
    set_phases(program, [], value if field == "dosage_form" else "")
    OpenFact.objects.filter(program=program, field=field).update(confirmed_at=now, confirmed_by=by)
    audit.record(
        verb="program.fact-confirmed",
        target=program,
        summary=f"{label.capitalize()} of {program.code}: {vocabulary(value).label}",
        by=by,
        now=now,
        field=field,
        value=value,
    )
    return needs.propose(program=program, by=by, now=now)


def check_phases(program: Program) -> None:
    order = list(Phase)
    if program.current_phase and order.index(program.current_phase) > order.index(
        program.target_phase
    ):
        raise ProgramError("The target phase comes before the current one.")


def set_phases(program: Program, rows: list[dict], dosage_form: str) -> None:
    """Write the given rows, make sure every remaining phase has one, and fill in the form."""
    given = {row["phase"]: row for row in rows}
    current = program.current_phase or _proposed(program, "current_phase")
    remaining = Phase.from_to(current, program.target_phase) if current else []
    known = {row.phase: row for row in program.phases.all()}
    for phase in [*remaining, *(set(given) - set(remaining))]:
        row = known.get(phase) or ProgramPhase(
            organisation_id=program.organisation_id, program=program, phase=phase
        )
        for name in PHASE_FIELDS:
            if name in given.get(phase, {}):
                setattr(row, name, given[phase][name])
        if phase in remaining and phase != Phase.DISC:
            row.dosage_form = row.dosage_form or dosage_form
        row.save()


def set_team(program: Program, users, by) -> None:
    """Set the team; who registered or edits the program stays on it, so nobody locks himself out."""
    wanted = {user.pk for user in users} | ({by.pk} if by else set())
    program.members.exclude(user__in=wanted).delete()
    ProgramMember.objects.bulk_create(
        (
            ProgramMember(organisation_id=program.organisation_id, program=program, user_id=pk)
            for pk in wanted
        ),
        ignore_conflicts=True,
    )


def settle_facts(program: Program, *, by, now) -> None:
    """Confirm the open facts whose field a person has filled in."""
    stated = [
        name for name in ("modality", "current_phase", "target_phase") if getattr(program, name)
    ]
    if not any(
        phase != Phase.DISC and not form
        for phase, form in program.phases.values_list("phase", "dosage_form")
    ):
        stated.append("dosage_form")
    program.open_facts.filter(field__in=stated, confirmed_at__isnull=True).update(
        confirmed_at=now, confirmed_by=by
    )


def _save(program: Program, **options) -> None:
    """Save; a form has looked whether the code is free, but somebody may have been faster."""
    try:
        with transaction.atomic():
            program.save(**options)
    except IntegrityError as error:
        raise ProgramError(
            f"Your organisation already has a program with the code {program.code}."
        ) from error


def _proposed(program: Program, field: str) -> str:
    fact = program.open_facts.filter(field=field, confirmed_at__isnull=True).first()
    return fact.proposed if fact else ""
