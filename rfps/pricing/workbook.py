"""The comparison of a request as a workbook: totals, the rates, and a sheet of lines for each lot."""

import io
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from audit.spreadsheets import safe_cell

BOLD = Font(bold=True)
TOP = Alignment(wrap_text=True, vertical="top")
SHADE = PatternFill("solid", fgColor="EEF1F4")
TOTALS = (
    *("Lot", "Vendor", "Currency of the bid", "Low", "Likely", "High", "Filled in", "Exposure"),
    *("Lines left out", "From one bid alone", "Priced by nobody", "Options", "Price points"),
)
RATES = ("Currency", "Rate", "Source", "As of")
PER_BID = ("State", "Low", "Likely", "High", "Note")
FIRST = ("Line", "Quantity", "Unit", "Optional")


def write(lots, rates, about: str) -> bytes:
    """
    Return the workbook.

    :param lots: ``services.lot_prices.LotPrices``; one that cannot be compared says why
    :param rates: ``exchange.Rates``
    :param about: a line that names the request
    """
    book = Workbook(write_only=True)
    _write_totals(book.create_sheet("Totals"), lots, rates, about)
    _write_rates(book.create_sheet("Rates"), rates)
    for lot in lots:
        if lot.comparison:
            _write_lot(book.create_sheet(f"Lot {lot.position}"), lot)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_totals(page, lots, rates, about) -> None:
    _widen(page, [6, 34, *[16] * (len(TOTALS) - 2)], freeze="C4")
    _put(page, [about], font=BOLD)
    _put(page, [f"In {rates.base}; a line left out is filled in from the other bids, never zero"])
    _put(page, TOTALS, font=BOLD)
    for lot in lots:
        if lot.fault:
            _put(page, [lot.position, lot.fault])
            continue
        awarded = lot.points()
        for offer, total in zip(lot.offers, lot.comparison.totals, strict=True):
            points = awarded.get(offer.bid)
            amounts = [total.low, total.likely, total.high, total.filled]
            counts = [total.gaps, total.thin, total.lacking, total.options]
            exposure = None if total.exposure is None else round(total.exposure, 4)
            row = [lot.position, offer.vendor, offer.currency, *amounts, exposure, *counts]
            _put(page, [*row, points and points.likely])


def _write_rates(page, rates) -> None:
    _widen(page, [16, 14, 50, 14], freeze="A2")
    _put(page, RATES, font=BOLD)
    for one in rates.by_currency.values():
        _put(page, [f"1 {one.currency} in {rates.base}", one.rate, one.source, one.as_of])


def _write_lot(page, lot) -> None:
    _widen(page, [50, 10, 14, 9, *[14] * len(PER_BID) * len(lot.offers)], freeze="B3")
    vendors = [cell for offer in lot.offers for cell in (offer.vendor, *[None] * 4)]
    _put(page, [lot.title, *[None] * (len(FIRST) - 1), *vendors], font=BOLD)
    _put(page, [*FIRST, *PER_BID * len(lot.offers)], font=BOLD)
    for row in (*lot.comparison.rows, *lot.comparison.options):
        line = row.line
        optional = "yes" if line["is_optional"] else ""
        first = [line["label"], Decimal(line["quantity"]), line["unit"], optional]
        _put(page, [*first, *[value for cell in row.cells for value in _said(cell)]])


def _said(cell) -> list:
    state = cell.state.label if cell.state else "Not asked"
    if cell.is_filled:
        state += ", filled in from one bid" if cell.is_thin else ", filled in"
    return [state, cell.low, cell.likely, cell.high, cell.own.note if cell.own else ""]


def _put(page, values, *, font: Font | None = None) -> None:
    """Append a row; text stays text, whatever its first character."""
    cells = []
    for value in values:
        cell = WriteOnlyCell(page, value=safe_cell(value))
        if isinstance(value, str):
            cell.data_type, cell.alignment = "s", TOP
        if font:
            cell.font, cell.fill = font, SHADE
        cells.append(cell)
    page.append(cells)


def _widen(page, widths, *, freeze: str) -> None:
    page.freeze_panes = freeze
    for place, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(place)].width = width
