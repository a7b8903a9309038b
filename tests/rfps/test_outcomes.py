"""What a decision comes to where the bids leave little to decide: one, none that passes, equals."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import acting
from notifications.models import Email
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.models import Debrief
from rfps.services import exchange
from tests.rfps import decided

pytestmark = pytest.mark.django_db

ONE = {"Brackenfell": ((5, 4), (3000, 2000))}
GATED = {"Brackenfell": ((5, 1), (3000, 2000)), "Cindervale": ((4, 0), (1000, 2400))}
EQUAL = {"Brackenfell": ((4, 3), (2000, 2000)), "Cindervale": ((4, 3), (2000, 2000))}


@pytest.fixture
def build():
    """Build a world of some bids; the test then acts for its sponsor."""
    contexts = []

    def make(bids):
        world = decided.build(bids)
        contexts.append(acting.as_organisation(world.sponsor.pk))
        contexts[0].__enter__()
        return world

    yield make
    for context in contexts:
        context.__exit__(None, None, None)


@pytest.fixture
def page(client_of):
    def read(world) -> str:
        response = client_of(world.buyer).get(reverse("rfp-decision", args=[world.rfp.pk]))
        return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())

    return read


def test_one_bid_alone_is_first_and_can_be_awarded(build, page):
    world = build(ONE)
    said = page(world)

    awards = world.award("Brackenfell", "Brackenfell")

    world.rfp.refresh_from_db()
    assert said.count("One bid alone.") == 2
    assert "How firm is the first place?" not in said
    assert [award.lot.position for award in awards] == [1, 2]
    assert world.rfp.state == RFPState.AWARDED
    assert not Debrief.objects.exists()
    assert Email.objects.filter(kind="award-made").count() == 1


def test_where_every_bid_fails_a_gate_nothing_is_awarded_until_one_is_waived(build, page):
    world = build(GATED)
    said = page(world)

    with pytest.raises(RFPError, match="is not in the ranking: it cannot be awarded"):
        world.recommend("Brackenfell", None, reasons=("", "Nobody passes."))
    with pytest.raises(RFPError, match="Award at least one lot, or cancel the request"):
        world.recommend(None, None, reasons=("Nobody passes.", "Nobody passes."))
    world.waive(vendor="Brackenfell")
    (award,) = world.award("Brackenfell", None, reasons=("", "Nobody passes."))

    assert said.count("Every bid is out") == 2
    assert (award.lot.position, award.invitation.vendor.name) == (1, "Brackenfell")


def test_equal_totals_are_said_to_be_and_decided_with_a_reason(build, page):
    world = build(EQUAL)
    said = page(world)

    with pytest.raises(RFPError, match="Equal first places"):
        world.recommend("Brackenfell", "Brackenfell")
    awards = world.award("Brackenfell", "Cindervale", reasons=("A shorter way.", "By lot."))

    assert said.count("Equal totals in first place.") == 2
    assert [award.invitation.vendor.name for award in awards] == ["Brackenfell", "Cindervale"]


def test_without_an_exchange_rate_nobody_is_ranked_until_it_is_added(build, page):
    world, now = build(EQUAL), timezone.now()
    version = world.rfp.versions.last()
    version.content["pricing"]["currency"] = "CHF"
    version.save(update_fields=["content"])
    before = page(world)
    with pytest.raises(RFPError, match="is not in the ranking: it cannot be awarded"):
        world.recommend("Brackenfell", "Brackenfell", reasons=("Ours.", "Ours."))

    exchange.set_rate(
        rfp=world.rfp,
        currency="EUR",
        rate=Decimal("0.9"),
        source="ECB",
        as_of=now.date(),
        by=world.buyer,
        now=now,
    )

    after = page(world)
    missing = "EUR has no exchange rate. Until it has one nobody is ranked. Add the rate"
    assert (before.count(missing), before.count("Every bid is out")) == (2, 2)
    assert missing not in after
    assert "CHF 1,800" in after
