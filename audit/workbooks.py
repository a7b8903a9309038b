"""A workbook that somebody else made, read cautiously: its size, ratio and width come first."""

import io
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

import openpyxl
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.utils.cell import range_boundaries

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MAX_RATIO = 200  # unpacked to packed: tables reach some 50, a bomb 1,000
BROKEN = (
    zipfile.BadZipFile,
    DefusedXmlException,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,  # also what XML that is not well formed raises
    OSError,
    EOFError,
    NotImplementedError,
)


class UnreadableWorkbookError(ValueError):
    """Not a workbook, or one that cannot be read; the message is a predicate: "is empty."."""


@dataclass(frozen=True)
class Limits:
    """What is read at most: ``unpacked`` in bytes, rows with the header, columns."""

    unpacked: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Page:
    """
    The first sheet as text: dates as ISO 8601, numbers as Excel shows them, formulas from ``=`` on.

    ``merged`` holds each merged range with its bounds (first column, first row, last column, last
    row), counted from 1.
    """

    rows: list[list[str]]
    merged: list[tuple[str, tuple[int, int, int, int]]]


def read(content: bytes, limits: Limits) -> Page:
    """
    Read the first sheet of a workbook; no formula is computed and nothing outside it is followed.

    :raises UnreadableWorkbookError: for what is no workbook, or larger than the limits
    """
    with opened(content, limits) as book:
        sheet = book.worksheets[0]
        rows = [[_text(cell) for cell in row] for row in cells(sheet, limits)]
        if len(rows) > limits.rows:
            raise UnreadableWorkbookError(f"has more than {limits.rows - 1:,} rows: split it.")
        if any(len(row) > limits.columns and row[limits.columns] for row in rows):
            raise UnreadableWorkbookError(f"has more than {limits.columns} columns.")
        return Page([row[: limits.columns] for row in rows], _merged(sheet))


@contextmanager
def opened(content: bytes, limits: Limits):
    """
    Yield a workbook for reading; what goes wrong meanwhile is said like the rest.

    :raises UnreadableWorkbookError: for what is no workbook, or unpacks to more than the limits
    """
    if content.startswith(OLD_OFFICE):
        raise UnreadableWorkbookError(
            "is an old Excel file or has a password: save it without one, as .xlsx."
        )
    if not content.startswith(ZIP):
        raise UnreadableWorkbookError("is no Excel workbook, whatever its name says.")
    try:
        _check_packing(content, limits)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except UnreadableWorkbookError:
        raise
    except BROKEN as error:
        raise UnreadableWorkbookError(
            "cannot be read as an Excel workbook: save it again as .xlsx."
        ) from error


def _check_packing(content: bytes, limits: Limits) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    # A part unpacks to no more than it declares: zipfile stops there.
    if sum(entry.file_size for entry in entries) > limits.unpacked or any(
        entry.file_size > MAX_RATIO * max(entry.compress_size, 1024) for entry in entries
    ):
        raise UnreadableWorkbookError(
            "unpacks to far more than a table: copy the cells into a new workbook."
        )


def cells(sheet, limits: Limits) -> list[tuple]:
    """
    Return the rows of a sheet, one row and one column beyond the limits where there are more.

    :raises UnreadableWorkbookError: when it says itself that it is wider
    """
    if (sheet.max_column or 0) > limits.columns:
        raise UnreadableWorkbookError(
            f"has {sheet.max_column:,} columns, more than {limits.columns}: "
            "delete those to the right of the table."
        )
    # That was what the file says of itself; cells beyond the limits are never made.
    sheet.reset_dimensions()
    return list(sheet.iter_rows(max_row=limits.rows + 1, max_col=limits.columns + 1))


def _text(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return f"={getattr(value, 'text', value)}".replace("==", "=", 1)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):  # Excel keeps a float and shows 15 digits of it
        return f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    return str(value)


def _merged(sheet) -> list[tuple[str, tuple[int, int, int, int]]]:
    """Return the merged ranges, which openpyxl leaves out where it reads row by row."""
    with sheet._get_source() as source:
        return [
            (element.attrib["ref"], range_boundaries(element.attrib["ref"]))
            for _, element in iterparse(source)
            if element.tag.endswith("}mergeCell")
        ]
