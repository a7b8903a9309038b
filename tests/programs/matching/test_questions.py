from decimal import Decimal

import pytest

from programs import matching
from programs.matching import questions
from programs.models import Need
from tests.factories.programs import WorkPackageFactory
from tests.factories.vendors import SiteFactory
from tests.programs.matching import worlds
from tests.programs.matching.worlds import leaf, line, need
from vendors.choices import Evidence, Modality, Phase


@pytest.fixture
def package(sponsor):
    package = worlds.asking(sponsor).package
    worlds.alder(), worlds.birch(), worlds.cedar()
    return package


def asked_of(package, now):
    ranking = matching.rank(package, now=now)
    found = questions.most_moving(ranking.ranked)
    return ranking, found


def test_best_place_that_one_answer_reaches_is_recomputed(package, now):
    ranking, found = asked_of(package, now)

    reached = {
        (match.vendor.name, answer.asked.no): 1
        + sum(
            other.score > match.score + answer.best_points - answer.points
            for other in ranking.ranked
            if other is not match
        )
        for match in ranking.ranked
        for answer in match.answers
        if answer.best_points > answer.points
    }
    moving = {
        key: place
        for key, place in reached.items()
        if place < next(m.rank for m in ranking.ranked if m.vendor.name == key[0])
    }
    assert found.rank == min(moving.values())
    assert (found.match.vendor.name, found.answer.asked.no) in moving
    # Birch: 28.00, and 20.00 for the aseptic filling; Cedar has 30.00.
    assert (found.match.vendor.name, found.gain, found.score, found.rank) == (
        "Birch Manufacturing",
        Decimal("20.00"),
        Decimal("48.00"),
        2,
    )


def test_need_that_no_capability_answers_is_no_question(package, now):
    worlds.need(package, "P1", "M9.99", "Something new", 80)

    ranking, found = asked_of(package, now)

    # 80 of 100 points would lift anybody to the first place, and nobody can answer.
    assert found.answer.asked.leaves
    assert "Something new in Phase 1: no capability of the taxonomy answers it." in [
        gap.text for gap in ranking.ranked[0].gaps
    ]


def test_nothing_open_is_no_question(package, now):
    Need.objects.exclude(slot="M2.01").delete()

    ranking, _ = asked_of(package, now)

    assert ranking.ranked[0].best_case == ranking.ranked[0].score
    assert questions.most_moving(ranking.ranked[:1]) is None


def test_place_after_the_answer_is_told_with_its_tie_breaks(sponsor, now):
    leaf("M1.01", "Making")
    leaf("M1.02", "Testing")
    package = WorkPackageFactory(program__organisation=sponsor, program__modality=Modality.MAB)
    for code in ("M1.01", "M1.02"):
        need(package, Phase.P1, code, code, 5, minimum_evidence=Evidence.DECLARED)
    first, second = (SiteFactory(vendor__name=name) for name in ("Ash", "Birch"))
    line(first, "M1.01", evidence=Evidence.INSPECTED)
    line(first, "M1.02", evidence=Evidence.INSPECTED)
    line(second, "M1.01", evidence=Evidence.DECLARED)

    ranking, found = asked_of(package, now)

    # Birch would have all points as well, and less evidence: it stays second.
    assert [match.vendor.name for match in ranking.ranked] == ["Ash", "Birch"]
    assert found is None
