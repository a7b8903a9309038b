"""
What a line states, as one number: a bit per code of the vocabulary.

PostgreSQL computes it when the line is written (the function ``vendors_traits`` of migration 0010),
so that four million lines are read as plain numbers. A new code of the vocabulary goes to the end
of its list and needs a migration that makes the function anew; a test compares the two.
"""

from functools import cache

from vendors.choices import DosageForm, Evidence, Grade, Modality, Phase

CODES = [*Phase.values, *Modality.values, *DosageForm.values, *Grade.values]
BITS = {code: 1 << number for number, code in enumerate(CODES)}
EVIDENCE = len(CODES)  # the first of four bits; a level sets its own and every weaker one


def at_least(level: int) -> int:
    """Return the bit that a line of this evidence or better has."""
    return 1 << (EVIDENCE + level - 1)


def of(codes) -> int:
    """Return the bits of these codes together."""
    return sum({BITS[code] for code in codes})


@cache
def positions(name: str) -> dict:
    """Return the values of a facet with their bit numbers."""
    if name == "evidence":
        return {level: EVIDENCE + level - 1 for level in Evidence.values}
    choices = {"phase": Phase, "modality": Modality, "form": DosageForm, "grade": Grade}[name]
    return {code: CODES.index(code) for code in choices.values}


def stated(name: str, number: int) -> tuple:
    """Return which values of a facet a line states, by its number."""
    first, mask = _window(name)
    return _values(name, number >> first & mask)


@cache
def _window(name: str) -> tuple[int, int]:
    places = positions(name).values()
    return min(places), 2 ** len(places) - 1


@cache  # a facet has at most 2 ** 14 combinations, and lines state few of them
def _values(name: str, bits: int) -> tuple:
    first, _ = _window(name)
    return tuple(value for value, place in positions(name).items() if bits >> place - first & 1)
