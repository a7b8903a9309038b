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


def shown() -> dict[str, tuple[list[Result], list[Result]]]:
    """Return for each formula the results of all bids, and of those left when one is struck."""
    left = [bid for bid in BIDS if bid.name != STRUCK]
    return {
        formula: (results(BIDS, formula), results(left, formula)) for formula in PriceFormula.values
    }
