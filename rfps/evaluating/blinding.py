"""
A technical part without the bidder's name, as far as we control it: names we know become a letter,
answers that are about who it is are withheld, files are numbered. What a file says inside stays.
"""

import re
from collections.abc import Collection, Iterable
from pathlib import PurePath

from rfps.choices import Fact
from rfps.naming import SHORTEST

WITHHELD = "Withheld: it says who the bidder is."
# Facts of the directory that say who somebody is.
TELLING = (
    *(Fact.LEGAL_NAME, Fact.HEADQUARTERS, Fact.OWNERSHIP),
    *(Fact.WEBSITE, Fact.IDS, Fact.SITES),
)


def called(place: int) -> str:
    """Return what the bidder at a place is called, from 0: Bidder A, …, Bidder Z, Bidder AA."""
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"Bidder {letters}"


def file_name(name: str, place: int, bidder: str) -> str:
    """Return the name a file has instead; only its ending is kept."""
    return f"{bidder}, file {place}{PurePath(name).suffix.lower()[:8]}"


def part(content: dict, *, names: Iterable[str], bidder: str, telling: Collection[str]) -> dict:
    """
    Return a technical part (rfps/bidding/canonical.py) without the names.

    :param names: what the company and its people go by
    :param telling: keys of the questions whose answers say who it is
    """
    people = [one["name"] for one in content["team"]]
    replace = _replacer([*names, *people, *(name.split()[-1] for name in people if name)], bidder)
    return content | {
        "answers": [
            one | {"value": WITHHELD if one["key"] in telling else _each(one["value"], replace)}
            for one in content["answers"]
        ],
        "team": [
            one | {"name": f"Person {place}", "role": replace(one["role"])}
            for place, one in enumerate(content["team"], 1)
        ],
        "timeline": [one | {"task": replace(one["task"])} for one in content["timeline"]],
        "files": [
            file | {"name": file_name(file["name"], place, bidder)}
            for place, file in enumerate(content["files"], 1)
        ],
    }


def _each(value, replace):
    if isinstance(value, list):
        return [_each(one, replace) for one in value]
    return replace(value) if isinstance(value, str) else value


def _replacer(names: Iterable[str], bidder: str):
    known = sorted({name for name in names if len(name) >= SHORTEST}, key=len, reverse=True)
    if not known:
        return lambda text: text
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in known)
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    return lambda text: pattern.sub(bidder, text)
