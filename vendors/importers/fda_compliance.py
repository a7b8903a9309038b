"""
FDA Data Dashboard, compliance actions: warning letters by establishment.

Records stand alone, keyed by FEI, and attach to a site as soon as one has that FEI, whichever came
first. The export has no key of its own for a letter: authority, kind, case, FEI and date make one.
"""

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from audit import services as audit
from vendors.choices import ActionKind
from vendors.importers import fei, reading
from vendors.importers.persons import is_natural_person
from vendors.importers.proposing import propose
from vendors.importers.report import Report, RowError
from vendors.models import RegulatoryAction, Site

NAME = "fda-compliance"
AUTHORITY = "FDA"
SOURCE = "FDA Data Dashboard, compliance actions"
URL = "https://datadashboard.fda.gov/oii/cd/complianceactions.htm"
COLUMNS = {
    "FEI Number",
    "Legal Name",
    "State",
    "Country/Area",
    "Product Type",
    "Action Taken Date",
    "Action Type",
    "Case/Injunction ID",
}
KINDS = {
    "warning letter": ActionKind.WARNING_LETTER,
    "close-out letter": ActionKind.CLOSE_OUT,
    "import alert": ActionKind.IMPORT_ALERT,
}
FACTS = ("firm_name", "state", "country", "product_type", "detail")
NOT_STATED = "-"
BATCH = 2000


def run(path: Path, *, now: datetime, progress=lambda done: None) -> Report:
    """
    Read the export into the register's records.

    :raises UnusableFileError: when the file as a whole cannot be read
    """
    report = Report()
    known = {key(action): action for action in RegulatoryAction.objects.filter(authority=AUTHORITY)}
    sites = dict(Site.objects.exclude(fei="").values_list("fei", "pk"))
    rows_of_keys: dict[tuple, int] = {}
    new: list[RegulatoryAction] = []
    rows = list(reading.csv_rows(path, COLUMNS))
    as_of = newest_date(record for _, record in rows)
    for row, record in rows:
        try:
            action = read_record(record, now=now, as_of=as_of)
            if (first := rows_of_keys.setdefault(key(action), row)) != row:
                raise RowError("row", f"repeats the record of row {first}")
            fate = settle(action, known.get(key(action)))
        except RowError as error:
            report.skip(row, error)
        else:
            report.count(fate)
            if fate == "created":
                action.site_id = sites.get(action.fei)
                new.append(action)
        progress(report.records)
    RegulatoryAction.objects.bulk_create(new, batch_size=BATCH)
    if new:
        audit.record(
            verb="register.imported",
            target=new[0],
            summary=f"{len(new)} records read from {SOURCE}",
            now=now,
            file=path.name,
        )
    return report


def newest_date(records) -> date | None:
    """Return the newest action's date: the export is at least that new, and says no more of itself."""
    dates = []
    for record in records:
        with suppress(RowError):
            dates.append(reading.iso_date(record, "Action Taken Date"))
    return max(dates, default=None)


def read_record(record: dict[str, str], *, now: datetime, as_of: date | None) -> RegulatoryAction:
    """
    Return the unsaved record of one row.

    :param as_of: the day the file speaks of
    :raises RowError: naming the column
    """
    reading.check_width(record)
    name = reading.limited(record, "Legal Name", 250)
    if not name:
        raise RowError("Legal Name", "is empty")
    number = fei.normalise(record["FEI Number"])
    kind = reading.plain(record, "Action Type")
    acted_on = reading.iso_date(record, "Action Taken Date")
    if acted_on > now.date():
        raise RowError("Action Taken Date", f"{acted_on} lies in the future")
    if is_natural_person(name):
        raise RowError("Legal Name", "is a natural person's, not a vendor's")
    known_kind = KINDS.get(kind.lower(), ActionKind.OTHER)
    return RegulatoryAction(
        kind=known_kind,
        authority=AUTHORITY,
        fei=number,
        firm_name=name,
        state=_stated(record, "State"),
        country=_stated(record, "Country/Area"),
        product_type=_stated(record, "Product Type"),
        acted_on=acted_on,
        record_id=reading.limited(record, "Case/Injunction ID", 80),
        detail="" if known_kind != ActionKind.OTHER else kind[:300],
        source=SOURCE,
        source_url=URL,
        as_of=as_of,
    )


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
        return _propose(known, changes)
    for name, value in changes.items():
        setattr(known, name, value)
    known.as_of = action.as_of
    known.save(update_fields=[*changes, "as_of"])
    return "updated"


def key(action: RegulatoryAction) -> tuple:
    return action.authority, action.kind, action.record_id, action.fei, action.acted_on


def _stated(record: dict[str, str], column: str) -> str:
    value = reading.limited(record, column, 80)
    return "" if value == NOT_STATED else value


def _propose(known: RegulatoryAction, changes: dict) -> str:
    """A person's record is never overwritten: file what the register now says."""
    if not known.site:
        raise RowError("row", "a curator has set this record, and no site carries it yet")
    filed = [
        propose(
            site=known.site,
            field=f"action {known.record_id} {name}",
            old=getattr(known, name),
            new=value,
            source=SOURCE,
            as_of=known.as_of,
        )
        for name, value in changes.items()
    ]
    return "proposed" if any(filed) else "unchanged"
