"""A debrief holds a vendor's own figures, and nothing of anybody else's."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from rfps.deciding import debrief
from rfps.deciding.ranking import rank
from tests.rfps.deciding.cases import PRICE, case, offer

ASH = offer("Ash", 40, 10, 20, price="900")
BIRCH = offer("Birch", 30, 10, 25, price="800")
CEDAR = offer("Cedar", 50, 7, 30, quality_score="1", price="700")


def lot_of(vendor, awarded="bid-Ash", offers=(ASH, BIRCH, CEDAR)):
    ranking = rank(case(*offers))
    (lot,) = debrief.build([ranking], f"bid-{vendor}", {1: awarded} if awarded else {})["lots"]
    return lot


def test_the_loser_learns_its_points_place_and_gap():
    lot = lot_of("Birch")
    assert (lot["rank"], lot["ranked"], lot["total"], lot["gap"]) == (2, 2, "65", "5")
    assert [(one["name"], one["points"], one["weight"]) for one in lot["criteria"]] == [
        ("Technical fit", "30", "50"),
        ("Quality", "10", "20"),
        ("Price", "25", "30"),
    ]


@pytest.mark.parametrize("vendor", ["Birch", "Cedar"])
def test_no_other_bid_is_in_it(vendor):
    content = debrief.build([rank(case(ASH, BIRCH, CEDAR))], f"bid-{vendor}", {1: "bid-Ash"})
    letter = debrief.letter(
        vendor=vendor, sponsor="Auroral", title="Tablets", number="RFP-1", content=content
    )
    for told in (json.dumps(content), letter):
        for other in (ASH, BIRCH, CEDAR):
            if other.vendor != vendor:
                assert other.vendor not in told
            assert str(other.price) not in told


def test_a_failed_gate_is_named():
    lot = lot_of("Cedar")
    assert (lot["rank"], lot["failed"]) == (
        None,
        [{"name": "Quality", "score": "1", "minimum": "2"}],
    )


def test_the_winner_has_nothing_to_be_debriefed_on():
    assert debrief.build([rank(case(ASH, BIRCH))], "bid-Ash", {1: "bid-Ash"})["lots"] == []


def test_a_lot_nobody_got_has_no_gap():
    lot = lot_of("Ash", awarded=None)
    assert (lot["gap"], lot["gap_note"]) == (None, debrief.NOT_AWARDED)


def test_where_price_alone_decides_the_gap_would_tell_the_price():
    alone = replace(PRICE, weight=Decimal(100))
    one, two = (
        replace(offer(name, 0, 0, 0), points={"price": Decimal(points)})
        for name, points in (("Ash", 80), ("Birch", 60))
    )
    ranking = rank(replace(case(one, two), criteria=(alone,)))
    (lot,) = debrief.build([ranking], "bid-Birch", {1: "bid-Ash"})["lots"]
    assert (lot["gap"], lot["gap_note"]) == (None, debrief.PRICE_ALONE)


@pytest.mark.parametrize(
    ("vendor", "awarded", "words"),
    [
        ("Birch", "bid-Ash", "65 of 100 points, place 2 of 2. The bid chosen had 5 points more."),
        ("Ash", "bid-Birch", "It had 5 points more than the bid chosen; other reasons decided."),
        ("Cedar", "bid-Ash", "did not reach the minimum that was set for Quality (1, where 2 was"),
        ("Ash", None, "place 1 of 2. This lot was not awarded."),
    ],
)
def test_the_letter_says_it_in_a_sentence(vendor, awarded, words):
    content = {"lots": [lot_of(vendor, awarded)]}
    letter = debrief.letter(
        vendor=vendor, sponsor="Auroral", title="Tablets", number="RFP-1", content=content
    )
    assert words in letter
