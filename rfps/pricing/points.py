"""
Points for a price. *Anchored*, the default, looks at the price and two prices published with the
request, and at no other bid: what happens to another bid changes nobody's points. *Lowest* divides
the lowest price by the price; striking a bid may then turn the ranking (``paradox``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rfps.choices import PriceFormula
from rfps.pricing.comparison import Total

PLACES = Decimal("0.01")
NONE, FULL = Decimal(0), Decimal(1)


class WrongAnchorsError(ValueError):
    """The message is a sentence; ``field`` is full_at or none_at."""

    def __init__(self, field: str, message: str):
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Anchors:
    """The total that earns full points and the one that earns none, in the same currency."""

    full_at: Decimal
    none_at: Decimal

    def __post_init__(self):
        for field in ("full_at", "none_at"):
            if getattr(self, field) <= 0:
                raise WrongAnchorsError(field, "An anchor is a price above zero.")
        if self.full_at >= self.none_at:
            raise WrongAnchorsError(
                "none_at", "The price without points is above the one with full points."
            )


@dataclass(frozen=True)
class Points:
    """Points for the high, the likely and the low total of a bid; ``why`` where it gets none."""

    worst: Decimal
    likely: Decimal
    best: Decimal
    why: str = ""


NO_PRICE = Points(NONE, NONE, NONE, "It prices no line: no points for the price.")


def anchored(price: Decimal, anchors: Anchors) -> Decimal:
    """Return the share of the points, from 0 to 1: linear between the anchors, clipped outside."""
    share = (anchors.none_at - price) / (anchors.none_at - anchors.full_at)
    return min(max(share, NONE), FULL)


def lowest(price: Decimal, best: Decimal) -> Decimal:
    """Return the share of the points, from 0 to 1: the lowest price in the field by this one."""
    return min(best / price, FULL)


def award(share: Decimal, weight: Decimal) -> Decimal:
    """Return the points of a share, rounded to 0.01, half up."""
    return (share * weight).quantize(PLACES, ROUND_HALF_UP)


def rule(formula: str, prices, anchors: Anchors | None = None) -> Callable[[Decimal], Decimal]:
    """
    Return what gives a price its share of the points.

    :param prices: those of the bids in the running; only the relative formula looks at them
    :raises WrongAnchorsError: for the anchored formula without anchors
    """
    if formula == PriceFormula.LOWEST:
        best = min(prices, default=None)
        return lambda price: lowest(price, best)
    if anchors is None:
        raise WrongAnchorsError("full_at", "The formula needs its two anchors.")
    return lambda price: anchored(price, anchors)


def score(
    totals: Mapping[str, Total], *, formula: str, weight: Decimal, anchors: Anchors | None = None
) -> dict[str, Points]:
    """
    Return the points of each bid in the running.

    :param weight: the points of a full share
    :raises WrongAnchorsError: for the anchored formula without anchors
    """
    priced = {bid: total for bid, total in totals.items() if total.likely}
    share = rule(formula, [total.likely for total in priced.values()], anchors)
    found = {
        bid: Points(*(award(share(price), weight) for price in (one.high, one.likely, one.low)))
        for bid, one in priced.items()
    }
    return {bid: found.get(bid, NO_PRICE) for bid in totals}
