"""What the database itself refuses about an evaluation, by raw SQL as the serving role."""

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from audit import acting
from rfps.models import BidPart, Opening, Score
from rfps.services import openings
from tests.rfps import panels

pytestmark = pytest.mark.django_db

UNEVEN = {"Brackenfell": 4, "Cindervale": 3, "Hallowmere": 1}
TABLES = ("evaluation", "evaluator", "score", "moderation", "technicalresult")
OF_NOBODY = dict.fromkeys(TABLES, 0)


def run(statement: str, *params) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM rfps_{table}")  # noqa: S608 - names of this file
            found[table] = cursor.fetchone()[0]
    return found


@pytest.fixture
def moderated(scored):
    scored.score_all(UNEVEN)
    scored.settle("Hallowmere", panels.FIT, "1")
    return scored


def test_all_of_it_is_the_sponsors_alone(moderated, bidder, other_sponsor):
    moderated.close()
    invitation = bidder.invitation

    with acting.as_invitation(rfp_id=invitation.rfp_id, invitation_id=invitation.pk):
        of_vendor = rows()
    with acting.as_organisation(other_sponsor.pk):
        of_other = rows()

    assert rows() == {
        "evaluation": 1,
        "evaluator": 3,
        "score": 36,
        "moderation": 1,
        "technicalresult": 3,
    }
    assert (of_vendor, of_other) == (OF_NOBODY, OF_NOBODY)


@pytest.mark.parametrize(
    "change",
    [
        "aggregation = 'median'",
        "minimum = 0",
        "is_two_step = false",
        "frozen = '{}'",
        "frozen_at = now()",
        "scale = 4",
    ],
)
def test_frozen_rules_stay(scored, change):
    with pytest.raises(Error, match="frozen since its opening"):
        run(f"UPDATE rfps_evaluation SET {change}")  # noqa: S608 - from this file


def test_a_frozen_evaluation_is_not_deleted(scored):
    with pytest.raises(Error, match="frozen since its opening"):
        run("DELETE FROM rfps_evaluation")


@pytest.mark.parametrize("state", ["planned", "technical_closed", "commercial_open", "closed"])
def test_a_state_is_not_jumped(scored, state):
    with pytest.raises(Error, match=r"cannot go from scoring to|rfps_evaluation_frozen"):
        run("UPDATE rfps_evaluation SET state = %s", state)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("points = 6", "outside the scale|rfps_score_in_scale"),
        ("criterion_key = gen_random_uuid()", "a criterion that was frozen"),
        ("bid_id = gen_random_uuid()", "a bid of its request"),
    ],
)
def test_a_score_is_of_its_scale_criterion_and_bid(scored, change, words):
    scored.put(scored.evaluators[0], "Brackenfell", panels.FIT, 3)

    with pytest.raises(Error, match=words):
        run(f"UPDATE rfps_score SET {change}")  # noqa: S608 - from this file


def test_scores_stay_once_a_sheet_is_handed_in(scored):
    scored.hand_in(scored.evaluators[0], UNEVEN)

    with pytest.raises(Error, match="declared no conflict and not submitted"):
        run("UPDATE rfps_score SET points = 5")


def test_scores_and_moderated_ones_stay_once_closed(moderated):
    with pytest.raises(Error, match="written during scoring only"):
        run("DELETE FROM rfps_score")
    moderated.close()

    with pytest.raises(Error, match="written during moderation only"):
        run("UPDATE rfps_moderation SET points = 5")
    with pytest.raises(Error, match="for ever"):
        run("UPDATE rfps_technicalresult SET is_qualified = true")


def test_one_score_for_each_cell(scored):
    score = scored.put(scored.evaluators[0], "Brackenfell", panels.FIT, 3)
    score.pk = None

    with pytest.raises(Error, match="rfps_score_once"), transaction.atomic():
        score.save(force_insert=True)


def test_no_commercial_opening_before_the_scores_are_closed(moderated):
    sponsor = moderated.rfp.organisation_id

    with pytest.raises(Error, match="row-level security"), transaction.atomic():
        Opening.objects.create(
            organisation_id=sponsor,
            rfp=moderated.rfp,
            envelope="commercial",
            opened_at=timezone.now(),
            opened_by=moderated.lead,
        )


def test_prices_below_the_minimum_are_no_row_for_anybody(moderated, procurement, lead):
    moderated.close()
    for opener in (procurement, lead):
        openings.agree_commercial(rfp=moderated.rfp, by=opener)
    below = moderated.bid_of("Hallowmere")
    count = "SELECT 1 FROM rfps_bidpart WHERE envelope = 'commercial' AND version_id = %s"

    seen = run(count, below.current_id)
    with acting.as_system():
        seen_by_system = run(count, below.current_id)
    invitation = below.invitation
    with acting.as_invitation(rfp_id=moderated.rfp.pk, invitation_id=invitation.pk):
        seen_by_its_vendor = run(count, below.current_id)

    assert (seen, seen_by_system, seen_by_its_vendor) == (0, 0, 1)
    assert BidPart.objects.filter(version=below.current_id).count() == 1
    assert Score.objects.filter(bid=below).count() == 12
