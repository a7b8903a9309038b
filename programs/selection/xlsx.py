"""A document as a workbook: a sheet of facts, then one per table. Nothing in it is a formula."""

import io
import re
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from audit.spreadsheets import safe_cell
from programs.selection.document import Document, Table

BOLD = Font(bold=True)
TOP = Alignment(wrap_text=True, vertical="top")
LINE = 120  # characters that the widths of a table share
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")


def render(document: Document) -> bytes:
    """Return the workbook."""
    book = Workbook(write_only=True)
    names: set[str] = set()
    front = book.create_sheet(_name(document.front, names))
    front.column_dimensions["A"].width = 30
    front.column_dimensions["B"].width = 90
    front.append([_cell(front, document.title, BOLD)])
    front.append([_cell(front, document.subtitle)])
    for fact in document.facts:
        front.append([_cell(front, part) for part in fact])
    for section in document.sections:
        if section.sentences:
            front.append([])
            front.append([_cell(front, section.title, BOLD)])
            for sentence in section.sentences:
                front.append([None, _cell(front, sentence)])
        for table in section.tables:
            _sheet(book, _name(table.title or section.title, names), table)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet(book: Workbook, name: str, table: Table) -> None:
    sheet = book.create_sheet(name)
    for place, width in enumerate(table.widths, 1):
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width = max(8, LINE * width // sum(table.widths))
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, name, BOLD) for name in table.head])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet, value, font: Font | None = None) -> WriteOnlyCell:
    safe = safe_cell(value)
    cell = WriteOnlyCell(sheet, value=safe)
    if isinstance(safe, str):
        cell.data_type = "s"  # text stays text, whatever it begins with
    if isinstance(safe, Decimal):
        cell.number_format = f"{0:.{-safe.as_tuple().exponent}f}"  # as many places as it has
    cell.alignment = TOP
    if font:
        cell.font = font
    return cell


def _name(title: str, taken: set[str]) -> str:
    """Return a name that Excel takes for a sheet: up to 31 characters, none of them twice."""
    clean = NOT_IN_A_TITLE.sub(" ", title).strip()[:31] or "Sheet"
    name, count = clean, 2
    while name.casefold() in taken:
        name = f"{clean[:27]} {count}"
        count += 1
    taken.add(name.casefold())
    return name
