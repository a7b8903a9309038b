"""Like for like, by hand and as a property: the totals bracket the truth once it is revealed."""

from datetime import date
from decimal import Decimal
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfps.bidding.prices import Price
from rfps.pricing.comparison import Offer, compare
from rfps.pricing.exchange import MissingRateError, Rate, Rates

EUR = Rates("EUR", {"CHF": Rate("CHF", Decimal("1.1"), "ECB", date(2027, 1, 15))})


def grid(*quantities: str, optional: int | None = None) -> list[dict]:
    return [
        {"key": f"line-{at}", "quantity": quantity, "is_optional": at == optional}
        for at, quantity in enumerate(quantities)
    ]


def offer(bid: str, *said, currency="EUR") -> Offer:
    """Make an offer of prices and states in the order of the lines; None says nothing."""
    prices = {}
    for at, one in enumerate(said):
        if one is not None:
            is_price = one.isdigit()
            prices[f"line-{at}"] = Price("priced", Decimal(one)) if is_price else Price(one)
    return Offer(bid, bid.title(), currency, prices)


def amounts(total) -> list[str]:
    return [str(value) for value in (total.low, total.likely, total.high)]


def test_a_gap_is_filled_from_the_range_of_the_others():
    found = compare(
        grid("1", "2"),
        [
            offer("a", "100", "not_priced"),
            offer("b", "90", "10"),
            offer("c", "80", "15"),
            offer("d", "70", "50"),
        ],
        EUR,
    )
    total, filled = found.totals[0], found.rows[1].cells[0]

    assert amounts(total) == ["120.00", "130.00", "200.00"]
    assert (total.filled, total.gaps, total.thin, total.lacking) == (Decimal(30), 1, 0, 0)
    assert total.exposure == Decimal(30) / Decimal(130)
    assert (filled.is_filled, filled.others) == (True, 3)
    assert amounts(found.totals[1]) == ["110.00"] * 3
    assert found.totals[1].exposure == 0


def test_an_excluded_line_and_one_it_was_not_asked_are_gaps_and_an_included_one_is_not():
    found = compare(
        grid("1", "1", "1", "1"),
        [offer("a", "100", "excluded", None, "included"), offer("b", "50", "10", "20", "30")],
        EUR,
    )
    total = found.totals[0]

    assert amounts(total) == ["130.00"] * 3
    assert (total.gaps, total.thin) == (2, 2)


def test_a_line_included_in_another_fills_no_gap_and_one_nobody_prices_stays_open():
    found = compare(
        grid("1", "1"), [offer("a", "100", "not_priced"), offer("b", "150", "included")], EUR
    )

    assert amounts(found.totals[0]) == ["100.00"] * 3
    assert found.totals[0].lacking == 1
    assert found.rows[1].cells[0].likely is None


def test_options_stand_apart_and_are_not_filled():
    found = compare(
        grid("1", "3", optional=1), [offer("a", "100", "not_priced"), offer("b", "50", "7")], EUR
    )

    assert [one.options for one in found.totals] == [0, Decimal("21.00")]
    assert [one.open_options for one in found.totals] == [1, 0]
    assert amounts(found.totals[0]) == ["100.00"] * 3
    assert len(found.rows) == len(found.options) == 1


def test_a_bid_that_prices_no_line_has_no_total_however_much_could_be_filled():
    silent = offer("a", "not_priced", "excluded", currency="")
    found = compare(grid("1", "1"), [silent, offer("b", "10", "20")], EUR)

    assert amounts(found.totals[0]) == ["None"] * 3
    assert found.totals[0].exposure is None


def test_all_lines_unpriced_by_all_and_no_line_at_all_have_no_total():
    unpriced = compare(grid("1"), [offer("a", "not_priced"), offer("b", "excluded")], EUR)
    bare = compare([], [offer("a")], EUR)

    assert [one.likely for one in (*unpriced.totals, *bare.totals)] == [None] * 3


def test_one_bid_alone_is_what_it_is():
    found = compare(grid("1", "1"), [offer("a", "100", "not_priced")], EUR)

    assert amounts(found.totals[0]) == ["100.00"] * 3
    assert found.totals[0].lacking == 1


def test_amounts_are_converted_before_they_fill_a_gap():
    found = compare(
        grid("1"), [offer("a", "100", currency="CHF"), offer("b", "not_priced", currency="")], EUR
    )

    assert found.rows[0].cells[0].likely == Decimal("110.00")
    assert found.rows[0].cells[1].likely == Decimal("110.00")


def test_a_bid_in_a_currency_without_a_rate_is_an_error_that_names_it():
    with pytest.raises(MissingRateError, match="Fernhollow is in USD"):
        compare(grid("1"), [offer("fernhollow", "1", currency="USD")], EUR)


def test_prices_far_off_the_others_are_marked():
    prices = {"a": "100", "b": "105", "c": "110", "d": "200"}
    found = compare(grid("1"), [offer(bid, price) for bid, price in prices.items()], EUR)
    cells = found.rows[0].cells

    assert [cell.is_far for cell in cells] == [False, False, False, True]
    assert cells[3].off == Decimal(200) / Decimal(105) - 1


@given(st.lists(st.integers(1, 9), min_size=3, max_size=7))
def test_how_far_a_price_is_off_is_by_the_median_of_the_others(prices):
    found = compare(grid("1"), [offer(str(at), str(one)) for at, one in enumerate(prices)], EUR)

    for at, (price, cell) in enumerate(zip(prices, found.rows[0].cells, strict=True)):
        others = [Decimal(one) for one in prices[:at] + prices[at + 1 :]]
        assert cell.off == price / median(others) - 1


money = st.integers(1, 10**6).map(lambda cents: Decimal(cents) / 100)


@st.composite
def hidden(draw):
    """A full table of unit prices, and a second one of which some cells are hidden."""
    bids, lines = draw(st.integers(2, 6)), draw(st.integers(1, 6))
    truth = [[draw(money) for _ in range(lines)] for _ in range(bids)]
    shown = [[draw(st.booleans()) for _ in range(lines)] for _ in range(bids)]
    for line in range(lines):
        known = [truth[bid][line] for bid in range(bids) if shown[bid][line]]
        for bid in range(bids):
            if known and not shown[bid][line]:
                truth[bid][line] = draw(
                    st.decimals(min(known), max(known), places=2, allow_nan=False)
                )
    quantities = [draw(st.integers(1, 40)) for _ in range(lines)]
    return truth, shown, quantities


def offers_of(truth, shown) -> list[Offer]:
    return [
        Offer(
            str(bid),
            str(bid),
            "EUR",
            {
                f"line-{at}": Price("priced", price) if shown[bid][at] else Price("not_priced")
                for at, price in enumerate(prices)
            },
        )
        for bid, prices in enumerate(truth)
    ]


@given(hidden())
def test_totals_bracket_the_truth_when_it_is_revealed(case):
    truth, shown, quantities = case
    lines = grid(*map(str, quantities))
    everything = [[True] * len(quantities)] * len(truth)
    guessed = compare(lines, offers_of(truth, shown), EUR)
    revealed = compare(lines, offers_of(truth, everything), EUR)

    for guess, true in zip(guessed.totals, revealed.totals, strict=True):
        if guess.likely is not None and not guess.lacking:
            assert guess.low <= true.likely <= guess.high
            assert guess.low <= guess.likely <= guess.high


@given(hidden())
def test_every_total_is_the_sum_of_its_column_and_the_gaps_make_the_exposure(case):
    truth, shown, quantities = case
    found = compare(grid(*map(str, quantities)), offers_of(truth, shown), EUR)

    for column, total in enumerate(found.totals):
        cells = [row.cells[column] for row in found.rows]
        own = sum(cell.likely for cell in cells if not cell.is_gap)
        if total.likely is not None:
            assert total.likely == own + total.filled
            assert 0 <= total.exposure < 1
