"""The weights at which the first place changes, held against scores added up by hand."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rfps.deciding import stability
from rfps.deciding.ranking import rank
from tests.rfps.deciding.cases import case, cases, offer


def score_at(ranking, place, criterion, weight: Decimal) -> Decimal:
    """Return the total when one criterion weighs ``weight`` and the others share the rest."""
    case_ = ranking.case
    rest = sum(one.weight for one in case_.criteria if one != criterion)
    total = Decimal(0)
    for one, points in zip(case_.criteria, place.contributions, strict=True):
        fit = points / one.weight
        share = weight if one == criterion else one.weight * (100 - weight) / rest
        total += fit * share
    return total


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(cases(), st.integers(0, 100))
def test_inside_its_band_the_leader_is_ahead_and_outside_it_is_not(found, weight):
    ranking = rank(found)
    examined = stability.examine(ranking)
    if examined is None or len(found.criteria) < 2:
        return
    leader, *others = ranking.ranked
    for band in examined.bands:
        lead = min(
            score_at(ranking, leader, band.criterion, Decimal(weight))
            - score_at(ranking, other, band.criterion, Decimal(weight))
            for other in others
        )
        if band.low + Decimal("0.1") < weight < band.high - Decimal("0.1"):
            assert lead >= Decimal("-0.0001")
        elif not band.low - Decimal("0.1") <= weight <= band.high + Decimal("0.1"):
            assert lead < Decimal("0.0001")


def test_it_names_who_takes_over_and_where():
    """Ash leads by 5 on 50/20/30; on price alone Birch is 20 of 30 points ahead."""
    ranking = rank(case(offer("Ash", 45, 10, 10), offer("Birch", 20, 10, 30)))
    bands = {band.criterion.name: band for band in stability.examine(ranking).bands}
    price = bands["Price"]
    # 25/50 ahead on fit, nothing on quality, 20/30 behind on price: equal where
    # (100 - x) * 25/70 = x * 20/30.
    edge = (Decimal(100) * 25 / 70 / (Decimal(25) / 70 + Decimal(20) / 30)).quantize(Decimal("0.1"))
    assert (price.low, price.high) == (Decimal("0.0"), edge)
    assert (price.below, price.above.offer.vendor) == (None, "Birch")
    assert not price.is_firm
    assert bands["Quality"].is_firm


def test_who_is_better_in_everything_is_first_in_every_draw():
    ranking = rank(case(offer("Ash", 45, 15, 25), offer("Birch", 20, 10, 20)))
    examined = stability.examine(ranking)
    assert examined.firsts == {"bid-Ash": 100, "bid-Birch": 0}
    assert all(band.is_firm for band in examined.bands)


def test_one_bid_has_nothing_to_be_examined():
    assert stability.examine(rank(case(offer("Ash", 45, 15, 25)))) is None
