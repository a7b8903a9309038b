import pytest
from django.utils import timezone

from audit.models import Event
from notifications.models import Email
from rfps.choices import EvaluationState
from rfps.errors import RFPError
from rfps.models import Score
from rfps.services import openings, panel, scores, scoring
from rfps.services import rfp as rfp_services
from tests.rfps import panels

pytestmark = pytest.mark.django_db

EVEN = {"Brackenfell": 4, "Cindervale": 3, "Hallowmere": 1}


def mails(kind: str) -> list[str]:
    return sorted(Email.objects.filter(kind=kind).values_list("to", flat=True))


def test_a_cell_is_replaced_when_it_is_put_again(scored):
    one = scored.evaluators[0]
    scored.put(one, "Brackenfell", panels.FIT, None, "First a comment")
    scored.put(one, "Brackenfell", panels.FIT, 4, "Then a score")

    score = Score.objects.get()
    assert (score.points, score.comment) == (4, "Then a score")


@pytest.mark.parametrize("points", [-1, 6, 2.5])
def test_outside_the_scale_is_refused(scored, points):
    with pytest.raises(RFPError, match="a whole number from 0 to 5"):
        scored.put(scored.evaluators[0], "Brackenfell", panels.FIT, points)


def test_prices_are_nobodys_to_score(scored):
    price = next(one for one in scored.rules.frozen["criteria"] if one["envelope"] == "commercial")

    with pytest.raises(RFPError, match="not yours to score"):
        scoring.put(
            evaluator=scored.evaluators[0],
            bid=scored.bids[0],
            criterion=price["key"],
            points=3,
            comment="",
            now=timezone.now(),
        )


def test_nobody_scores_after_handing_in(scored):
    scored.hand_in(scored.evaluators[0], EVEN)

    with pytest.raises(RFPError, match="they stay as they are"):
        scored.put(scored.evaluators[0], "Brackenfell", panels.FIT, 5)


def test_points_are_empty_while_others_score(scored):
    scored.hand_in(scored.evaluators[0], EVEN)

    assert scores.technical_points(scored.rfp) == {bid.pk: {} for bid in scored.bids}


def test_the_last_sheet_closes_scoring_and_tells_procurement(scored, procurement):
    scored.score_all(EVEN)

    points = scores.technical_points(scored.rfp, scored.rfp.lots.get())
    assert scored.rules.state == EvaluationState.MODERATION
    assert mails("scores-complete") == [procurement.email]
    assert {bid.invitation.vendor.name: sum(points[bid.pk].values()) for bid in scored.bids} == {
        "Brackenfell": 64,
        "Cindervale": 48,
        "Hallowmere": 16,
    }


def test_who_has_a_conflict_is_not_waited_for(scored, procurement):
    panel.declare(
        evaluator=scored.evaluators[2],
        has_conflict=True,
        statement="My sister works there.",
        now=timezone.now(),
    )
    for evaluator in scored.evaluators[:2]:
        scored.hand_in(evaluator, EVEN)

    assert scored.rules.state == EvaluationState.MODERATION
    assert mails("conflict-declared") == [procurement.email]


@pytest.fixture
def conflicted(scored):
    """Let two hand in, and then the third, whom scoring waits for, declare a conflict."""
    for evaluator in scored.evaluators[:2]:
        scored.hand_in(evaluator, EVEN)
    conflict(scored.evaluators[2])
    return scored


def conflict(evaluator):
    return panel.declare(
        evaluator=evaluator, has_conflict=True, statement="Shares.", now=timezone.now()
    )


def test_a_conflict_of_the_last_one_leaves_the_close_to_the_lead(conflicted):
    assert conflicted.rules.state == EvaluationState.SCORING

    scoring.close(
        rfp=conflicted.rfp, reason="Two are enough.", by=conflicted.lead, now=timezone.now()
    )

    event = Event.objects.get(verb="evaluation.scoring-closed")
    assert event.data["left_out"] == []
    assert set(scores.cells(conflicted.rules)[0].scores) == {
        one.pk for one in conflicted.evaluators[:2]
    }
    assert {one.is_qualified for one in conflicted.close()} == {True, False}


def test_or_to_somebody_named_in_its_place(conflicted, evaluator):
    (instead,) = panels.admitted(conflicted.rfp, [evaluator])
    conflicted.hand_in(instead, EVEN)

    assert conflicted.rules.state == EvaluationState.MODERATION


def test_where_everybody_has_a_conflict_somebody_else_can_still_score(scored, evaluator):
    for one in scored.evaluators:
        conflict(one)
    before = scored.rules.state
    (instead,) = panels.admitted(scored.rfp, [evaluator])
    scored.hand_in(instead, EVEN)

    assert (before, scored.rules.state) == (EvaluationState.SCORING, EvaluationState.MODERATION)


def test_the_lead_closes_with_a_reason_and_late_sheets_do_not_count(scored):
    scored.hand_in(scored.evaluators[0], EVEN)
    scored.put(scored.evaluators[1], "Brackenfell", panels.FIT, 0)

    with pytest.raises(RFPError, match="Say why"):
        scoring.close(rfp=scored.rfp, reason=" ", by=scored.lead, now=timezone.now())
    scoring.close(rfp=scored.rfp, reason="Bo is ill.", by=scored.lead, now=timezone.now())

    cell = scores.cells(scored.rules)[0]
    event = Event.objects.get(verb="evaluation.scoring-closed")
    assert list(cell.scores) == [scored.evaluators[0].pk]
    assert event.data["left_out"] == ["Bo Two", "Cy Three"]


def test_a_cancelled_request_is_not_scored(scored):
    rfp_services.cancel(rfp=scored.rfp, reason="Paused.", by=scored.lead, now=timezone.now())

    with pytest.raises(RFPError, match="is cancelled"):
        scored.put(scored.evaluators[0], "Brackenfell", panels.FIT, 3)
    with pytest.raises(RFPError, match="is cancelled: what is sealed stays sealed"):
        openings.agree_commercial(rfp=scored.rfp, by=scored.lead)


def test_scoring_closes_once(scored):
    scoring.close(rfp=scored.rfp, reason="Enough.", by=scored.lead, now=timezone.now())

    with pytest.raises(RFPError, match="cannot go to “Moderation”"):
        scoring.close(rfp=scored.rfp, reason="Again.", by=scored.lead, now=timezone.now())


def test_evaluators_are_asked_when_the_bids_are_open_and_reminded_once_a_day(scored):
    for _ in range(2):
        panel.remind(evaluator=scored.evaluators[0], by=scored.lead, now=timezone.now())

    everybody = sorted(one.user.email for one in scored.evaluators)
    assert mails("evaluator-invited") == everybody
    assert mails("evaluator-reminder") == [scored.evaluators[0].user.email]


def test_named_before_the_opening_one_is_asked_by_it(asked, bidder, procurement, lead, as_sponsor):
    panels.plan(asked)
    panels.admitted(asked, panels.people(asked.organisation, 1))
    unsworn = panel.name(
        rfp=asked,
        user=lead,
        limits=panels.NO_LIMITS,
        by=procurement,
        now=timezone.now(),
    )
    before = mails("evaluator-invited")

    panels.sealed.open_bids(asked, procurement, lead)

    assert (before, mails("evaluator-invited")) == ([], [unsworn.user.email])


@pytest.mark.parametrize("who", ["stranger", "curator"])
def test_only_colleagues_who_see_the_program_are_named(request, scored, who):
    with pytest.raises(RFPError, match="does not see this program"):
        panel.name(
            rfp=scored.rfp,
            user=request.getfixturevalue(who),
            limits=panels.NO_LIMITS,
            by=scored.lead,
            now=timezone.now(),
        )


def test_a_conflict_is_not_taken_back_and_its_name_not_dropped(scored):
    one = scored.evaluators[0]
    panel.declare(evaluator=one, has_conflict=True, statement="Shares.", now=timezone.now())

    with pytest.raises(RFPError, match="only a new person"):
        panel.declare(evaluator=one, has_conflict=False, statement="", now=timezone.now())
    with pytest.raises(RFPError, match="stays on record"):
        panel.drop(evaluator=one, by=scored.lead, now=timezone.now())


def test_a_name_is_taken_back_before_anything_is_scored(scored):
    panel.drop(evaluator=scored.evaluators[0], by=scored.lead, now=timezone.now())

    assert scored.rfp.evaluators.count() == 2
