"""Read a file that somebody else made: refuse it whole, or give its records with their rows."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from vendors.importers.report import RowError, UnusableFileError

LARGEST = 50 * 1024 * 1024  # bytes; the registers known to us are below 5 MB
# Escapes of JSON for what PostgreSQL cannot keep as text: NUL, and half of a surrogate pair.
UNSTORABLE = re.compile(r"\\u(0000|d[89a-f])", re.IGNORECASE)
FORMULA_STARTS = ("=", "+", "@", "\t", "\r")


def csv_rows(
    path: Path, columns: set[str], *, fallback: str = "", **dialect
) -> Iterator[tuple[int, dict[str, str]]]:
    """
    Yield each record of a CSV file with its row number; the header is row 1, in any order.

    :param columns: what the header must hold; further columns are passed over
    :param fallback: the encoding to read in what is not UTF-8; without one it is refused
    :param dialect: how the file differs from comma and quotes, as ``csv.reader`` takes it
    :raises UnusableFileError: when it is missing, too large, not UTF-8, or lacks a column
    """
    text = _text(path, fallback)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True, **dialect)
        header = [name.strip() for name in next(reader, [])]
        _check_header(path, header, columns)
        for number, cells in enumerate(reader, start=2):
            if len(cells) == len(header) + 1 and not cells[-1]:
                cells.pop()  # a separator after the last cell, as the FDA writes it
            if any(cell.strip() for cell in cells):
                yield number, _record(header, cells)
    except csv.Error as error:
        raise UnusableFileError(f"{path.name} is not a readable CSV file: {error}.") from error


def json_document(path: Path):
    """
    Return a JSON file's content.

    :raises UnusableFileError: when it is missing, too large, not UTF-8 or not whole JSON
    """
    return json_of(path.name, _text(path))


def json_upload(upload):
    """Return an uploaded JSON file's content; refused like ``json_document``."""
    _check_size(upload.name, upload.size)
    return json_of(upload.name, _decode(upload.name, upload.read()))


def json_of(name: str, text: str):
    try:
        document = json.loads(text)
        return _storable(document) if UNSTORABLE.search(text) else document
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise UnusableFileError(f"{name} is not whole JSON: {error}.") from error


def _storable(value):
    """Return a JSON value without NUL characters, and with ``?`` for half a surrogate pair."""
    if isinstance(value, str):
        return value.replace("\0", "").encode(errors="replace").decode()
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(item) for name, item in value.items()}
    return value


def plain(record: dict[str, str], column: str) -> str:
    """Return a cell as one line of text; a formula or an overlong text is a RowError."""
    value = " ".join(record[column].split())
    if record[column].startswith(FORMULA_STARTS) or (value.startswith("-") and len(value) > 1):
        raise RowError(column, f"{value[:40]!r} looks like a spreadsheet formula")
    if "\x00" in value:
        raise RowError(column, "holds a NUL character")
    return value


def limited(record: dict[str, str], column: str, longest: int) -> str:
    """Return a cell of at most so many characters."""
    value = plain(record, column)
    if len(value) > longest:
        raise RowError(column, f"has {len(value)} characters, more than {longest}")
    return value


def iso_date(record: dict[str, str], column: str) -> date:
    """Return a date written as YYYY-MM-DD, a time of day after it passed over."""
    value = record[column].strip()
    try:
        return datetime.fromisoformat(value).date()
    except ValueError as error:
        raise RowError(column, f"{value[:40]!r} is no date (YYYY-MM-DD)") from error


def _text(path: Path, fallback: str = "") -> str:
    try:
        _check_size(path.name, path.stat().st_size)
        return _decode(path.name, path.read_bytes(), fallback)
    except OSError as error:
        raise UnusableFileError(f"{path} cannot be read: {error.strerror}.") from error


def _check_size(name: str, size: int) -> None:
    if size > LARGEST:
        raise UnusableFileError(f"{name} is larger than {LARGEST // 1024**2} MB.")


def _decode(name: str, content: bytes, fallback: str = "") -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if fallback:
            return content.decode(fallback, errors="replace")
        raise UnusableFileError(
            f"{name} is not UTF-8 text (byte {error.start}); save it as UTF-8."
        ) from error


def _check_header(path: Path, header: list[str], columns: set[str]) -> None:
    if missing := sorted(columns - set(header)):
        raise UnusableFileError(f"{path.name} lacks the column {', '.join(missing)}.")
    if twice := sorted({name for name in header if header.count(name) > 1} & columns):
        raise UnusableFileError(f"{path.name} has the column {', '.join(twice)} twice.")


def _record(header: list[str], cells: list[str]) -> dict[str, str]:
    """Pair cells with columns; ``#cells`` tells a reader of the row that they did not fit."""
    record = dict(zip(header, cells, strict=False))
    if len(cells) != len(header):
        record["#cells"] = f"{len(cells)} cells, the header has {len(header)}"
    return record


def check_width(record: dict[str, str]) -> None:
    """Raise RowError for a record with more or fewer cells than the header."""
    if "#cells" in record:
        raise RowError("row", record["#cells"])
