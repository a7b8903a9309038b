"""Does a text give away who asked? Finds the names of the invited in what is to be published."""

import re
from collections.abc import Iterable

# Legal forms say nothing about who it is; "Orrin Vale" betrays as much as "Orrin Vale GmbH".
LEGAL_FORM = re.compile(
    r"[\s,]+(ag|bv|b\.v\.|co|corp|corporation|gmbh|inc|kg|limited|llc|ltd|nv|oy|plc|pty|sa|s\.a\.|"
    r"sas|se|spa|s\.p\.a\.|srl)\.?$",
    re.I,
)
SHORTEST = 3  # shorter names are words of every text


def found(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that stand in the text as whole words, in any case, each once."""
    words = _folded(text)
    return [
        name
        for name in dict.fromkeys(filter(None, names))
        if len(name) >= SHORTEST and re.search(rf"(?<!\w){re.escape(_folded(name))}(?!\w)", words)
    ]


def of_company(*names: str) -> list[str]:
    """Return a company's names, each also without its legal form."""
    said = [name.strip() for name in names if name.strip()]
    return [*said, *(bare for name in said if (bare := LEGAL_FORM.sub("", name)) != name)]


def of_person(name: str, email: str) -> list[str]:
    """Return what a person goes by: the name, the family name, the address and its domain."""
    parts = name.split()
    family = parts[-1] if len(parts) > 1 else ""
    return [part for part in (name.strip(), family, email, email.rpartition("@")[2]) if part]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
