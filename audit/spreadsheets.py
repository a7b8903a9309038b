"""Cells that spreadsheet programs show and never run."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0")


def safe_cell(value):
    """
    Return the value as a spreadsheet may hold it.

    Text that a program would take for a formula gets an apostrophe in front, which the programs
    show as text; numbers, dates and plain signed numbers written as text pass (ASVS 1.2.10).
    """
    if isinstance(value, str) and value.startswith(DANGEROUS) and not _is_number(value):
        return "'" + value
    return value


def _is_number(text: str) -> bool:
    return text[:1] in "+-" and text[1:].replace(".", "", 1).isdecimal()
