"""
Why the relative formula carries a warning: three bids, and what striking the worst of them does.

The numbers of the bids are made up; every point is computed by the formulas in use.
"""

from dataclasses import dataclass
from decimal import Decimal

from rfps.choices import PriceFormula
from rfps.pricing import points

WEIGHT = Decimal(50)  # for quality, and as much for the price


@dataclass(frozen=True)
class Bid:
    name: str
    price: Decimal
    quality: Decimal  # of 100


@dataclass(frozen=True)
class Result:
    """The points of a bid that is in the running, and whether no other has more."""

    bid: Bid
    quality: Decimal
    price: Decimal
    is_first: bool = False

    @property
    def total(self) -> Decimal:
        return self.quality + self.price


BIDS = (
    Bid("A", Decimal(100), Decimal(60)),
    Bid("B", Decimal(150), Decimal(80)),
    Bid("C", Decimal(40), Decimal(0)),
)
STRUCK = "C"
ANCHORS = points.Anchors(Decimal(50), Decimal(200))


def results(bids, formula: str) -> list[Result]:
    """Return the points of bids under a formula, in their order."""
    share = points.rule(formula, [bid.price for bid in bids], ANCHORS)
    found = [
        (bid, points.award(bid.quality / 100, WEIGHT), points.award(share(bid.price), WEIGHT))
        for bid in bids
    ]
    top = max(quality + price for _, quality, price in found)
    return [Result(*one, is_first=one[1] + one[2] == top) for one in found]


@dataclass(frozen=True)
class Story:
    """A formula, with all bids in the running and with one struck."""

    formula: PriceFormula
    before: list[Result]
    after: list[Result]

    @property
    def pairs(self) -> list[tuple[Result, Result | None]]:
        """Return each bid's result before and after; the struck one has none after."""
        after = {one.bid.name: one for one in self.after}
        return [(one, after.get(one.bid.name)) for one in self.before]

    @property
    def turns(self) -> bool:
        """Say whether another bid is first once the struck one is gone."""
        return _first(self.before) != _first(self.after)


def _first(found: list[Result]) -> list[str]:
    return [one.bid.name for one in found if one.is_first]


def explained() -> list[Story]:
    """Return the story of each formula."""
    left = [bid for bid in BIDS if bid.name != STRUCK]
    return [
        Story(formula, results(BIDS, formula), results(left, formula)) for formula in PriceFormula
    ]
