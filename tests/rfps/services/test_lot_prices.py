"""The reader: what the rows of opened bids come to, lot by lot, and what stays sealed."""

from decimal import Decimal

import pytest

from audit import acting
from rfps.services import lot_prices
from tests.rfps import priced, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(asked, bidders):
    priced.submit(asked, bidders)
    return asked


def read(rfp, user) -> list[lot_prices.LotPrices]:
    with acting.as_organisation(user.organisation_id):
        return lot_prices.read(rfp=rfp, user=user)


def test_opened_bids_are_compared_in_one_currency(submitted, bidders, procurement, lead):
    priced.rate(submitted, procurement)
    sealed.open_bids(submitted, procurement, lead)

    (lot,) = read(submitted, procurement)

    assert lot.comparison.currency == "EUR"
    assert [one.vendor for one in lot.offers] == ["Brackenfell", "Cindervale", "Hallowmere"]
    assert [one.likely for one in lot.comparison.totals] == [
        Decimal("3125.00"),
        Decimal("3125.00"),
        None,
    ]
    assert lot.comparison.totals[1].filled == Decimal("125.00")
    assert lot.position == submitted.lots.get().position


def test_a_currency_without_a_rate_is_said_with_its_bid(submitted, procurement, lead):
    sealed.open_bids(submitted, procurement, lead)

    (lot,) = read(submitted, procurement)

    assert (lot.comparison, lot.points()) == (None, {})
    assert lot.fault == "The bid of Cindervale is in CHF, and CHF has no exchange rate."


def test_nothing_is_read_while_the_bids_are_sealed(submitted, procurement):
    (sealed_lot,) = read(submitted, procurement)

    assert (sealed_lot.offers, sealed_lot.sealed) == ([], [])


def test_points_come_from_the_formula_and_anchors_that_were_issued(submitted, procurement, lead):
    priced.rate(submitted, procurement)
    sealed.open_bids(submitted, procurement, lead)
    priced.publish_anchors(submitted)

    (lot,) = read(submitted, procurement)

    assert lot.weight == Decimal(20)
    assert [str(one.likely) for one in lot.points().values()] == ["10.00", "10.00", "0"]
    first = lot.offers[0].bid
    assert lot.points([first]) == {first: lot.points()[first]}


def test_without_anchors_or_a_price_criterion_it_says_why_there_are_no_points(
    submitted, procurement, lead
):
    priced.rate(submitted, procurement)
    sealed.open_bids(submitted, procurement, lead)
    (bare,) = read(submitted, procurement)
    sealed.add_version(submitted, lambda content: content | {"criteria": []})
    (unscored,) = read(submitted, procurement)

    assert bare.points_fault.startswith("No price anchors were published for this lot")
    assert unscored.points_fault == "No criterion is scored by the price formula."
    assert bare.points() == unscored.points() == {}
