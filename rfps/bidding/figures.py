"""Numbers as people type them, read without guessing."""

import re
from decimal import Context, Decimal

# Blanks and apostrophes between thousands are common and harmless; a comma could mean either.
SEPARATORS = re.compile("[ \u00a0\u2009\u202f'\u2019]")
PLAIN = re.compile(r"-?\d+(\.\d+)?")
MAX_DIGITS = 18
# A quantity of 14 digits at a price of 16 and a rate of 18 is exact in it; in the usual 28 it is not.
EXACT = Context(prec=60)


class NotANumberError(ValueError):
    """The message is a sentence for the user."""


def number(text: str, *, places: int = 6) -> Decimal:
    """
    Return what was typed as a decimal.

    :raises NotANumberError: for anything but plain digits with at most ``places`` decimals
    """
    bare = SEPARATORS.sub("", text)
    if "," in bare:
        raise NotANumberError(f"“{text}” may be read in two ways: write 1250.50, without commas.")
    if not PLAIN.fullmatch(bare) or not bare.isascii():
        raise NotANumberError(f"“{text[:40]}” is no number: write digits alone, such as 1250.50.")
    if len(bare) > MAX_DIGITS or len(bare.partition(".")[2]) > places:
        raise NotANumberError(f"“{text[:40]}” is too long: at most {places} decimals.")
    return Decimal(bare)


def plain(value: Decimal) -> str:
    """Return the shortest way to write it: no exponent, no trailing zeros."""
    shortest = f"{value:f}"
    return shortest.rstrip("0").rstrip(".") if "." in shortest else shortest
