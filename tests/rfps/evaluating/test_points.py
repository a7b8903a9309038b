from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rfps.evaluating.aggregation import Cell, aggregate
from rfps.evaluating.points import (
    Standing,
    by_bid,
    criterion_points,
    ranked,
    totals,
    without_each_evaluator,
)

WEIGHTS = {"fit": Decimal(50), "team": Decimal(30)}
PANELS = st.lists(
    st.fixed_dictionaries(
        {key: st.lists(st.integers(0, 5), min_size=3, max_size=3) for key in WEIGHTS}
    ),
    min_size=1,
    max_size=5,
)
PATIENT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def cells_of(panel) -> list[Cell]:
    return [
        Cell(bid, key, dict(enumerate(scores)))
        for bid, row in enumerate(panel)
        for key, scores in row.items()
    ]


def test_points_are_weight_times_score_over_scale():
    assert criterion_points("15", Decimal(10) / 3, 5) == Decimal("10.00")
    assert criterion_points("0.01", "2.5", 5) == Decimal("0.01")  # halves go up


@PATIENT
@given(PANELS)
def test_a_plain_oracle_finds_the_same(panel):
    found = totals(by_bid(cells_of(panel), WEIGHTS, "mean", 5))

    for bid, row in enumerate(panel):
        exact = sum(float(WEIGHTS[key]) * sum(scores) / 3 / 5 for key, scores in row.items())
        assert abs(float(found[bid]) - exact) <= 0.01


@PATIENT
@given(
    weight=st.decimals("0.01", 100, places=2),
    scores=st.lists(st.integers(0, 5), min_size=1, max_size=9),
    rule=st.sampled_from(["mean", "median"]),
)
@example(weight=Decimal("12.45"), scores=[1, 1, 1, 1, 1, 0], rule="mean")  # 2.075 exactly
def test_points_are_those_of_exact_fractions(weight, scores, rule):
    ordered = sorted(scores)
    middle = ordered[(len(scores) - 1) // 2], ordered[len(scores) // 2]
    score = Fraction(sum(scores), len(scores)) if rule == "mean" else Fraction(sum(middle), 2)
    exact = Fraction(weight) * score / 5

    found = criterion_points(weight, aggregate(scores, rule), 5)

    assert 100 * found == floor(100 * exact + Fraction(1, 2))


@PATIENT
@given(PANELS)
def test_a_bid_that_goes_changes_nobody_elses_points(panel):
    everything = by_bid(cells_of(panel), WEIGHTS, "mean", 5)
    rest = by_bid(cells_of(panel)[len(WEIGHTS) :], WEIGHTS, "mean", 5)

    assert rest == {bid: row for bid, row in everything.items() if bid != 0}


def test_a_cell_without_a_score_and_a_criterion_without_a_weight_are_left_out():
    cells = [Cell("a", "fit", {}), Cell("a", "other", {1: 5}), Cell("a", "team", {1: 5})]

    assert by_bid(cells, WEIGHTS, "mean", 5) == {"a": {"team": Decimal(30)}}


def test_equal_points_share_a_rank():
    found = ranked({"a": Decimal(3), "b": Decimal(9), "c": Decimal(9), "d": Decimal(1)})

    assert found == [
        Standing("b", Decimal(9), 1, True),
        Standing("c", Decimal(9), 1, True),
        Standing("a", Decimal(3), 3, False),
        Standing("d", Decimal(1), 4, False),
    ]


def test_without_one_evaluator_another_may_win():
    cells = [
        Cell("a", "fit", {"ada": 5, "bo": 2, "cy": 2}),
        Cell("b", "fit", {"ada": 1, "bo": 3, "cy": 3}),
    ]

    found = without_each_evaluator(cells, WEIGHTS, "mean", 5)

    assert {who: one[0].bid for who, one in found.items()} == {"ada": "b", "bo": "a", "cy": "a"}


def test_who_alone_scored_a_cell_cannot_be_left_out():
    cells = [Cell("a", "fit", {"ada": 5, "bo": 2}), Cell("a", "team", {"ada": 5})]

    assert list(without_each_evaluator(cells, WEIGHTS, "mean", 5)) == ["bo"]
