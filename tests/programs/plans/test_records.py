import json

import pytest

from programs.plans import drawing, records
from programs.plans.records import _initials
from programs.plans.wish import Wish
from tests.programs.matching.worlds import need
from vendors.choices import Phase

pytestmark = pytest.mark.django_db


def test_record_is_plain_json(record):
    assert json.loads(json.dumps(record)) == record


def test_score_is_the_share_of_the_weight_that_is_met(plan):
    # Fit is 1 everywhere but for the two lines whose lead time is not stated.
    assert plan["coverage_pct"] == 100
    assert plan["score"] <= plan["best_case"] == 100


def test_need_that_nobody_meets_counts_in_the_whole(world, now):
    need(world.making, Phase.P2, "M2.05", "Drug substance, early", 14)

    (plan,) = drawing.draw(world.program, Wish(), now=now)["plans"]

    assert plan["coverage_pct"] == 50


def test_fingerprint_is_of_what_is_said_not_of_the_hour(world, record, now):
    later = drawing.draw(world.program, Wish(), now=now.replace(hour=11))
    capped = drawing.draw(world.program, Wish(cap=2), now=now)

    assert records.fingerprint(later) == records.fingerprint(record)
    assert records.fingerprint(capped) != records.fingerprint(record)


@pytest.mark.parametrize(
    ("name", "taken", "initials"),
    [
        ("Alder Biologics", set(), "AB"),
        ("Alder Biologics", {"AB"}, "Al"),
        ("Alder", {"Al", "Ad", "Ae", "Ar"}, "A1"),
        ("3 Rivers", set(), "3R"),
        ("X", set(), "X1"),
        ("***", {"X1"}, "X2"),
    ],
)
def test_initials_are_two_characters_that_nobody_else_has(name, taken, initials):
    assert _initials(name, taken) == initials
