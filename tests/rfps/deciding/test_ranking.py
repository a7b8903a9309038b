"""A lot is ranked by points that add up; who is out says why."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from rfps.deciding.ranking import BAND, rank
from tests.rfps.deciding.cases import case, cases, offer, waiver


def oracle(found):
    """Rank by plain Python: round each contribution, add, count who is ahead."""
    totals = {
        one.bid: sum(
            points.quantize(Decimal("0.01"), ROUND_HALF_UP) for points in one.points.values()
        )
        for one in found.offers
    }
    return {
        bid: (total, 1 + sum(other > total for other in totals.values()))
        for bid, total in totals.items()
    }


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_totals_and_ranks_are_those_of_plain_arithmetic(found):
    ranking = rank(found)
    assert {place.offer.bid: (place.total, place.rank) for place in ranking.places} == oracle(found)
    for place in ranking.places:
        assert sum(place.contributions) == place.total


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_who_leaves_changes_nobodys_points_and_no_order(found):
    """The default formula for prices asks nothing of the others, so neither does the ranking."""
    before = rank(found)
    loser = before.places[-1].offer
    after = rank(replace(found, offers=tuple(one for one in found.offers if one != loser)))
    left = [place for place in before.places if place.offer != loser]
    assert [place.contributions for place in after.places] == [p.contributions for p in left]
    assert [place.offer for place in after.places] == [place.offer for place in left]


def test_equal_totals_share_a_rank_and_the_next_is_left_out():
    ranking = rank(
        case(
            offer("Brackenfell", 40, 10, 20),
            offer("Ash", 30, 10, 30),
            offer("Cindervale", 45, 15, 25),
            offer("Dunmore", 10, 10, 10),
        )
    )
    shown = [(place.offer.vendor, place.rank, place.is_tied) for place in ranking.places]
    assert shown == [
        ("Cindervale", 1, False),
        ("Ash", 2, True),
        ("Brackenfell", 2, True),
        ("Dunmore", 4, False),
    ]


def test_equal_first_places_are_said_to_be_equal():
    ranking = rank(case(offer("Ash", 40, 10, 20), offer("Brackenfell", 30, 10, 30)))
    assert [place.offer.vendor for place in ranking.leaders] == ["Ash", "Brackenfell"]
    assert [place.in_band for place in ranking.places] == [True, True]


@pytest.mark.parametrize(("behind", "is_close"), [("0.49", True), (BAND, False)])
def test_less_than_half_a_point_is_a_tie_band(behind, is_close):
    first = offer("Ash", 40, 10, 20)
    second = offer("Brackenfell", Decimal(40) - Decimal(behind), 10, 20)
    ranking = rank(case(first, second, offer("Cindervale", 1, 10, 1)))
    assert [place.in_band for place in ranking.places] == [is_close, is_close, False]
    assert [place.rank for place in ranking.places] == [1, 2, 3]


def test_a_failed_gate_takes_out_whatever_the_points():
    ranking = rank(case(offer("Ash", 50, 7, 30, quality_score="1.9"), offer("Birch", 1, 8, 1)))
    assert [(place.offer.vendor, place.rank) for place in ranking.places] == [
        ("Birch", 1),
        ("Ash", None),
    ]
    (failure,) = ranking.out[0].stopped_by
    assert (failure.criterion.name, failure.score) == ("Quality", Decimal("1.9"))


def test_the_minimum_itself_passes():
    assert rank(case(offer("Ash", 50, 8, 30, quality_score="2"))).ranked[0].failures == ()


def test_a_waiver_lifts_the_gate_and_stays_visible():
    ranking = rank(
        case(
            offer("Ash", 50, 7, 30, quality_score="1.9"),
            offer("Birch", 1, 8, 1),
            waivers=[waiver("Ash")],
        )
    )
    assert [place.rank for place in ranking.places] == [1, 2]
    assert ranking.places[0].waived[0].waiver.reason == "The certificate came since."


def test_a_waiver_is_for_one_bid():
    failing = [offer(name, 50, 7, 30, quality_score="1") for name in ("Ash", "Birch")]
    ranking = rank(case(*failing, waivers=[waiver("Birch")]))
    assert [(place.offer.vendor, place.rank) for place in ranking.places] == [
        ("Birch", 1),
        ("Ash", None),
    ]


def test_a_waiver_without_a_reason_is_none():
    with pytest.raises(ValueError, match="needs a reason"):
        waiver("Ash", reason="  ")


def test_all_gated_out_leaves_nobody_first():
    ranking = rank(case(*(offer(name, 50, 7, 30, quality_score="1") for name in "AB")))
    assert (ranking.ranked, ranking.leaders, len(ranking.out)) == ((), (), 2)


def test_one_bid_alone_is_first_and_tied_with_nobody():
    (place,) = rank(case(offer("Ash", 10, 5, 5))).places
    assert (place.rank, place.is_tied, place.in_band) == (1, False, False)


def test_what_is_not_scored_is_never_zero():
    ranking = rank(case(offer("Ash", None, 10, 20), offer("Birch", 1, 4, 1)))
    assert [place.offer.vendor for place in ranking.ranked] == ["Birch"]
    assert [one.name for one in ranking.out[0].unscored] == ["Technical fit"]


def test_who_is_barred_has_no_rank():
    ranking = rank(case(offer("Ash", 50, 20, 30, barred="The award was revoked.")))
    assert ranking.ranked == ()
