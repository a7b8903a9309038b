"""The FDA's establishment identifier, in one form."""

from vendors.importers.report import RowError

LENGTHS = (7, 10)


def normalise(text: str, column: str = "FEI Number") -> str:
    """
    Return an FEI without leading zeros, so that 0000000360 and 360 meet.

    The FDA issues identifiers of 7 or 10 digits and some lists pad them with zeros.

    :raises RowError: for anything but 7 or 10 digits
    """
    value = text.strip()
    if not (value.isascii() and value.isdigit()):
        raise RowError(column, f"{value[:40]!r} is not a number")
    if len(value) not in LENGTHS:
        raise RowError(column, f"{value[:40]!r} has {len(value)} digits; an FEI has 7 or 10")
    if not value.strip("0"):
        raise RowError(column, "is all zeros")
    return value.lstrip("0")
