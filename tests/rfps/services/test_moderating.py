"""Moderation, the closing of the technical scores, and the opening of the prices after it."""

from decimal import Decimal

import pytest
from django.utils import timezone

from audit import services as audit
from audit.models import Event
from notifications.models import Email
from rfps.choices import EvaluationState
from rfps.errors import RFPError
from rfps.models import BidPart, Opening, TechnicalResult
from rfps.services import evaluation, openings, scores, scoring
from tests.rfps import panels, sealed

pytestmark = pytest.mark.django_db

UNEVEN = {"Brackenfell": 4, "Cindervale": 3, "Hallowmere": 1}  # 64, 48 and 16 of 80 points


@pytest.fixture
def closed(scored):
    scored.score_all(UNEVEN)
    scored.close()
    return scored


def envelopes(rfp) -> list[str]:
    return sorted(Opening.objects.filter(rfp=rfp).values_list("envelope", flat=True))


def priced(rfp) -> set[str]:
    """Return the vendors whose commercial part can be read."""
    parts = BidPart.objects.filter(rfp=rfp, envelope="commercial")
    return set(parts.values_list("invitation__vendor__name", flat=True))


def test_a_moderated_score_counts_instead(scored):
    scored.score_all(UNEVEN)
    scored.settle("Hallowmere", panels.FIT, "4.5")

    points = scores.technical_points(scored.rfp)[scored.bid_of("Hallowmere").pk]
    assert points[scored.key(panels.FIT)] == Decimal("27.00")
    assert sum(points.values()) == Decimal("37.00")


@pytest.mark.parametrize(("points", "words"), [("5.5", "from 0 to 5"), ("3.2", "in halves")])
def test_a_moderated_score_is_of_the_scale(scored, points, words):
    scored.score_all(UNEVEN)

    with pytest.raises(RFPError, match=words):
        scored.settle("Hallowmere", panels.FIT, points)


def test_two_leads_on_one_cell_the_second_is_told(scored, colleague):
    scored.score_all(UNEVEN)
    scored.settle("Hallowmere", panels.FIT, "3", by=colleague)

    with pytest.raises(RFPError, match=r"Col League settled it at 3.0 in the meantime"):
        scored.settle("Hallowmere", panels.FIT, "2")
    again = scored.settle("Hallowmere", panels.FIT, "2", revision=1)

    assert (again.points, again.revision) == (2, 2)


def test_nothing_is_moderated_while_others_score_or_after_closing(scored):
    with pytest.raises(RFPError, match="between scoring and closing"):
        scored.settle("Hallowmere", panels.FIT, "3")
    scored.score_all(UNEVEN)
    scored.close()

    with pytest.raises(RFPError, match="between scoring and closing"):
        scored.settle("Hallowmere", panels.FIT, "3")


def test_a_cell_without_a_score_has_to_be_settled_first(scored):
    scored.hand_in(scored.evaluators[0], UNEVEN)
    scored.rfp.evaluators.filter(pk=scored.evaluators[0].pk).update(submitted_at=None)
    scoring.close(rfp=scored.rfp, reason="Nobody had time.", by=scored.lead, now=timezone.now())

    with pytest.raises(RFPError, match="12 cells have no score"):
        scored.close()


def test_closing_writes_down_who_reaches_the_minimum(closed, procurement, lead):
    results = {
        one.bid.invitation.vendor.name: (one.points, one.is_qualified)
        for one in TechnicalResult.objects.select_related("bid__invitation__vendor")
    }

    assert results == {
        "Brackenfell": (64, True),
        "Cindervale": (48, True),
        "Hallowmere": (16, False),
    }
    assert closed.rules.state == EvaluationState.TECHNICAL_CLOSED
    told = Email.objects.filter(kind="commercial-ready").values_list("to", flat=True)
    assert sorted(told) == sorted([procurement.email, lead.email])


def test_prices_open_when_both_agree_and_only_above_the_minimum(closed, procurement, lead):
    before = (envelopes(closed.rfp), priced(closed.rfp))

    first = openings.agree_commercial(rfp=closed.rfp, by=procurement)
    second = openings.agree_commercial(rfp=closed.rfp, by=lead)

    assert before == (["technical"], set())
    assert (first, second) == (False, True)
    assert envelopes(closed.rfp) == ["commercial", "technical"]
    assert priced(closed.rfp) == {"Brackenfell", "Cindervale"}
    assert closed.rules.state == EvaluationState.COMMERCIAL_OPEN
    event = Event.objects.get(verb="rfp.commercial-opened")
    assert {one["vendor"] for one in event.data["bids"]} == {"Brackenfell", "Cindervale"}
    assert "1 stay sealed" in event.summary
    with sealed.acting.as_system():
        assert audit.verify().faults == []


def test_prices_do_not_open_before_the_scores_are_closed(scored, procurement):
    with pytest.raises(RFPError, match="until the technical scores are closed"):
        openings.agree_commercial(rfp=scored.rfp, by=procurement)


def test_prices_are_opened_by_who_is_named(closed, colleague):
    with pytest.raises(RFPError, match="Only the people named"):
        openings.agree_commercial(rfp=closed.rfp, by=colleague)


def test_no_bid_above_the_minimum_opens_no_price(scored, procurement):
    scored.score_all(dict.fromkeys(UNEVEN, 2))  # 32 of the 40 points
    scored.close()

    with pytest.raises(RFPError, match="No bid has the 40 technical points it needs"):
        openings.agree_commercial(rfp=scored.rfp, by=procurement)
    assert not Email.objects.filter(kind="commercial-ready").exists()


def test_in_one_step_prices_are_open_and_scores_still_close(
    asked, bidders, procurement, lead, as_sponsor
):
    sealed.submit(bidders[0])
    sealed.open_bids(asked, procurement, lead)
    alone = panels.Panel(asked, panels.admitted(asked, panels.people(asked.organisation, 1)))
    seen = priced(asked)
    alone.score_all({"Brackenfell": 3})

    results = alone.close()

    assert seen == {"Brackenfell"}
    assert [(one.points, one.is_qualified) for one in results] == [(48, True)]
    assert alone.rules.state == EvaluationState.COMMERCIAL_OPEN


def test_where_nothing_technical_carries_points_both_open_at_once(
    asked, bidder, procurement, lead, as_sponsor
):
    content = asked.versions.get().content
    price = [one for one in content["criteria"] if one["envelope"] == "commercial"]
    panels.plan(asked)
    sealed.add_version(asked, lambda before: before | {"criteria": price})
    sealed.read_newest(bidder)
    sealed.submit(bidder, sealed.filled(content) | {"accepted": 2})

    sealed.open_bids(asked, procurement, lead)

    rules = evaluation.of(asked)
    assert (rules.is_two_step, rules.state) == (False, EvaluationState.COMMERCIAL_OPEN)
    assert priced(asked) == {"Brackenfell"}
    assert scores.technical_points(asked) == {scores.bids_of(asked)[0].pk: {}}


def test_one_bid_only_is_scored_and_opened_like_any(asked, bidders, procurement, lead, as_sponsor):
    alone = panels.open_panel(asked, bidders[:1], [procurement, lead])
    alone.score_all({"Brackenfell": 5})
    alone.close()
    for opener in (procurement, lead):
        openings.agree_commercial(rfp=asked, by=opener)

    assert priced(asked) == {"Brackenfell"}


def test_rules_are_set_before_the_opening_and_refused_after(
    asked, bidder, procurement, lead, as_sponsor, now
):
    data = {"aggregation": "median", "is_two_step": True, "minimum": Decimal(30)}
    evaluation.set_rules(rfp=asked, data=data, by=procurement, now=now)
    sealed.open_bids(asked, procurement, lead)

    rules = evaluation.of(asked)
    assert (rules.aggregation, rules.minimum) == ("median", 30)
    assert [one["name"] for one in rules.frozen["criteria"]][-1] == "Price"
    with pytest.raises(RFPError, match="are frozen since its opening"):
        evaluation.set_rules(rfp=asked, data=data, by=procurement, now=now)
