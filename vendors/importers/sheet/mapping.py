"""Which column means what: guessed from the headings, then a person's to change."""

import hashlib
import json
import re

from vendors.importers.sheet.fields import BY_KEY, FIELDS, PARTS, above
from vendors.importers.sheet.table import ERRORS


class MappingError(ValueError):
    """The columns as chosen cannot be read; the message is a sentence."""


def guess(header: list[str]) -> dict[str, str]:
    """Return the key of a field per heading that looks like one; each field at most once."""
    known = {
        _bare(words): field.key
        for field in reversed(FIELDS)
        for words in (*field.also, field.heading)
    }
    exact = {_bare(field.heading): field.key for field in FIELDS}
    found: dict[str, str] = {}
    for words in (exact, known):  # the template's own headings first
        for heading in header:
            key = words.get(_bare(heading))
            if heading not in found and key and key not in found.values():
                found[heading] = key
    return found


def signature(header: list[str]) -> str:
    """Return what is the same for files of the same headings, in any order."""
    headings = sorted(_bare(heading) for heading in header if heading and heading != ERRORS)
    return hashlib.sha256(json.dumps(headings).encode()).hexdigest()


def check(mapping: dict[str, str]) -> None:
    """
    Refuse a mapping that cannot be read.

    :raises MappingError: naming what is missing, chosen twice or unknown
    """
    keys = list(mapping.values())
    if unknown := [key for key in keys if key not in BY_KEY]:
        raise MappingError(f"“{unknown[0][:40]}” is no field of the directory.")
    for heading, key in mapping.items():
        if keys.count(key) > 1:
            raise MappingError(f"Two columns mean “{BY_KEY[key].heading}”; “{heading}” is one.")
    for part in ("vendor", *dict.fromkeys(BY_KEY[key].part for key in keys)):
        for key in (f"{one}.{PARTS[one].known_by}" for one in above(part)):
            if key not in keys:
                raise MappingError(
                    f"Choose the column that means “{BY_KEY[key].heading}”: "
                    f"what a row says of a {PARTS[part].words} cannot be placed without it."
                )


def _bare(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.casefold())
