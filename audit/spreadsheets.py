"""What may stand in a cell: text that a spreadsheet would run as a formula is disarmed."""

import re

# OWASP ASVS 5.0, 1.2.10: the characters that open a formula, or a field of it.
OPENERS = ("=", "+", "-", "@", "\t", "\r", "\0")
PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?")
# Control characters that no cell may hold (XML 1.0); tab and line breaks may.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def safe_cell(value):
    """
    Return a value for a CSV or XLSX cell; every export sends every cell through here.

    Text that starts like a formula gets an apostrophe in front, unless it is a plain number.
    What is no text (numbers, dates, None) is returned as it is.
    """
    if not isinstance(value, str):
        return value
    clean = FORBIDDEN.sub("", value)
    opens = value.startswith(OPENERS) or clean.startswith(OPENERS)
    return f"'{clean}" if opens and not PLAIN_NUMBER.fullmatch(clean) else clean
