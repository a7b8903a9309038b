"""Taiwan FDA: what its lists of accredited laboratories have in common: a laboratory a row, and its day."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from vendors.choices import Evidence, VendorKind
from vendors.importers import reading
from vendors.importers.establishing import Place, Register, settle
from vendors.importers.report import Report, RowError

FIRST_YEAR = 1911  # the Republic of China's year 1 is the one after it


def run(
    path: Path,
    columns: set[str],
    read_record: Callable[[int, dict], Place],
    *,
    name: str,
    source: str,
    about: str,
    now,
    progress,
) -> Report:
    """
    Read a list; it is as new as its newest accreditation (``Place.day``), and says no more.

    :param read_record: gives the place of a row number and a record, or raises RowError
    :raises UnusableFileError: when the file as a whole cannot be read
    """
    report = Report()
    places: dict[str, Place] = {}
    for row, record in reading.csv_rows(path, columns):
        try:
            place = read_record(row, record)
            if first := places.get(place.key):
                raise RowError("row", f"has the number of row {first.rows[0]}")
            places[place.key] = place
        except RowError as error:
            report.skip(row, error)
    register = Register(
        name=name,
        source=source,
        as_of=max((place.day for place in places.values()), default=now.date()),
        kind=VendorKind.CRO,
        about=about,
        evidence=Evidence.ON_REGISTER,
        family="taiwan-",
    )
    settle(
        list(places.values()), register, report=report, now=now, progress=progress, file=path.name
    )
    return report


def day(record: dict[str, str], column: str, pattern: re.Pattern, wanted: str) -> date:
    """
    Return the first day in a cell, from its Republic-of-China year.

    :param wanted: ends the sentence that says what is wrong
    :raises RowError: naming the column
    """
    text = reading.plain(record, column)
    try:
        year, month, number = map(int, pattern.search(text).groups())
        return date(year + FIRST_YEAR, month, number)
    except (AttributeError, ValueError) as error:
        raise RowError(column, f"{text[:40]!r} {wanted}") from error
