"""The record that is signed: the same rows make the same fingerprint, another row another."""

import copy
import json
from decimal import Decimal

from rfps.deciding import record
from rfps.deciding.ranking import rank
from rfps.deciding.record import Choice
from tests.rfps.deciding.cases import case, offer, waiver

REQUEST = {"number": "RFP-2026-001", "version": 1, "sha256": "0" * 64}


def build(*offers, chosen="bid-Ash", waivers=()):
    ranking = rank(case(*offers, waivers=waivers))
    return record.build(
        request=REQUEST,
        rankings=[ranking],
        receipts={one.bid: f"receipt of {one.vendor}" for one in offers},
        prices={"currency": "EUR"},
        choices=[Choice(1, chosen)],
        wish={},
        reason="The best of all.",
    )


ASH, BIRCH = offer("Ash", 40, 10, 20), offer("Birch", 30, 10, 20)


def test_it_says_all_that_was_decided_from():
    made = build(ASH, offer("Birch", 30, 7, 20, quality_score="1.5"), waivers=[waiver("Birch")])
    (lot,) = made["lots"]
    assert (lot["chosen"], [one["rank"] for one in lot["bids"]]) == ("bid-Ash", [1, 2])
    assert lot["bids"][0] == {
        "bid": "bid-Ash",
        "vendor": "Ash",
        "receipt": "receipt of Ash",
        "rank": 1,
        "is_tied": False,
        "total": "70",
        "points": {"fit": "40", "quality": "10", "price": "20"},
        "price": "1000",
        "failed": [],
        "barred": "",
    }
    assert lot["bids"][1]["failed"] == [
        {
            "criterion": "quality",
            "score": "1.5",
            "waiver": {"reason": "The certificate came since.", "by": "Mina Keller"},
        }
    ]


def test_it_survives_the_way_through_json():
    made = build(ASH, BIRCH)
    again = json.loads(json.dumps(made))
    assert record.fingerprint(again) == record.fingerprint(made)


def test_the_order_in_which_bids_are_read_changes_nothing():
    assert record.fingerprint(build(ASH, BIRCH)) == record.fingerprint(build(BIRCH, ASH))


def test_a_hundredth_of_a_point_is_another_record():
    other = offer("Birch", Decimal("30.01"), 10, 20)
    assert record.fingerprint(build(ASH, BIRCH)) != record.fingerprint(build(ASH, other))


def test_what_has_changed_is_named():
    signed = build(ASH, BIRCH)
    assert record.changed(signed, copy.deepcopy(signed)) == []
    assert record.changed(signed, build(ASH)) == ["Birch has no bid in force any more."]
    assert record.changed(build(ASH), signed) == ["Birch has a bid that the record does not know."]
    assert record.changed(signed, build(ASH, offer("Birch", 31, 10, 20))) == [
        "The points, the price or the gates of Birch for Drug product are others now."
    ]
    newer = copy.deepcopy(signed)
    newer["lots"][0]["bids"][1]["receipt"] = "another"
    assert record.changed(signed, newer) == ["Birch has another version in force."]
    assert record.changed(signed, signed | {"lots": []}) == [
        "Drug product is awarded already, or no lot of the request any more."
    ]
    assert record.changed(signed, signed | {"prices": {"currency": "CHF"}}) == [
        "The request, its rates or the record's own words have changed."
    ]
