from decimal import Decimal

import pytest

from rfps.bidding import prices
from rfps.bidding.prices import Price, Total, WrongPriceError

LINES = [
    {"key": "a", "unit": "batch", "quantity": "3", "is_optional": False},
    {"key": "b", "unit": "batch", "quantity": "12.5", "is_optional": False},
    {"key": "c", "unit": "batch", "quantity": "1", "is_optional": False},
    {"key": "d", "unit": "batch", "quantity": "2", "is_optional": True},
]


def typed(state="", price="", note="") -> dict:
    return {"state": state, "price": price, "note": note}


@pytest.mark.parametrize(
    ("raw", "price"),
    [
        (None, None),
        (typed(), None),
        (typed(note="a note alone says nothing"), None),
        (typed("priced", "1200.50"), Price("priced", Decimal("1200.50"))),
        (typed("", "1 200.50"), Price("priced", Decimal("1200.50"))),
        (typed("", "1’200"), Price("priced", Decimal("1200"))),
        (typed("included", note="in a"), Price("included", None, "in a")),
        (typed("excluded"), Price("excluded")),
        (typed("not_priced"), Price("not_priced")),
    ],
)
def test_a_line_is_in_one_of_four_states_or_unanswered(raw, price):
    assert prices.read(raw, LINES[0]) == price


@pytest.mark.parametrize(
    ("raw", "field", "words"),
    [
        (typed("priced", "0"), "price", "Zero is no price"),
        (typed("", "0.00"), "price", "Zero is no price"),
        (typed("priced", "-5"), "price", "A price is above zero"),
        (typed("priced"), "price", "Say the price per unit"),
        (typed("priced", "1,250"), "price", "two ways"),
        (typed("priced", "on request"), "price", "is no number"),
        (typed("priced", "١٢"), "price", "is no number"),
        (typed("priced", "1e5"), "price", "is no number"),
        (typed("priced", "NaN"), "price", "is no number"),
        (typed("priced", "1.00001"), "price", "at most 4 decimals"),
        (typed("priced", "1000000000000"), "price", "below a million million"),
        (
            typed("priced", "333333333333.3334"),
            "price",
            "For 3 batch it comes to a million million",
        ),
        (typed("included", "5"), "price", "keep one"),
        (typed("free"), "state", "not one of the four states"),
        (typed("excluded", note="x" * 501), "note", "at most 500"),
    ],
)
def test_what_contradicts_itself_is_refused_with_a_sentence(raw, field, words):
    with pytest.raises(WrongPriceError, match=words) as caught:
        prices.read(raw, LINES[0])

    assert caught.value.field == field


def test_a_total_counts_what_is_open_and_keeps_optional_lines_apart():
    found = {
        "a": Price("priced", Decimal("1200.50")),
        "b": Price("excluded"),
        "d": Price("priced", Decimal("10")),
    }

    assert prices.total(LINES, found) == Total(
        amount=Decimal("3601.50"),
        optional=Decimal("20"),
        priced=1,
        included=0,
        excluded=1,
        not_priced=1,
        lines=3,
    )


def test_quantities_and_prices_multiply_exactly():
    line = {"key": "b", "unit": "batch", "quantity": "12.5", "is_optional": False}

    assert Price("priced", Decimal("0.0003")).amount(line) == Decimal("0.00375")


def test_an_amount_of_more_than_28_digits_is_exact():
    line = LINES[0] | {"quantity": "99999999999.999"}

    amount = Price("priced", Decimal("999999999999.9999")).amount(line)

    assert str(amount) == "99999999999998990000000.0000001"
