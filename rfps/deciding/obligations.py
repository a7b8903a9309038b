"""
Who does what after an award. What is not transferred in the bid stays with the sponsor (ICH E6(R3)),
and is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rfps.choices import PriceState

TAKEN = (PriceState.PRICED, PriceState.INCLUDED)


class Ground(StrEnum):
    """Why a duty lies where it lies."""

    PRICED = "In the firm price of the bid"
    SCOPE = "In the scope of the award, without a price line of its own"
    OPTIONAL = "Offered as an option: the sponsor's until it is ordered"
    EXCLUDED = "Excluded by the bid"
    OPEN = "Not priced by the bid"
    LOT_OPEN = "Its lot is not awarded"
    NOWHERE = "In no awarded lot"


MOVED = (Ground.PRICED, Ground.SCOPE)


@dataclass(frozen=True)
class Awarded:
    """A lot with who has it; ``prices`` are the states of its grid lines by key."""

    title: str
    lines: Sequence[dict]  # of the scope, as in a frozen version
    grid: Sequence[dict]
    vendor: str | None
    prices: Mapping[str, str]


@dataclass(frozen=True)
class Duty:
    """One activity; ``vendor`` is None where it stays with the sponsor."""

    label: str
    phase: str
    lot: str
    vendor: str | None
    ground: Ground


def of_lots(lots: Iterable[Awarded]) -> list[Duty]:
    """Return a duty for each scope line of the lots, in their order."""
    return [_duty(lot, line) for lot in lots for line in lot.lines]


def _duty(lot: Awarded, line: dict) -> Duty:
    ground = _ground(lot, line["key"])
    vendor = lot.vendor if ground in MOVED else None
    return Duty(line["label"], line["phase"], lot.title, vendor, ground)


def _ground(lot: Awarded, key: str) -> Ground:
    if lot.vendor is None:
        return Ground.LOT_OPEN
    grid = [one for one in lot.grid if one["scope_key"] == key]
    if not grid:
        return Ground.SCOPE
    firm = [one for one in grid if not one["is_optional"]]
    states = [lot.prices.get(one["key"]) for one in firm or grid]
    if not any(state in TAKEN for state in states):
        is_excluded = PriceState.EXCLUDED in states
        return Ground.EXCLUDED if is_excluded else Ground.OPEN
    return Ground.PRICED if firm else Ground.OPTIONAL
