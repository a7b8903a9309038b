"""
A filled-in price grid read back, cautiously: every issue names row and column, and a fatal one
leaves the draft as it was.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from audit import workbooks
from rfps.bidding import asked, figures, prices, sheet
from rfps.bidding.issues import Issue

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5_000
# Some spare columns are harmless, 16,384 are not.
LIMITS = workbooks.Limits(unpacked=40 * 1024 * 1024, rows=MAX_ROWS, columns=40)
ABOUT = re.compile(rf"{re.escape(sheet.FORMAT)} version (\d+)")
AGAIN = "Or download the grid again and fill that in."


@dataclass
class Import:
    """What a grid says: ``prices`` and ``currency`` as a draft has them, and the issues."""

    prices: dict[str, dict] = field(default_factory=dict)
    currency: str = ""
    is_of_another_version: bool = False
    issues: list[Issue] = field(default_factory=list)

    def complain(self, place: str, message: str, *, is_fatal: bool = True) -> None:
        self.issues.append(Issue(place, message, is_fatal=is_fatal))


class UnreadableGridError(ValueError):
    """Not a grid at all; the message is a sentence."""


def read(workbook: bytes, content: dict, version: int) -> Import:
    """
    Read a grid against the version in force.

    :raises UnreadableGridError: for what is no workbook, or unpacks to far more than a grid
    """
    rows = _rows(workbook)
    result = Import()
    columns = _columns(rows, result)
    if columns is None:
        return result
    _read_about(rows, version, result)
    _read_currency(rows, content["currencies"], result)
    _read_lines(rows, columns, asked.of(content).lines, result)
    return result


def merge(raw: dict, found: Import) -> dict:
    """Return the draft with the grid's prices and currency; what the grid lacks stays."""
    return raw | {
        "prices": raw["prices"] | found.prices,
        "currency": found.currency or raw["currency"],
    }


def _rows(workbook: bytes) -> list:
    if len(workbook) > MAX_BYTES:
        raise UnreadableGridError("It is larger than any grid: download the grid again.")
    try:
        with workbooks.opened(workbook, LIMITS) as book:
            page = book[sheet.NAME] if sheet.NAME in book.sheetnames else book.worksheets[0]
            return workbooks.cells(page, LIMITS)
    except workbooks.UnreadableWorkbookError as error:
        raise UnreadableGridError(f"It {error} {AGAIN}") from error


def _columns(rows, result) -> dict[str, int] | None:
    """Return where each column stands, or complain of what is missing."""
    if len(rows) > MAX_ROWS:
        result.complain("The sheet", f"It has more than {MAX_ROWS:,} rows: download it again.")
        return None
    header = rows[sheet.ROW_HEADER - 1] if len(rows) >= sheet.ROW_HEADER else ()
    found = {cell.value: place for place, cell in enumerate(header) if cell.value is not None}
    missing = [name for name in ("Key", *sheet.TYPED) if name not in found]
    for name in missing:
        result.complain(
            f"Row {sheet.ROW_HEADER}, column “{name}”",
            "The column is missing: download the grid again and keep its columns.",
        )
    return None if missing else found


def _read_about(rows, version: int, result) -> None:
    said = ABOUT.fullmatch(str(rows[0][0].value if rows[0] else ""))
    result.is_of_another_version = not said or int(said[1]) != version
    if result.is_of_another_version:
        result.complain(
            "Row 1",
            f"The grid was made for another version of the request than version {version}: "
            "look at the lines that have changed.",
            is_fatal=False,
        )


def _read_currency(rows, allowed: list[str], result) -> None:
    row = rows[sheet.ROW_CURRENCY - 1]
    cell = row[sheet.CURRENCY_COLUMN - 1] if len(row) >= sheet.CURRENCY_COLUMN else None
    typed = str(cell.value).strip().upper() if cell is not None and cell.value else ""
    if typed and typed not in allowed:
        offered = ", ".join(allowed) or "none"
        place = f"Row {sheet.ROW_CURRENCY}, column {sheet.letter('Line')}"
        result.complain(place, f"“{typed[:20]}” is not offered: use one of {offered}.")
    result.currency = typed


def _read_lines(rows, columns, lines, result) -> None:
    known, seen = {line["key"]: line for line in lines}, {}
    for number, row in enumerate(rows[sheet.FIRST_ROW - 1 :], sheet.FIRST_ROW):
        before = len(result.issues)
        key, typed = _typed(row, number, columns, result)
        if not key and not any(typed.values()):
            continue
        if key not in known:
            result.complain(
                f"Row {number}, column “Key”",
                "This row belongs to no line of the request, so it is left out.",
                is_fatal=not result.is_of_another_version,
            )
        elif key in seen:
            result.complain(f"Row {number}, column “Key”", f"The same line as row {seen[key]}.")
        else:
            seen[key] = number
            result.prices[key] = typed
            if len(result.issues) == before:  # a formula leaves its cell empty
                _check(typed, known[key], number, result)
    for line in lines:
        if line["key"] not in seen and seen and line["lot"] in {known[key]["lot"] for key in seen}:
            result.complain(
                f"Grid line {line['number']}, {line['label']}",
                "It is not in the file: it stays as the draft has it.",
                is_fatal=False,
            )


def _typed(row, number: int, columns, result) -> tuple[str, dict[str, str]]:
    typed = {}
    for heading, name in sheet.TYPED.items():
        cell = row[columns[heading]] if columns[heading] < len(row) else None
        typed[name] = ""
        if cell is None or cell.value is None:
            continue
        if cell.data_type == "f":
            place = f"Row {number}, column “{heading}”"
            result.complain(place, "A formula is not read: paste its value.")
            continue
        typed[name] = _as_typed(cell.value)
    typed["state"] = sheet.STATES.get(typed["state"], typed["state"])
    typed["note"] = _without_guard(typed["note"])
    key = row[columns["Key"]].value if columns["Key"] < len(row) else None
    return str(key or "").strip(), typed


def _as_typed(value) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float | Decimal):
        # A float is what Excel keeps; 15 digits are what it shows.
        return figures.plain(Decimal(f"{value:.15g}")) if isinstance(value, float) else str(value)
    return str(value).replace("\0", "").strip()


def _without_guard(note: str) -> str:
    """Take away the apostrophe that ``safe_cell`` put in front."""
    return note[1:] if note[:1] == "'" and note[1:2] in tuple("=+-@") else note


def _check(typed: dict, line: dict, number: int, result) -> None:
    try:
        prices.read(typed, line)
    except prices.WrongPriceError as error:
        heading = {name: heading for heading, name in sheet.TYPED.items()}[error.field]
        result.complain(f"Row {number}, column “{heading}”", str(error))
