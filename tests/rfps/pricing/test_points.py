"""Price points: by hand, by a published example, and what must hold for any field of bids."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfps.choices import PriceFormula
from rfps.pricing import points
from rfps.pricing.comparison import Total
from rfps.pricing.points import NO_PRICE, Anchors, WrongAnchorsError

ANCHORS = Anchors(Decimal(100), Decimal(300))


def total(likely, low=None, high=None) -> Total:
    low, high = (likely if one is None else one for one in (low, high))
    amounts = [None if one is None else Decimal(one) for one in (low, likely, high)]
    return Total(*amounts, *[Decimal(0)] * 6)


def likely(found) -> dict:
    return {bid: str(one.likely) for bid, one in found.items()}


@pytest.mark.parametrize(
    ("price", "share"), [(100, "1"), (50, "1"), (200, "0.5"), (300, "0"), (900, "0")]
)
def test_anchored_is_linear_between_its_anchors_and_clipped_outside(price, share):
    assert points.anchored(Decimal(price), ANCHORS) == Decimal(share)


def test_the_high_and_the_low_total_bound_the_points():
    totals = {"a": total(200, low=150, high=400)}

    found = points.score(totals, formula=PriceFormula.ANCHORED, weight=Decimal(20), anchors=ANCHORS)

    assert [str(one) for one in (found["a"].worst, found["a"].likely, found["a"].best)] == [
        "0.00",
        "10.00",
        "15.00",
    ]


def test_negometrix_published_example():
    """Quality 40/60 + 30/40 + 20/30 and 10 000 against 32 + 20 + 22 and 8 000, 70 for the price."""
    quality = {"A": 40 + 30 + 20, "B": 32 + 20 + 22}
    totals = {"A": total(10_000), "B": total(8_000)}

    price = points.score(totals, formula=PriceFormula.LOWEST, weight=Decimal(70))

    assert {bid: quality[bid] + price[bid].likely for bid in totals} == {"A": 146, "B": 144}


@pytest.mark.parametrize("formula", PriceFormula.values)
def test_a_bid_without_a_total_gets_no_points_and_moves_nobody(formula):
    totals = {"a": total(200), "b": total(None)}

    found = points.score(totals, formula=formula, weight=Decimal(20), anchors=ANCHORS)

    assert found["b"] == NO_PRICE
    assert (
        found["a"]
        == points.score({"a": total(200)}, formula=formula, weight=Decimal(20), anchors=ANCHORS)[
            "a"
        ]
    )


@pytest.mark.parametrize("formula", PriceFormula.values)
def test_no_bid_at_all_has_no_points(formula):
    assert points.score({}, formula=formula, weight=Decimal(20), anchors=ANCHORS) == {}


def test_one_bid_alone_has_full_points_by_the_relative_formula_and_its_own_by_the_anchored():
    alone = {"a": total(250)}

    relative = points.score(alone, formula=PriceFormula.LOWEST, weight=Decimal(20))
    absolute = points.score(
        alone, formula=PriceFormula.ANCHORED, weight=Decimal(20), anchors=ANCHORS
    )

    assert (likely(relative), likely(absolute)) == ({"a": "20.00"}, {"a": "5.00"})


@pytest.mark.parametrize(
    ("full_at", "none_at", "field", "message"),
    [
        ("0", "10", "full_at", "An anchor is a price above zero."),
        ("-5", "10", "full_at", "An anchor is a price above zero."),
        ("10", "-1", "none_at", "An anchor is a price above zero."),
        *(
            ("10", last, "none_at", "The price without points is above the one with full points.")
            for last in ("10", "9.99")
        ),
    ],
)
def test_anchors_that_cannot_be(full_at, none_at, field, message):
    with pytest.raises(WrongAnchorsError) as error:
        Anchors(Decimal(full_at), Decimal(none_at))

    assert (error.value.field, str(error.value)) == (field, message)


def test_the_anchored_formula_without_anchors_is_refused():
    with pytest.raises(WrongAnchorsError, match="needs its two anchors"):
        points.score({"a": total(1)}, formula=PriceFormula.ANCHORED, weight=Decimal(20))


amounts = st.integers(1, 10**8).map(lambda cents: Decimal(cents) / 100)
fields = st.dictionaries(st.text("abcdef", min_size=1), amounts, min_size=2, max_size=8)


@given(fields, amounts, amounts, st.data())
def test_withdrawing_a_bid_changes_nobodys_points_under_the_default(prices, full_at, width, data):
    rules = {
        "formula": PriceFormula.ANCHORED,
        "weight": Decimal(20),
        "anchors": Anchors(full_at, full_at + width),
    }
    totals = {bid: total(price) for bid, price in prices.items()}
    struck = data.draw(st.sampled_from(sorted(prices)))
    left = {bid: one for bid, one in totals.items() if bid != struck}

    before, after = points.score(totals, **rules), points.score(left, **rules)

    assert after == {bid: one for bid, one in before.items() if bid != struck}


@pytest.mark.parametrize("formula", PriceFormula.values)
@given(prices=fields)
def test_points_stay_within_the_weight_and_a_dearer_bid_never_has_more(formula, prices):
    totals = {bid: total(price) for bid, price in prices.items()}

    found = points.score(totals, formula=formula, weight=Decimal(20), anchors=ANCHORS)

    ordered = [found[bid].likely for bid in sorted(prices, key=prices.get)]
    assert ordered == sorted(ordered, reverse=True)
    assert all(0 <= one <= 20 for one in ordered)
