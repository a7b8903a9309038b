"""
FDA Data Dashboard, compliance actions: warning letters by establishment.

The export has no key of its own for a letter: authority, kind, case, FEI and date make one.
"""

from datetime import date, datetime
from pathlib import Path

from vendors.choices import ActionKind
from vendors.importers import fei, reading, records
from vendors.importers.persons import is_natural_person
from vendors.importers.report import Report, RowError
from vendors.models import RegulatoryAction

NAME = "fda-compliance"
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


def run(path: Path, *, now: datetime, progress=lambda done: None) -> Report:
    """
    Read the export into the register's records.

    :raises UnusableFileError: when the file as a whole cannot be read
    """
    return records.one_a_row(
        path,
        COLUMNS,
        read_record,
        newest="Action Taken Date",
        source=SOURCE,
        now=now,
        progress=progress,
    )


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
        authority=records.AUTHORITY,
        fei=number,
        firm_name=name,
        state=records.stated(record, "State"),
        country=records.stated(record, "Country/Area"),
        product_type=records.stated(record, "Product Type"),
        acted_on=acted_on,
        record_id=reading.limited(record, "Case/Injunction ID", 80),
        detail="" if known_kind != ActionKind.OTHER else kind[:300],
        source=SOURCE,
        source_url=URL,
        as_of=as_of,
    )
