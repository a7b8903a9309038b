"""
ClinicalTrials.gov API v2 study records become programs with proposed needs.

A study with at least one drug, biological, genetic or combination intervention becomes a program;
any other is skipped, with its reason. What a record does not say stays an open fact.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from accounts.models import Organisation
from audit import services as audit
from programs.importers import guesses
from programs.models import Program
from programs.services import program as program_services
from vendors.choices import Phase
from vendors.importers import reading
from vendors.importers.report import Report, RowError, UnusableFileError

SOURCE = "ClinicalTrials.gov"
URL = "https://clinicaltrials.gov/study/{nct}"
PRODUCT_TYPES = {"DRUG", "BIOLOGICAL", "GENETIC", "COMBINATION_PRODUCT"}
STATED_PHASES = {
    ("PHASE1",): Phase.P1,
    ("PHASE2",): Phase.P2,
    ("PHASE3",): Phase.P3,
    ("PHASE4",): Phase.PMK,
}
PROPOSED_PHASES = {
    ("EARLY_PHASE1",): (
        Phase.P1,
        "The record says Early Phase 1: supplies and rules are those of Phase 1",
    ),
    ("PHASE1", "PHASE2"): (
        Phase.P1,
        "The record says Phase 1 and 2: the earlier one is taken as now",
    ),
    ("PHASE2", "PHASE3"): (
        Phase.P2,
        "The record says Phase 2 and 3: the earlier one is taken as now",
    ),
}
FOLLOWED = ("name", "indication", "description", "source_date")


def studies_in(name: str, document) -> list:
    """
    Return the study records of a document: ``{"studies": [...]}``, a list, or one record.

    :raises UnusableFileError: when it holds none
    """
    if isinstance(document, dict):
        document = [document] if "protocolSection" in document else document.get("studies")
    if not isinstance(document, list) or not document:
        raise UnusableFileError(f"{name} holds no ClinicalTrials.gov v2 study record.")
    return document


def run(
    path: Path, *, organisation: Organisation, now: datetime, only: Iterable[str] = (), by=None,
    progress=lambda done: None,
) -> Report:  # fmt: skip
    """
    Read study records into an organisation's programs, coded by their NCT numbers.

    :param only: NCT numbers; the file's other records are skipped and counted
    :raises UnusableFileError: when the file cannot be read, or lacks a record asked for
    """
    studies, report = studies_in(path.name, reading.json_document(path)), Report()
    wanted = {number.upper() for number in only}
    if missing := sorted(wanted - {number_of(study) for study in studies}):
        raise UnusableFileError(f"{path.name} has no record {', '.join(missing)}.")
    known = {program.code: program for program in Program.objects.filter(organisation=organisation)}
    seen: dict[str, int] = {}
    for number, study in enumerate(studies, start=1):
        try:
            code = required(number_of(study), "nctId")
            if wanted and code not in wanted:
                raise RowError("nctId", f"{code} was not asked for")
            if (first := seen.setdefault(code, number)) != number:
                raise RowError("nctId", f"{code} repeats record {first}")
            data = read_study(study)
            report.count(settle(data, known.get(code), organisation=organisation, by=by, now=now))
        except RowError as error:
            report.skip(number, error)
        progress(report.records)
    return report


def read_study(study: dict) -> dict:
    """
    Return what a record says as ``program.register`` takes it, with the facts it leaves open.

    :raises RowError: when it is no drug study, or a field is malformed
    """
    identification = module(study, "identificationModule")
    nct = required(identification.get("nctId"), "nctId")
    product = guesses.product_of(interventions_of(study))
    phase, phase_fact = phase_of(study)
    modality = guesses.modality(product)
    form = guesses.dosage_form(product, modality.value)
    conditions = strings(module(study, "conditionsModule").get("conditions"), "conditions")
    facts = [
        ("modality", modality.value, modality.rule),
        ("dosage_form", form.value, form.rule),
        *phase_fact,
        (
            "target_phase",
            target_of(phase),
            "A record says nothing of the plan beyond its own study",
        ),
    ]
    return {
        "code": nct,
        "name": text(identification.get("briefTitle"), "briefTitle")[:200],
        "indication": "; ".join(conditions)[:300],
        "description": text(module(study, "descriptionModule").get("briefSummary"), "briefSummary"),
        "trial_ids": [nct],
        "current_phase": phase,
        "target_phase": target_of(phase),
        "phases": planned_dates(study, phase),
        "source": SOURCE,
        "source_url": URL.format(nct=nct),
        "source_date": day_of(study, "lastUpdatePostDateStruct"),
        "open_facts": [
            {"field": field, "proposed": value, "rule": rule[:300]} for field, value, rule in facts
        ],
    }


def interventions_of(study: dict) -> list[dict]:
    """Return the interventions that are products; a study without one is no program."""
    found = module(study, "armsInterventionsModule").get("interventions") or []
    if not isinstance(found, list) or not all(
        isinstance(item, dict) and _is_named(item) for item in found
    ):
        raise RowError("interventions", "is not a list of named interventions")
    if products := [item for item in found if item.get("type") in PRODUCT_TYPES]:
        return products
    kinds = ", ".join(
        sorted({str(item.get("type", "?")).replace("_", " ").lower() for item in found})
    )
    raise RowError(
        "interventions", f"no drug, biological, genetic or combination product ({kinds or 'none'})"
    )


def _is_named(item: dict) -> bool:
    said = [item.get(field, "") for field in ("name", "type", "description")]
    return bool(item.get("name")) and all(isinstance(value, str) for value in said)


def phase_of(study: dict) -> tuple[str, list[tuple[str, str, str]]]:
    """Return the stated phase, or a blank one and the open fact that asks for it."""
    phases = tuple(strings(module(study, "designModule").get("phases"), "phases"))
    if phases in STATED_PHASES:
        return STATED_PHASES[phases], []
    proposed, rule = PROPOSED_PHASES.get(
        phases,
        ("", f"The record names {'no phase' if not phases else 'the phase ' + ', '.join(phases)}"),
    )
    return "", [("current_phase", proposed, rule)]


def target_of(phase: str) -> Phase:
    """Return the target phase to propose: the market, or the study's own phase after it."""
    return Phase.PMK if phase == Phase.PMK else Phase.COM


def planned_dates(study: dict, phase: str) -> list[dict]:
    starts_on, ends_on = (
        day_of(study, "startDateStruct"),
        day_of(study, "primaryCompletionDateStruct"),
    )
    if starts_on and ends_on and ends_on < starts_on:
        raise RowError("primaryCompletionDate", f"{ends_on} lies before the start, {starts_on}")
    return [{"phase": phase, "starts_on": starts_on, "ends_on": ends_on}] if phase else []


def day_of(study: dict, name: str) -> date | None:
    """Return a date; a month alone (``2027-05``) counts from its first day."""
    stated = module(study, "statusModule").get(name) or {}
    if not isinstance(stated, dict):
        raise RowError(name, "is not an object")
    value = stated.get("date")
    if value is None:
        return None
    with suppress(TypeError, ValueError):
        return date.fromisoformat(f"{value}-01" if len(value) == len("2027-05") else value)
    raise RowError(
        name.removesuffix("Struct"), f"{str(value)[:40]!r} is no date (YYYY-MM-DD or YYYY-MM)"
    )


def register_upload(*, upload, nct: str, by, now: datetime) -> Program:
    """
    Register the program of one record in an uploaded file.

    :param nct: which record; may be blank for a file of one
    :raises UnusableFileError: when the file cannot be read, holds several, or not that one
    :raises RowError: when the record is no drug study, or the program exists
    """
    studies, wanted = studies_in(upload.name, reading.json_upload(upload)), nct.strip().upper()
    chosen = [study for study in studies if not wanted or number_of(study) == wanted]
    if not chosen:
        raise UnusableFileError(f"{upload.name} has no record {wanted}.")
    if len(chosen) > 1:
        raise UnusableFileError(
            f"{upload.name} holds {len(chosen)} records: type the NCT number of one."
        )
    data = read_study(chosen[0])
    if Program.objects.filter(organisation=by.organisation, code=data["code"]).exists():
        raise RowError("nctId", f"your organisation has {data['code']} already")
    settle(data, None, organisation=by.organisation, by=by, now=now)
    return Program.objects.get(organisation=by.organisation, code=data["code"])


def settle(data: dict, program: Program | None, *, organisation, by, now) -> str:
    """Register a new program, or bring in what the record says anew where nobody edited it."""
    said = {name: str(data[name] or "") for name in FOLLOWED}
    if program is None:
        program = program_services.register(by=by, organisation=organisation, data=data, now=now)
        Program.objects.filter(pk=program.pk).update(source_values=said)
        return "created"
    before = program.source_values
    changes = {
        name: data[name]
        for name in FOLLOWED
        if said[name] != before.get(name)
        and str(getattr(program, name) or "") == before.get(name, "")
    }
    if not changes:
        return "unchanged"
    Program.objects.filter(pk=program.pk).update(**changes, source_values=before | said)
    audit.record(
        verb="program.reimported", target=program, summary=f"{program.code} follows its record",
        by=by, now=now, fields=sorted(changes),
    )  # fmt: skip
    return "updated"


def module(study, name: str) -> dict:
    section = study.get("protocolSection") if isinstance(study, dict) else None
    found = section.get(name, {}) if isinstance(section, dict) else {}
    if not isinstance(found, dict):
        raise RowError(name, "is not an object")
    return found


def number_of(study) -> str:
    with suppress(RowError):
        return str(module(study, "identificationModule").get("nctId") or "").upper()
    return ""


def required(value, field: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RowError(field, "is missing: this is no ClinicalTrials.gov v2 record")
    if len(value) > 40:
        raise RowError(field, f"{value[:40]!r} is too long")
    return value.strip()


def text(value, field: str) -> str:
    if value is not None and not isinstance(value, str):
        raise RowError(field, "is not text")
    return (value or "").replace("\x00", "")


def strings(value, field: str) -> list[str]:
    if value is not None and not (
        isinstance(value, list) and all(isinstance(item, str) for item in value)
    ):
        raise RowError(field, "is not a list of texts")
    return value or []
