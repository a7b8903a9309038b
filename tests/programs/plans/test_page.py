import pytest

from programs.plans import drawing, page
from programs.plans.wish import Wish

pytestmark = pytest.mark.django_db


def test_page_opens_the_best_plan_where_the_wanted_one_is_not_there(record):
    assert page.show(record, "more").plan["name"] == "best"
    assert page.show({"plans": []}) is None


def test_columns_name_their_planned_start(record):
    assert page.show(record).phases == [
        (1, "Phase 1", "Q1 2027"),
        (2, "Phase 3", "not planned"),
        (3, "Commercial", "Q3 2031"),
    ]


def test_partner_is_shown_with_its_runs_and_its_loss(record):
    alder = next(loss for loss in page.show(record).losses if loss["partner"]["slug"] == "alder")

    assert (alder["carried"], alder["open"], alder["stand_in"]) == (2, 2, "")
    assert alder["nobody"] == [("Drug substance", "Phase 1 and Phase 3", "Making")]
    assert alder["runs"] == [
        {"stream": "Drug substance", "count": 2, "phases": "Phase 1 and Phase 3"}
    ]


def test_handoff_is_shown_with_the_day_of_its_phase(record):
    (handoff,) = page.show(record).handoffs

    assert handoff["starts_on"].isoformat() == "2031-09-01"
    assert (handoff["givers"][0]["slug"], handoff["taker"]["slug"]) == ("alder", "birch")


def test_query_asks_for_the_same_options(record):
    options = record["options"] | {"cap": 3, "exclude": ["birch"], "apart": True, "double": [7]}

    assert page.query(options) == "cap=3&exclude=birch&apart=on&double=7"
    assert page.query(options, cap=None, double=[]) == "exclude=birch&apart=on"


def test_initials_tell_partners_apart(record):
    assert [partner["initials"] for partner in record["plans"][0]["partners"]] == ["AB", "BM", "CR"]


def test_weight_and_fit_of_every_need_make_the_score(record):
    shown = page.show(record)
    rows = [row for _, found in shown.work for row in found]

    assert [phase for phase, _ in shown.work] == ["Phase 1", "Phase 3", "Commercial"]
    assert len(rows) == len(shown.plan["work"])
    total = sum(need["weight"] for need in record["needs"])
    score = sum(row["need"]["weight"] * row["fit"] for row in rows) / total
    assert round(score, 1) == shown.plan["score"]
    first = rows[0]
    assert (first["need"]["label"], first["partner"]["slug"], first["state"], first["mark"]) == (
        "Drug substance",
        "alder",
        "Met",
        "met",
    )


def test_plan_under_a_cap_is_not_called_the_fewest(world, now):
    capped = drawing.draw(world.program, Wish(cap=1), now=now)

    assert [card.title for card in page.show(capped).cards] == [
        "Best within the cap",
        "One partner above the cap",
    ]
    assert page.show(capped).options == "At most one partner"


def test_plan_within_its_cap_is_the_fewest(world, now):
    assert page.show(drawing.draw(world.program, Wish(cap=9), now=now)).title == "Fewest partners"
