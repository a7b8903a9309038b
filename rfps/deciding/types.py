"""
What a decision is made from, and what comes of it.

Points are what a criterion adds to the total: from 0 to its weight, and the weights of a request add
up to 100. Scores are on the scale from 0 to 5. Prices are like-for-like totals in one currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

POINT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Criterion:
    """A row of the request's criteria; ``minimum`` is the score that passes, where it is a gate."""

    key: str
    name: str
    weight: Decimal
    is_price: bool = False
    minimum: Decimal | None = None


@dataclass(frozen=True)
class Offer:
    """
    A bid on one lot. A criterion that is missing in ``points`` has not been scored.

    ``barred`` is the sentence why it cannot be awarded any more, e.g. a revoked award.
    """

    bid: str
    vendor: str
    points: Mapping[str, Decimal]
    scores: Mapping[str, Decimal] = field(default_factory=dict)
    price: Decimal | None = None
    barred: str = ""


@dataclass(frozen=True)
class Waiver:
    """A gate lifted for one bid, never without a reason."""

    bid: str
    criterion: str
    reason: str
    by: str = ""

    def __post_init__(self):
        if not self.reason.strip():
            raise ValueError("A waiver needs a reason.")


@dataclass(frozen=True)
class Case:
    """One lot with what was bid for it."""

    lot: int  # position
    title: str
    criteria: tuple[Criterion, ...]
    offers: tuple[Offer, ...]
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True)
class Failure:
    """A gate that an offer does not pass; ``waiver`` where it was lifted."""

    criterion: Criterion
    score: Decimal
    waiver: Waiver | None = None


@dataclass(frozen=True)
class Place:
    """
    Where an offer stands. ``rank`` is a competition rank (1, 2, 2, 4), None for who is out.

    ``contributions`` are in the order of the criteria, None where there is no score, and add up to
    ``total`` exactly.
    """

    offer: Offer
    contributions: tuple[Decimal | None, ...]
    total: Decimal
    rank: int | None
    is_tied: bool = False
    in_band: bool = False  # less than half a point behind the first, or equal with it
    failures: tuple[Failure, ...] = ()
    unscored: tuple[Criterion, ...] = ()

    @property
    def stopped_by(self) -> tuple[Failure, ...]:
        return tuple(one for one in self.failures if one.waiver is None)

    @property
    def waived(self) -> tuple[Failure, ...]:
        return tuple(one for one in self.failures if one.waiver)


@dataclass(frozen=True)
class Ranking:
    """The places of a lot: who is ranked first, then who is out."""

    case: Case
    places: tuple[Place, ...]

    @property
    def ranked(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.rank)

    @property
    def out(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if not place.rank)

    @property
    def leaders(self) -> tuple[Place, ...]:
        """Return who is first: several where their totals are equal, nobody where all are out."""
        return tuple(place for place in self.places if place.rank == 1)

    def of(self, bid: str) -> Place | None:
        return next((place for place in self.places if place.offer.bid == bid), None)
