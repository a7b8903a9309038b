"""The field is read as it is: every total is what plain Python makes of scores and prices."""

from decimal import Decimal

import pytest
from django.utils import timezone

from audit import acting
from rfps.errors import RFPError
from rfps.models import BidWaiver, ExchangeRate, Invitation
from rfps.services import field, lot_prices
from tests.rfps import decided

pytestmark = pytest.mark.django_db

# Quality 4 of 5 at weight 20 is 16; a price of 3,000 between 1,000 and 5,000 is half of 30.
TOTALS = {
    1: {"Brackenfell": 50 + 16 + 15, "Cindervale": 40 + 12 + 30, "Hallowmere": 50 + 4 + 27},
    2: {"Brackenfell": 50 + 16 + 22.5, "Cindervale": 40 + 12 + 19.5},
}


@pytest.fixture
def read(world):
    return lambda: field.read(rfp=world.rfp, user=world.buyer)


def oracle() -> dict:
    """Add up by plain Python what the bids were made with."""
    full, none = (float(one) for one in decided.ANCHORS)
    found = {}
    for vendor, ((fit, quality), prices) in decided.BIDS.items():
        for lot, price in enumerate(prices, 1):
            by_price = 30 * min(1, max(0, (none - price) / (none - full)))
            found.setdefault(lot, {})[vendor] = 50 * fit / 5 + 20 * quality / 5 + by_price
    return found


def test_the_totals_are_those_of_plain_python(read):
    found = {
        ranking.case.lot: {one.offer.vendor: float(one.total) for one in ranking.places}
        for ranking in read().rankings
    }
    assert found == oracle() == TOTALS


def test_who_fails_a_gate_is_out_and_the_others_are_ranked(read):
    first, second = read().rankings
    assert [(one.offer.vendor, one.rank) for one in first.places] == [
        ("Cindervale", 1),
        ("Brackenfell", 2),
        ("Hallowmere", None),
    ]
    assert [one.offer.vendor for one in second.places] == ["Brackenfell", "Cindervale"]
    assert first.out[0].stopped_by[0].criterion.name == "Quality"


def test_prices_and_options_are_like_for_like(read):
    current = read()
    assert current.currency == "EUR"
    assert [(lot.lot, [one.price for one in lot.options]) for lot in current.options()] == [
        (1, [Decimal(1000), Decimal(3000)]),
        (2, [Decimal(2000), Decimal(2400)]),
    ]
    assert current.unpriced_lines(1) == []


def test_a_rate_to_an_earlier_currency_of_comparison_is_not_on_the_record(world, read):
    now = timezone.now()
    before = [one.pk for one in read().rates]
    ExchangeRate.objects.bulk_create(
        [
            ExchangeRate(
                organisation=world.sponsor,
                rfp=world.rfp,
                currency="CHF",
                base="USD",
                rate=Decimal("1.2"),
                source="ECB",
                as_of=world.rfp.openings.last().opened_at.date(),
                set_at=now,
                set_by=world.buyer,
            )
        ]
    )
    assert [one.pk for one in read().rates] == before


def test_a_waiver_puts_a_bid_back(world, read):
    BidWaiver.objects.create(
        organisation=world.sponsor,
        rfp=world.rfp,
        lot=world.rfp.lots.get(position=1),
        bid=world.bids["Hallowmere"],
        criterion_key=world.key_of("Quality"),
        reason="The certificate came since.",
        by=world.buyer,
        at=timezone.now(),
    )
    places = [(one.offer.vendor, one.rank, one.is_tied) for one in read().rankings[0].places]
    assert places == [("Cindervale", 1, False), ("Brackenfell", 2, True), ("Hallowmere", 2, True)]


def test_a_revoked_invitation_is_out_and_says_so(world, read):
    Invitation.objects.filter(pk=world.bids["Cindervale"].invitation_id).update(
        revoked_at=timezone.now(), revoke_reason="Merged with a rival."
    )
    ranking = read().rankings[0]
    assert [one.offer.vendor for one in ranking.ranked] == ["Brackenfell"]
    assert (
        ranking.of(str(world.bids["Cindervale"].pk)).offer.barred == "Its invitation was revoked."
    )


def test_who_leaves_changes_nobodys_points(world, read):
    before = {one.offer.vendor: one.contributions for one in read().rankings[0].places}
    Invitation.objects.filter(pk=world.bids["Hallowmere"].invitation_id).update(
        revoked_at=timezone.now(), revoke_reason="Late."
    )
    after = {one.offer.vendor: one.contributions for one in read().rankings[0].places}
    assert after == before


def test_nothing_is_read_before_the_prices_are_open(world):
    with acting.as_system():
        rfp = decided.request(world.sponsor, world.buyer, vendors=("Ash", "Birch"))
    with pytest.raises(RFPError, match="until its prices are open"):
        field.read(rfp=rfp, user=world.buyer)


def test_another_sponsor_reads_nothing(world, stranger):
    with acting.as_organisation(stranger.organisation_id), pytest.raises(RFPError):
        field.read(rfp=world.rfp, user=stranger)


def test_the_queries_are_few_and_flat(read, django_assert_num_queries):
    with django_assert_num_queries(15):
        read()


def test_a_lot_without_a_bid_grid_is_ranked_without_points_for_the_price(world, read):
    version = world.rfp.versions.last()
    version.content["lots"][1]["grid"] = []
    version.save(update_fields=["content"])

    _, second = read().rankings

    assert [(one.offer.vendor, one.total, one.rank) for one in second.places] == [
        ("Brackenfell", Decimal(66), 1),
        ("Cindervale", Decimal(52), 2),
    ]


def test_under_the_relative_formula_prices_and_decision_count_the_same_bids(world, read):
    decided.divide_prices(world.rfp)

    (first, _), current = measured(world), read()

    # Hallowmere, 1,400, fails a gate and gets nothing; without Cindervale, 1,000, it would not lead.
    by_page = {name: found.likely for name, found in first.points().items()}
    by_decision = {place.offer.bid: place.contributions[2] for place in current.rankings[0].ranked}
    assert by_page == by_decision
    assert sorted(by_page.values()) == [10, 30]


def test_a_bid_that_leaves_changes_both_alike(world, read):
    decided.divide_prices(world.rfp)
    Invitation.objects.filter(pk=world.bids["Cindervale"].invitation_id).update(
        revoked_at=timezone.now(), revoke_reason="Late."
    )

    first = measured(world)[0]
    place = read().rankings[0].ranked[0]

    assert first.running == {str(world.bids["Brackenfell"].pk)}
    assert place.contributions[2] == first.points()[place.offer.bid].likely == 30


def measured(world):
    lots = lot_prices.read(rfp=world.rfp, user=world.buyer)
    return field.measured(rfp=world.rfp, lots=lots)


def test_under_the_default_formula_every_opened_bid_has_points(world):
    first = measured(world)[0]

    assert first.running is None
    assert len(first.points()) == 3
