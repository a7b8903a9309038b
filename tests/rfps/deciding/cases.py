"""Lots with bids, in a line each."""

import itertools
from decimal import Decimal

from hypothesis import strategies as st

from rfps.deciding.types import Case, Criterion, Offer, Waiver

FIT = Criterion("fit", "Technical fit", Decimal(50))
QUALITY = Criterion("quality", "Quality", Decimal(20), minimum=Decimal(2))
PRICE = Criterion("price", "Price", Decimal(30), is_price=True)
CRITERIA = (FIT, QUALITY, PRICE)


def offer(vendor: str, *points, quality_score="3", price="1000", barred="") -> Offer:
    """Return an offer; its bid goes by the vendor's name, None is a criterion without a score."""
    given = {
        one.key: Decimal(str(value))
        for one, value in zip(CRITERIA, points, strict=True)
        if value is not None
    }
    scores = {"quality": Decimal(quality_score)}
    return Offer(f"bid-{vendor}", vendor, given, scores, Decimal(price), barred)


def case(*offers, waivers=()) -> Case:
    return Case(1, "Drug product", CRITERIA, offers, tuple(waivers))


def waiver(vendor: str, reason="The certificate came since.") -> Waiver:
    return Waiver(f"bid-{vendor}", "quality", reason, "Mina Keller")


@st.composite
def cases(draw) -> Case:
    """Return a random lot: up to six criteria that add up to 100, up to eight bids."""
    cuts = draw(st.lists(st.integers(1, 99), max_size=5, unique=True))
    edges = [0, *sorted(cuts), 100]
    criteria = tuple(
        Criterion(f"c{place}", f"Criterion {place}", Decimal(high - low))
        for place, (low, high) in enumerate(itertools.pairwise(edges))
    )
    fits = st.integers(0, 30)  # thirtieths of the weight: most of them have endless decimals
    offers = [
        Offer(
            f"bid-{place}",
            f"Vendor {place}",
            {one.key: one.weight * draw(fits) / 30 for one in criteria},
        )
        for place in range(draw(st.integers(1, 8)))
    ]
    return Case(1, "A lot", criteria, tuple(offers))
