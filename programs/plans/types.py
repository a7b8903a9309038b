"""
What a partner plan is made of: plain values, without a query or a clock in them.

Sets of needs are bitmasks of any length (bit ``no`` is the need ``no``), so that a whole program
of 200 needs works like a package of five. Points and weights are integers: weights in hundredths,
points in weight times fit, with fit in 25,000ths, as the match has it.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from programs.plans import bits

FIT = 25_000


@dataclass(frozen=True, slots=True)
class Task:
    """One need as the planner sees it."""

    no: int
    stream: str  # the workstream
    phase: int  # the place of its phase on the axis
    weight: int
    sources: int = 1  # from how many partners it is to be had
    moves: bool = True  # False: a change of partner transfers nothing, so it is no hand-off


class Offer(NamedTuple):
    """How a candidate meets a need: sure points, possible points, and where."""

    points: int
    best: int
    site: Hashable = 0


@dataclass(frozen=True, eq=False)
class Candidate:
    """One vendor, or one face of a vendor that works as a CDMO or as a CRO, never as both."""

    key: Hashable
    vendor: Hashable
    columns: Callable[[], tuple[list[int], ...]]  # need, points and best of its offers, and site
    mask: int  # the needs it meets
    units: tuple[int, ...]  # the needs by site, where a change of site is a hand-off
    total: int  # the sure points of all its offers

    @cached_property
    def offers(self) -> dict[int, Offer]:
        """Return how it meets its needs, by need; of most candidates nobody asks."""
        return {no: Offer(*offer) for no, *offer in zip(*self.columns(), strict=True)}

    @classmethod
    def of(cls, key, offers: dict[int, Offer], *, vendor=None, by_site=False) -> "Candidate":
        masks: dict[Hashable, int] = {}
        for no, offer in offers.items():
            place = offer.site if by_site else 0
            masks[place] = masks.get(place, 0) | 1 << no
        units = tuple(masks[place] for place in sorted(masks, key=str))
        vendor = key if vendor is None else vendor
        total = sum(offer.points for offer in offers.values())
        columns = (list(offers), *zip(*offers.values(), strict=True)) if offers else ([], [])
        return cls(key, vendor, lambda: columns, bits.union(units), units, total)


@dataclass(frozen=True)
class Rules:
    """What the user asks of a plan."""

    cap: int | None = None
    include: frozenset = frozenset()  # vendors that must take part


@dataclass(frozen=True)
class HandOff:
    """A partner takes up a workstream that others have carried in the phase before."""

    stream: str
    phase: int
    since: int  # the phase before, in which the givers worked
    givers: tuple[int, ...]  # places in the plan's partners
    taker: int


@dataclass(frozen=True)
class Staffing:
    """Who does what: by need the places of its partners, and what that amounts to."""

    partners: tuple[Candidate, ...]
    work: dict[int, tuple[int, ...]]
    handoffs: tuple[HandOff, ...]
    points: int
    best_points: int
    is_exact: bool = True  # no assignment of these partners has fewer hand-offs or more points

    @property
    def value(self) -> tuple:
        """Order two plans that cover the same: fewer partners, fewer hand-offs, more points."""
        return (len(self.partners), len(self.handoffs), -self.points)


@dataclass(frozen=True)
class Proof:
    """What is proved of a plan; the rest is the best that was found."""

    coverage: bool = True  # nobody covers more within the cap
    partners: bool = True
    handoffs: bool = True
    score: bool = True

    @property
    def is_best(self) -> bool:
        """Say whether no plan covers as much with fewer partners, or with as many and fewer hand-offs."""
        return self.coverage and self.partners and self.handoffs


@dataclass(frozen=True)
class Plan:
    """One way to cover the needs."""

    staffing: Staffing
    uncovered: tuple[int, ...]  # needs that somebody could meet, left out by the cap
    single: tuple[int, ...]  # needs that should have two sources and have one
    proof: Proof


@dataclass(frozen=True)
class Outcome:
    """The best plan, the best with one partner more where it brings something, and the gaps."""

    plan: Plan | None
    more: Plan | None
    uncoverable: tuple[int, ...]  # nobody meets them
    without_second: tuple[int, ...]  # two sources are asked, and only one vendor meets them
    candidates: int
    ms: int = field(default=0, compare=False)
