"""A CSV file or a workbook as one table of text; refused whole, or with what is wrong per row."""

import csv
import io
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from audit import workbooks
from vendors.importers.report import RowError, UnusableFileError

MAX_BYTES = 25 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
LIMITS = workbooks.Limits(unpacked=150 * 1024 * 1024, rows=MAX_ROWS + 1, columns=MAX_COLUMNS)
DELIMITERS = (",", ";", "\t")
ERRORS = "Error"  # the heading of what a file of failing rows says beside each


@dataclass(frozen=True)
class Table:
    """
    A header, and the rows that are not empty as (number, cells); the header is row 1.

    ``problems`` holds, by row, what is wrong with the row as a whole.
    """

    header: list[str]
    rows: list[tuple[int, list[str]]]
    problems: dict[int, list[RowError]] = field(default_factory=dict)


def read(name: str, content: bytes, *, is_workbook: bool | None = None) -> Table:
    """
    Read a file, by what it is where nobody says what it has to be.

    :raises UnusableFileError: in one sentence that names the file, and the row where there is one
    """
    if len(content) > MAX_BYTES:
        raise UnusableFileError(f"{name} is larger than {MAX_BYTES // 1024**2} MB: split it.")
    if not content.strip():
        raise UnusableFileError(f"{name} is empty.")
    looks_so = content.startswith((workbooks.ZIP, workbooks.OLD_OFFICE))
    if is_workbook is False and looks_so:
        raise UnusableFileError(f"{name} is a workbook, not CSV: read it as xlsx.")
    if is_workbook or looks_so or name.lower().endswith((".xlsx", ".xlsm")):
        return _workbook(name, content)
    return _csv(name, content)


def _workbook(name: str, content: bytes) -> Table:
    try:
        page = workbooks.read(content, LIMITS)
    except workbooks.UnreadableWorkbookError as error:
        raise UnusableFileError(f"{name} {error}") from error
    if not any(any(row) for row in page.rows):
        raise UnusableFileError(f"{name} is empty: its first sheet has no cell.")
    header = _header(name, page.rows[0])
    problems: dict[int, list[RowError]] = {}
    for ref, (left, first, _, last) in page.merged:
        column = header[left - 1] if left <= len(header) else ""
        column = column or f"column {get_column_letter(left)}"
        if first == 1:
            raise UnusableFileError(f"{name} has merged cells in its header ({ref}): unmerge them.")
        wrong = RowError(column, f"is merged with others ({ref}): unmerge them and fill in each")
        for number in range(first, min(last, len(page.rows)) + 1):
            problems.setdefault(number, []).append(wrong)
    rows = [
        (number, [*row, *[""] * len(header)][: len(header)])
        for number, row in enumerate(page.rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    return Table(header, _some(name, rows), problems)


def _csv(name: str, content: bytes) -> Table:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise UnusableFileError(
            f"{name} is not UTF-8 text (row {row}): save it as “CSV UTF-8”, or as .xlsx."
        ) from error
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise UnusableFileError(f"{name} is no text file (row {row} holds a NUL character).")
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = _header(name, next(reader))
        rows, problems = [], {}
        for number, cells in enumerate(reader, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                wrong = f"has {len(cells)} cells, the header has {len(header)}"
                problems[number] = [RowError("row", wrong)]
            rows.append((number, [*cells, *[""] * len(header)][: len(header)]))
            if len(rows) > MAX_ROWS:
                raise UnusableFileError(f"{name} has more than {MAX_ROWS:,} rows: split it.")
    except csv.Error as error:
        raise UnusableFileError(
            f"{name} is not a readable CSV file: row {reader.line_num}, {error}."
        ) from error
    return Table(header, _some(name, rows), problems)


def _header(name: str, cells: list[str]) -> list[str]:
    """Return the headings without the empty ones at the end; twice the same is refused."""
    header = [" ".join(cell.split())[:120] for cell in cells]
    while header and not header[-1]:
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise UnusableFileError(
            f"{name} has {len(header):,} columns, more than {MAX_COLUMNS}: "
            "delete those to the right of the table."
        )
    if not header:
        raise UnusableFileError(
            f"{name} has no header: row 1 must name the columns, and nothing may stand above it."
        )
    places: dict[str, list[str]] = {}
    for place, heading in enumerate(header, start=1):
        places.setdefault(heading.casefold(), []).append(get_column_letter(place))
    for heading in header:
        twice = places[heading.casefold()]
        if heading and len(twice) > 1:
            raise UnusableFileError(
                f"{name} has the column “{heading}” twice ({' and '.join(twice)}): rename one."
            )
    return header


def _some(name: str, rows: list) -> list:
    if not rows:
        raise UnusableFileError(f"{name} has a header and no row below it.")
    return rows
