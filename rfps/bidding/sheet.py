"""The shape of the price grid as a workbook: what stands in which column and row."""

from rfps.choices import PriceState

FORMAT = "phaseline-grid/1"
NAME = "Prices"

# Column A is hidden: the key of each line, and what the sheet is made for.
COLUMNS = ("Key", "Lot", "Line", "Quantity", "Unit", "Optional", "State", "Unit price", "Note")
WIDTHS = (4, 6, 56, 12, 14, 10, 24, 16, 48)
TYPED = {"State": "state", "Unit price": "price", "Note": "note"}

ROW_ABOUT, ROW_CURRENCY, ROW_HELP, ROW_HEADER = 1, 2, 3, 4
FIRST_ROW = ROW_HEADER + 1
CURRENCY_COLUMN = 3

STATES = {state.label: state.value for state in PriceState}
LABELS = {state.value: state.label for state in PriceState}


def letter(heading: str) -> str:
    """Return the letter of a column, e.g. ``H`` for ``Unit price``."""
    return "ABCDEFGHI"[COLUMNS.index(heading)]
