"""
What an authority's list of actions becomes: register records, keyed by FEI.

Records stand alone and attach to a site as soon as one has that FEI, whichever came first. The same
for every such list: an importer reads its rows into unsaved records, and this keeps them.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from audit import services as audit
from vendors.importers import reading
from vendors.importers.proposing import propose
from vendors.importers.report import Report, RowError
from vendors.models import RegulatoryAction, Site

AUTHORITY = "FDA"
FACTS = (
    "firm_name",
    "state",
    "country",
    "product_type",
    "detail",
    "classification",
    "source_url",
)
NOT_STATED = "-"
BATCH = 2000


def one_a_row(
    path: Path, columns: set[str], read_record, *, newest: str, source: str, now, progress
) -> Report:
    """
    Keep the records of a list in which each row is one.

    :param read_record: gives the unsaved record of a row, or raises RowError
    :param newest: the column whose newest day is the one the file speaks of
    :raises UnusableFileError: when the file as a whole cannot be read
    """
    report = Report()
    rows = list(reading.csv_rows(path, columns))
    as_of = newest_date((record for _, record in rows), newest)
    read = []
    for row, record in rows:
        try:
            read.append(([row], read_record(record, now=now, as_of=as_of)))
        except RowError as error:
            report.skip(row, error)
    keep(read, source=source, report=report, now=now, progress=progress, file=path.name)
    return report


def keep(
    read: Iterable[tuple[list[int], RegulatoryAction]],
    *,
    source: str,
    report: Report,
    now,
    progress,
    file: str,
) -> None:
    """
    Write the records of a list, and count the fate of each for all of its rows.

    :param read: the rows of the file that speak of a record, and the unsaved record
    """
    known = {key(action): action for action in RegulatoryAction.objects.filter(authority=AUTHORITY)}
    sites = dict(Site.objects.exclude(fei="").values_list("fei", "pk"))
    rows_of_keys: dict[tuple, int] = {}
    new: list[RegulatoryAction] = []
    for rows, action in read:
        try:
            if (first := rows_of_keys.setdefault(key(action), rows[0])) != rows[0]:
                raise RowError("row", f"repeats the record of row {first}")
            fate = settle(action, known.get(key(action)))
        except RowError as error:
            for row in rows:
                report.skip(row, error)
        else:
            report.count(fate, len(rows))
            if fate == "created":
                action.site_id = sites.get(action.fei)
                new.append(action)
        progress(report.records)
    RegulatoryAction.objects.bulk_create(new, batch_size=BATCH)
    report.skips.sort(key=lambda skip: skip.row)
    if new:
        audit.record(
            verb="register.imported",
            target=new[0],
            summary=f"{len(new)} records read from {source}",
            now=now,
            file=file,
        )


def newest_date(records: Iterable[dict], column: str) -> date | None:
    """Return the newest day of a column: the file is at least that new, and says no more of itself."""
    dates = []
    for record in records:
        with suppress(RowError):
            dates.append(reading.iso_date(record, column))
    return max(dates, default=None)


def settle(action: RegulatoryAction, known: RegulatoryAction | None) -> str:
    """Compare a record with the one on file, write what changed, and return its fate."""
    if known is None:
        return "created"
    changes = {
        name: getattr(action, name)
        for name in FACTS
        if getattr(action, name) != getattr(known, name)
    }
    if not changes:
        return "unchanged"
    if known.set_by_id:
        return _propose(known, changes, action)
    for name, value in changes.items():
        setattr(known, name, value)
    known.as_of = action.as_of
    known.save(update_fields=[*changes, "as_of"])
    return "updated"


def key(action: RegulatoryAction) -> tuple:
    return action.authority, action.kind, action.record_id, action.fei, action.acted_on


def stated(record: dict[str, str], column: str) -> str:
    """Return a short cell; a dash, or a column the file does not have, states nothing."""
    value = reading.limited(record, column, 80) if column in record else ""
    return "" if value == NOT_STATED else value


def _propose(known: RegulatoryAction, changes: dict, action: RegulatoryAction) -> str:
    """A person's record is never overwritten: file what the register now says."""
    if not known.site:
        raise RowError("row", "a curator has set this record, and no site carries it yet")
    filed = [
        propose(
            site=known.site,
            field=f"action {known.record_id} {name}",
            old=getattr(known, name),
            new=value,
            source=action.source,
            as_of=action.as_of,
        )
        for name, value in changes.items()
    ]
    return "proposed" if any(filed) else "unchanged"
