"""
ClinicalTrials.gov: organisations named as collaborators of registered trials, as a track record.

A name is matched to a vendor by its key (``vendors_name_key``) when exactly one listed company has
it; a name that fits none or several stands alone and is named in the report.
"""

import html
import re
from datetime import date, datetime
from pathlib import Path

from django.db import connection

from audit import services as audit
from vendors.choices import Phase
from vendors.importers import reading
from vendors.importers.report import Report, RowError
from vendors.models import TrialRecord

NAME = "clinicaltrials"
SOURCE = "ClinicalTrials.gov, collaborators of registered trials"
URL = "https://clinicaltrials.gov/study/"
NAME_COLUMN, NCT, SPONSOR, PHASES = "cro_as_registered", "nct_id", "sponsor", "phases"
CONDITIONS, INTERVENTIONS, TYPE, FILE = "conditions", "interventions", "study_type", "source_file"
COLUMNS = {NAME_COLUMN, NCT, SPONSOR, PHASES, CONDITIONS, INTERVENTIONS, TYPE, FILE}
PHASE_CODES = {
    "EARLY_PHASE1": Phase.P1,
    "PHASE1": Phase.P1,
    "PHASE2": Phase.P2,
    "PHASE3": Phase.P3,
    "PHASE4": Phase.PMK,
}
MONTH = re.compile(r"(20\d\d)-(\d\d)")
FACTS = ("sponsor", "phases", "conditions", "interventions", "study_type")
BATCH = 2000
# Private entries are their sponsor's alone: a public record shall not make them look known.
MATCH = """
SELECT wanted.name, min(v.id), count(v.id)
FROM unnest(%s::text[]) AS wanted (name)
LEFT JOIN vendors_vendor v ON v.name_key = vendors_name_key(wanted.name)
    AND v.merged_into_id IS NULL AND v.private_to_id IS NULL
GROUP BY wanted.name
"""


def run(path: Path, *, now: datetime, progress=lambda done: None) -> Report:
    """
    Read the list, one collaborator of one trial a row.

    :raises UnusableFileError: when the file as a whole cannot be read
    """
    report = Report()
    read: dict[tuple, TrialRecord] = {}
    for row, record in reading.csv_rows(path, COLUMNS):
        try:
            trial = read_record(record)
            if read.setdefault(_key(trial), trial) is not trial:
                raise RowError("row", f"repeats {trial.nct_id} for the same name")
        except RowError as error:
            report.skip(row, error)
    owners = match({trial.registered_name for trial in read.values()})
    known = {_key(trial): trial for trial in TrialRecord.objects.select_related("vendor")}
    new = []
    for key, trial in read.items():
        trial.vendor_id, count = owners[trial.registered_name]
        if not trial.vendor_id:
            why = "several vendors have this name" if count else "no vendor has this name"
            report.unknown_terms[f"{trial.registered_name}: {why}"] += 1
        fate = settle(trial, known.get(key))
        report.count(fate)
        if fate == "created":
            new.append(trial)
        progress(report.records)
    TrialRecord.objects.bulk_create(new, batch_size=BATCH)
    if new:
        audit.record(
            verb="register.imported",
            target=new[0],
            summary=f"{len(new)} records read from {SOURCE}",
            now=now,
            file=path.name,
        )
    return report


def match(names: set[str]) -> dict[str, tuple[int | None, int]]:
    """Return the vendor of each name, where exactly one has its key, and how many have it."""
    with connection.cursor() as cursor:
        cursor.execute(MATCH, [sorted(names)])
        return {
            name: (vendor_id if count == 1 else None, count)
            for name, vendor_id, count in cursor.fetchall()
        }


def read_record(record: dict[str, str]) -> TrialRecord:
    """
    Return the unsaved record of one row, its HTML entities read.

    :raises RowError: naming the column
    """
    reading.check_width(record)
    nct = reading.plain(record, NCT)
    if not re.fullmatch(r"NCT\d{8}", nct):
        raise RowError(NCT, f"{nct[:40]!r} is no NCT number")
    name = html.unescape(reading.limited(record, NAME_COLUMN, 250))
    if not name:
        raise RowError(NAME_COLUMN, "is empty")
    seen = MONTH.search(record[FILE])
    return TrialRecord(
        registered_name=name,
        nct_id=nct,
        sponsor=html.unescape(reading.limited(record, SPONSOR, 250)),
        phases=phases_of(record),
        conditions=html.unescape(reading.plain(record, CONDITIONS)),
        interventions=html.unescape(reading.plain(record, INTERVENTIONS)),
        study_type=reading.limited(record, TYPE, 40),
        source=SOURCE,
        source_url=f"{URL}{nct}",
        as_of=date(int(seen[1]), int(seen[2]), 1) if seen and 1 <= int(seen[2]) <= 12 else None,
    )


def phases_of(record: dict[str, str]) -> list[str]:
    """Return the phases a record states; ``NA`` and an empty cell state none."""
    words = [word.strip() for word in re.split(r"[|/]", reading.plain(record, PHASES).upper())]
    words = [word for word in words if word not in ("", "NA")]
    if unknown := [word for word in words if word not in PHASE_CODES]:
        raise RowError(PHASES, f"{unknown[0][:40]!r} is no phase")
    return list(dict.fromkeys(str(PHASE_CODES[word]) for word in words))


def settle(trial: TrialRecord, known: TrialRecord | None) -> str:
    """Compare a record with the one on file, write what changed, and return its fate."""
    if known is None:
        return "created"
    names = [*FACTS, "vendor_id"] if known.vendor_id is None else FACTS
    changes = {
        name: getattr(trial, name) for name in names if getattr(known, name) != getattr(trial, name)
    }
    if not changes:
        return "unchanged"
    if known.set_by_id:
        return "unchanged"  # a curator has said whose it is; the trial's own page says the rest
    TrialRecord.objects.filter(pk=known.pk).update(**changes)
    return "updated"


def _key(trial: TrialRecord) -> tuple[str, str]:
    return trial.nct_id, trial.registered_name
