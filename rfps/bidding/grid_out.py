"""The price grid of a draft as a workbook, its structure protected, to be filled in and sent back."""

import io
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation

from audit.spreadsheets import safe_cell
from rfps.bidding import asked, draft, sheet

HELP = (
    "Fill in State, Unit price and Note. A price is per unit; zero is no price: choose Included, "
    "Excluded or Not priced. Formulas are not read: paste values."
)
OPEN = Protection(locked=False)
SHADE = PatternFill("solid", fgColor="EEF1F4")


def write(content: dict, version: int, raw: dict) -> bytes:
    """
    Return the workbook for the chosen lots, or for all where none is chosen, as it stands now.

    :param version: the number of the RFPVersion the content is of
    """
    book = Workbook()
    page = book.active
    page.title = sheet.NAME
    _write_top(page, content, version, raw["currency"])
    lines = asked.of(content, draft.chosen(raw, content) or None).lines
    for row, line in enumerate(lines, sheet.FIRST_ROW):
        _write_line(page, row, line, raw["prices"].get(line["key"], {}))
    _validate(page, content["currencies"], sheet.FIRST_ROW + len(lines))
    _protect(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_top(page, content, version, currency) -> None:
    _put(page, sheet.ROW_ABOUT, 1, f"{sheet.FORMAT} version {version}")
    _put(page, sheet.ROW_ABOUT, 2, f"{content['number']}, {content['title']}", font=Font(bold=True))
    _put(page, sheet.ROW_CURRENCY, 2, "Currency")
    _put(page, sheet.ROW_CURRENCY, sheet.CURRENCY_COLUMN, currency).protection = OPEN
    _put(page, sheet.ROW_HELP, 2, HELP)
    for column, heading in enumerate(sheet.COLUMNS, 1):
        cell = _put(page, sheet.ROW_HEADER, column, heading, font=Font(bold=True))
        cell.fill = SHADE


def _write_line(page, row: int, line: dict, typed: dict) -> None:
    state, price = typed.get("state", ""), typed.get("price", "")
    values = (
        line["key"],
        line["lot"],
        line["label"],
        Decimal(line["quantity"]),
        line["unit"],
        "yes" if line["is_optional"] else "",
        sheet.LABELS.get(state, state),
        _as_number(price),
        typed.get("note", ""),
    )
    for column, value in enumerate(values, 1):
        cell = _put(page, row, column, value)
        if sheet.COLUMNS[column - 1] in sheet.TYPED:
            cell.protection = OPEN
        elif sheet.COLUMNS[column - 1] == "Line":
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _as_number(text: str):
    """A price that is a number goes out as one; what is wrong goes out as it was typed."""
    bare = text.replace(" ", "")
    return Decimal(bare) if bare.isascii() and bare.replace(".", "", 1).isdigit() else text


def _put(page, row: int, column: int, value, font=None):
    cell = page.cell(row, column)
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = safe_cell(text) or None
        cell.data_type = "s" if text else "n"  # whatever openpyxl makes of its first character
    else:
        cell.value = value
    if font:
        cell.font = font
    return cell


def _validate(page, currencies: list[str], end: int) -> None:
    choices = [
        (currencies, f"{sheet.letter('Line')}{sheet.ROW_CURRENCY}"),
        (sheet.STATES, f"{sheet.letter('State')}{sheet.FIRST_ROW}:{sheet.letter('State')}{end}"),
    ]
    for words, cells in choices:
        if words:
            rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
            rule.add(cells)
            page.add_data_validation(rule)


def _protect(page) -> None:
    for column, width in enumerate(sheet.WIDTHS):
        page.column_dimensions["ABCDEFGHI"[column]].width = width
    page.column_dimensions["A"].hidden = True
    page.freeze_panes = f"D{sheet.FIRST_ROW}"
    page.protection.sheet = True
    page.protection.formatColumns = False  # widths may be changed
