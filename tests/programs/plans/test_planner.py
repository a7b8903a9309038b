"""The planner against trying everything, and against the solver of others."""

import random

import pytest

from bench import instances, milp
from programs.plans import planner, reduce, search
from programs.plans.pool import Pool
from programs.plans.types import FIT, Proof, Rules
from tests.programs.plans import small
from tests.programs.plans.small import task, vendor

SEEDS = range(150)


def value(tasks, candidates, plan):
    """Return what the oracle returns: weight lost, partners, hand-offs, -points."""
    shared = plan.staffing
    wanted = small.sources(tasks, candidates)
    lost = sum(one.weight * (wanted[one.no] - len(shared.work.get(one.no, ()))) for one in tasks)
    return (lost, len(shared.partners), len(shared.handoffs), -shared.points)


@pytest.mark.parametrize("seed", SEEDS)
def test_plan_is_as_good_as_trying_everything(seed):
    rng = random.Random(seed)
    by_site = seed % 3 == 0
    tasks, candidates = small.world(rng, double=seed % 2 == 0, by_site=by_site)
    cap = rng.choice([None, None, 1, 2, 3])

    outcome = planner.plan(tasks, candidates, Rules(cap=cap))

    expected = small.best(tasks, candidates, cap=cap, by_site=by_site)
    assert value(tasks, candidates, outcome.plan) == expected
    assert outcome.plan.proof == Proof()


@pytest.mark.parametrize("seed", SEEDS)
def test_plan_with_who_must_take_part_is_as_good_as_trying_everything(seed):
    rng = random.Random(seed)
    tasks, candidates = small.world(rng)
    include = frozenset([rng.choice([one.vendor for one in candidates if one.mask])])

    outcome = planner.plan(tasks, candidates, Rules(include=include))

    expected = small.best(tasks, candidates, include=include)
    assert value(tasks, candidates, outcome.plan) == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_plan_of_vendors_with_two_faces_is_as_good_as_trying_everything(seed):
    rng = random.Random(seed)
    tasks, candidates = small.world(rng, double=seed % 2 == 0)
    candidates = small.faced(rng, candidates)
    able = sorted({one.vendor for one in candidates if one.mask})
    include = frozenset(rng.sample(able, 1) if seed % 3 == 0 else ())

    outcome = planner.plan(tasks, candidates, Rules(include=include))

    expected = small.best(tasks, candidates, include=include)
    assert value(tasks, candidates, outcome.plan) == expected
    assert outcome.plan.proof.is_best


@pytest.mark.parametrize("seed", SEEDS)
def test_one_partner_more_has_the_fewest_handoffs_of_that_many(seed):
    tasks, candidates = small.world(random.Random(seed))

    outcome = planner.plan(tasks, candidates)

    count = len(outcome.plan.staffing.partners) + 1
    best = small.best(tasks, candidates)
    wider = small.best(tasks, candidates, count=count) if count <= len(candidates) else None
    if outcome.more:
        found = value(tasks, candidates, outcome.more)
        assert found[:3] == wider[:3]
        assert found[2:] < best[2:]
    else:
        assert wider is None or wider[0] > 0 or wider[2] >= best[2]


@pytest.mark.parametrize("needs", [20, 40])
@pytest.mark.parametrize("seed", range(4))
def test_partners_and_handoffs_are_those_of_the_solver(needs, seed):
    tasks, candidates = instances.make(random.Random(seed), needs=needs, vendors=150)

    shared = planner.plan(tasks, candidates).plan.staffing

    found = (len(shared.partners), len(shared.handoffs))
    assert found == milp.solve(tasks, reduce.undominated(Pool.of(candidates), double=0, most=0))


def test_no_vendor_is_no_plan():
    outcome = planner.plan([task(0), task(1)], [])

    assert (outcome.plan, outcome.more, outcome.uncoverable) == (None, None, (0, 1))


def test_need_that_nobody_meets_is_named_and_the_rest_is_planned():
    outcome = planner.plan([task(0), task(1, phase=1)], [vendor("a", [1])])

    assert outcome.uncoverable == (0,)
    assert outcome.plan.staffing.work == {1: (0,)}
    assert outcome.plan.proof.is_best


def test_change_of_vendor_from_phase_to_phase_is_a_handoff():
    tasks = [task(0, phase=0), task(1, phase=1), task(2, phase=3)]

    (handoff,) = planner.plan(tasks, [vendor("a", [0, 1]), vendor("b", [2])]).plan.staffing.handoffs

    assert (handoff.since, handoff.phase, handoff.givers, handoff.taker) == (1, 3, (0,), 1)


def test_work_that_transfers_nothing_is_handed_off_by_nobody():
    tasks = [task(0, phase=0, moves=False), task(1, phase=1, moves=False)]

    shared = planner.plan(tasks, [vendor("a", [0]), vendor("b", [1])]).plan.staffing

    assert shared.handoffs == ()


def test_among_as_few_partners_the_one_with_fewer_handoffs_wins_over_the_better_score():
    tasks = [task(0, "x", 0), task(1, "x", 1), task(2, "y", 0)]
    weak = [vendor("stays", [0, 1], fit=3000), vendor("y", [2])]
    strong = [vendor("first", [0], fit=10_000), vendor("second", [1, 2], fit=10_000)]

    shared = planner.plan(tasks, [*weak, *strong]).plan.staffing

    assert [one.key for one in shared.partners] in (["stays", "y"], ["stays", "second"])
    assert shared.handoffs == ()


def test_cap_covers_the_most_weight_and_names_what_it_leaves_out():
    tasks = [task(0, weight=100), task(1, "y", weight=900), task(2, "z", weight=200)]
    candidates = [vendor("a", [0, 2]), vendor("b", [1], weight=900)]

    outcome = planner.plan(tasks, candidates, Rules(cap=1))

    assert [one.key for one in outcome.plan.staffing.partners] == ["b"]
    assert outcome.plan.uncovered == (0, 2)
    assert outcome.more.uncovered == ()


def test_two_sources_of_a_need_are_two_partners():
    tasks = [task(0, sources=2), task(1, "y")]
    candidates = [vendor("a", [0, 1]), vendor("b", [0])]

    outcome = planner.plan(tasks, candidates)

    assert {
        outcome.plan.staffing.partners[place].key for place in outcome.plan.staffing.work[0]
    } == {
        "a",
        "b",
    }
    assert outcome.without_second == ()


def test_second_source_that_nobody_can_be_is_named():
    outcome = planner.plan([task(0, sources=2)], [vendor("a", [0])])

    assert (outcome.without_second, outcome.plan.staffing.work) == ((0,), {0: (0,)})


def test_change_of_site_counts_where_it_is_asked():
    tasks = [task(0, phase=0), task(1, phase=1)]
    sites = {0: "north", 1: "south"}

    free = planner.plan(tasks, [vendor("a", [0, 1], site=sites)]).plan.staffing
    asked = planner.plan(tasks, [vendor("a", [0, 1], site=sites, by_site=True)]).plan.staffing

    assert (len(free.handoffs), len(asked.handoffs)) == (0, 1)


def test_two_faces_of_a_vendor_are_never_in_one_plan():
    tasks = [task(0, "making"), task(1, "study")]
    faces = [
        planner.Candidate.of(("both", face), {no: vendor("x", [no]).offers[no]}, vendor="both")
        for no, face in enumerate(["CDMO", "CRO"])
    ]

    outcome = planner.plan(tasks, [*faces, vendor("maker", [0]), vendor("lab", [1])])

    vendors = [one.vendor for one in outcome.plan.staffing.partners]
    assert len(set(vendors)) == len(vendors) == 2


def test_more_than_63_needs_are_planned():
    tasks = [task(no, f"stream {no % 40}", no // 40) for no in range(200)]
    halves = [vendor("left", range(0, 120)), vendor("right", range(110, 200))]

    outcome = planner.plan(tasks, halves)

    assert len(outcome.plan.staffing.work) == 200
    assert outcome.plan.proof.is_best


def test_what_is_not_finished_is_not_called_proved():
    tasks, candidates = instances.make(random.Random(5), needs=60, vendors=600)

    hasty = planner.plan(tasks, candidates, work=2_000).plan
    patient = planner.plan(tasks, candidates).plan

    assert not hasty.proof.is_best
    assert set(hasty.staffing.work) == set(patient.staffing.work)
    assert len(hasty.staffing.partners) >= len(patient.staffing.partners)


def test_same_question_has_the_same_answer():
    tasks, candidates = instances.make(random.Random(6), needs=60, vendors=600)

    first, second = (planner.plan(tasks, candidates, work=50_000) for _ in range(2))

    assert first == second


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        (Rules(cap=0), "A plan needs at least one partner."),
        (
            Rules(cap=1, include=frozenset("ab")),
            "2 partners must be included, and at most 1 may be.",
        ),
        (
            Rules(include=frozenset("z")),
            "A vendor that must be included meets none of the needs.",
        ),
    ],
)
def test_contradictory_rules_are_refused(rules, sentence):
    with pytest.raises(planner.ContradictionError) as error:
        planner.plan([task(0)], [vendor("a", [0]), vendor("b", [0])], rules)

    assert str(error.value) == sentence


@pytest.mark.parametrize(("fit", "is_proved"), [(FIT, True), (FIT // 2, True), (FIT // 4, False)])
def test_score_that_nobody_could_better_is_proved_in_a_directory_of_any_size(fit, is_proved):
    one = vendor("one", [0, 1], fit=fit)
    others = [vendor(f"other {no}", [no % 2], fit=FIT // 2) for no in range(search.FEW)]

    outcome = planner.plan([task(0), task(1)], [one, *others])

    assert [partner.key for partner in outcome.plan.staffing.partners] == ["one"]
    assert (outcome.plan.proof.is_best, outcome.plan.proof.score) == (True, is_proved)
