"""
FDA, published Form 483s: what inspectors observed, handed over at the end of an inspection.

A Form 483 is no final finding: it says what was observed, not what the FDA concluded.
"""

from datetime import date, datetime
from pathlib import Path

from vendors.choices import ActionKind
from vendors.importers import fei, reading, records
from vendors.importers.persons import is_natural_person
from vendors.importers.report import Report, RowError
from vendors.models import RegulatoryAction

NAME = "fda-483"
SOURCE = "FDA, published Form 483s"
DAY, FEI, FIRM = "Record Date", "FEI Number", "Legal Name"
TYPE, PUBLISHED, DOWNLOAD, NUMBER = "Record Type", "Publish Date", "Download", "Record ID"
COLUMNS = {DAY, FEI, FIRM, TYPE, PUBLISHED, DOWNLOAD, NUMBER}


def run(path: Path, *, now: datetime, progress=lambda done: None) -> Report:
    """
    Read the list into the register's records.

    :raises UnusableFileError: when the file as a whole cannot be read
    """
    return records.one_a_row(
        path, COLUMNS, read_record, newest=PUBLISHED, source=SOURCE, now=now, progress=progress
    )


def read_record(record: dict[str, str], *, now: datetime, as_of: date | None) -> RegulatoryAction:
    """
    Return the unsaved record of one row; without an FEI it stands alone for good.

    :raises RowError: naming the column
    """
    reading.check_width(record)
    name = reading.limited(record, FIRM, 250)
    if not name:
        raise RowError(FIRM, "is empty")
    if is_natural_person(name):
        raise RowError(FIRM, "is a natural person's, not a vendor's")
    if (kind := reading.plain(record, TYPE)) != "483":
        raise RowError(TYPE, f"{kind[:40]!r} is no Form 483")
    number = reading.limited(record, NUMBER, 80)
    if not number:
        raise RowError(NUMBER, "is empty")
    acted_on = reading.iso_date(record, DAY)
    if acted_on > now.date():
        raise RowError(DAY, f"{acted_on} lies in the future")
    link = reading.limited(record, DOWNLOAD, 200)
    return RegulatoryAction(
        kind=ActionKind.FORM_483,
        authority=records.AUTHORITY,
        fei=fei.normalise(record[FEI]) if record[FEI].strip() else "",
        firm_name=name,
        acted_on=acted_on,
        record_id=number,
        source=SOURCE,
        source_url=link if link.startswith("https://") else "",
        as_of=as_of,
    )
