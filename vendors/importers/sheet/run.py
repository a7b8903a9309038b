"""A spreadsheet into the directory at one go, as the command does it; the wizard takes the same steps."""

from datetime import datetime
from functools import partial
from pathlib import Path

from django.db import connection

from vendors.importers.report import Report, UnusableFileError
from vendors.importers.sheet import mapping as columns
from vendors.importers.sheet import plan, records, table, writing

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('vendors.importers.sheet'))"


def planned(
    read: table.Table, mapping: dict, *, source: str, is_locked: bool = False,
    progress=lambda done: None,
) -> plan.Plan:  # fmt: skip
    """Return what a table would do; with ``is_locked`` nobody changes it before the transaction ends."""
    if is_locked:  # two files that enter the same vendor at once would both find it missing
        with connection.cursor() as cursor:
            cursor.execute(ONE_AT_A_TIME)
    found = records.read(read, mapping)
    return plan.make(found, source=source, is_locked=is_locked, progress=progress)


def run(
    path: Path, *, now: datetime, progress=lambda done: None, is_workbook: bool | None = None
) -> Report:
    """
    Read a file whose headings are the template's, or look like them.

    :param is_workbook: what the file has to be; None takes either

    :raises UnusableFileError: when the file as a whole cannot be read
    """
    try:
        read = table.read(path.name, path.read_bytes(), is_workbook=is_workbook)
    except OSError as error:
        raise UnusableFileError(f"{path} cannot be read: {error.strerror}.") from error
    mapping = columns.guess(read.header)
    try:
        columns.check(mapping)
    except columns.MappingError as error:
        raise UnusableFileError(f"{path.name}: {error}") from error
    source, as_of = source_of(path.name), now.date()
    found = planned(read, mapping, source=source, is_locked=True, progress=progress)
    writing.write(found, source=source, as_of=as_of, by=None, now=now)
    return found.report()


def source_of(name: str) -> str:
    """Return under which source a file's facts go; the same name is the same source."""
    return f"Spreadsheet {name}"[:200]


FORMATS = {"csv": partial(run, is_workbook=False), "xlsx": partial(run, is_workbook=True)}
