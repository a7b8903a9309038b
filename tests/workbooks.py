"""Workbooks for tests: plain ones, and those that mean harm."""

import io
import zipfile

from openpyxl import Workbook


def made(*rows, merged: str = "") -> bytes:
    """Return a workbook of one sheet with these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    if merged:
        book.active.merge_cells(merged)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def rewritten(content: bytes, part: str, change) -> bytes:
    """Return a workbook with one of its parts changed by a function of bytes."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return result.getvalue()


def bomb() -> bytes:
    """Return a workbook of a few kB whose sheet unpacks to 60 MB."""
    return rewritten(
        made(["Vendor"], ["Ash"]),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"<sheetData>", b"<sheetData>" + b" " * 60_000_000),
    )
