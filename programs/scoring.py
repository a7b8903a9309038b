"""
The weighted sum over a decision table, as textbooks and procurement suites have it.

Vendors are matched on fixed anchors instead (``programs.matching``): there no vendor's points depend
on another's. Here the field scales the criteria, which is what published tables do.
"""

from collections.abc import Callable, Sequence
from math import isfinite

Column = list[float]


def weighted_sum(
    matrix: Sequence[Sequence[float]],
    weights: Sequence[float],
    directions: Sequence[int],
    normalisation: str = "ratio",
) -> list[float]:
    """
    Score alternatives by the simple additive weighting of normalised criteria.

    :param matrix: a row per alternative, a column per criterion
    :param weights: one per criterion, not negative; scaled here to add up to 1
    :param directions: 1 for a benefit, -1 for a cost
    :param normalisation: ``"ratio"``, benefit x / max and cost min / x (a cost of zero has no
        ratio); or ``"min-max"``, the place between the worst and the best of the field. A criterion
        on which all are equal counts fully for everybody.
    :return: a score from 0 to 1 per alternative, higher is better
    :raises ValueError: naming the row and the column that do not fit
    """
    if normalisation not in NORMALISATIONS:
        known = " or ".join(NORMALISATIONS)
        raise ValueError(f"The normalisation is {known}, not {normalisation!r}.")
    rows = [[float(value) for value in row] for row in matrix]
    _check(rows, weights, directions, normalisation)
    if not rows:
        return []
    total = sum(weights)
    scale = NORMALISATIONS[normalisation]
    columns = [
        scale(list(column), direction == 1)
        for column, direction in zip(zip(*rows, strict=True), directions, strict=True)
    ]
    return [
        sum(weight / total * value for weight, value in zip(weights, row, strict=True))
        for row in zip(*columns, strict=True)
    ]


def _ratio(column: Column, is_benefit: bool) -> Column:
    if is_benefit:
        return [value / (max(column) or 1.0) for value in column]
    return [min(column) / value for value in column]


def _min_max(column: Column, is_benefit: bool) -> Column:
    low, high = min(column), max(column)
    if low == high:
        return [1.0] * len(column)
    worst, best = (low, high) if is_benefit else (high, low)
    return [(value - worst) / (best - worst) for value in column]


NORMALISATIONS: dict[str, Callable[[Column, bool], Column]] = {
    "ratio": _ratio,
    "min-max": _min_max,
}


def _check(rows, weights, directions, normalisation) -> None:
    width = len(weights)
    if not width or len(directions) != width:
        raise ValueError(f"{width} weights and {len(directions)} directions do not fit together.")
    if bad := [d for d in directions if d not in (1, -1)]:
        raise ValueError(f"A direction is 1 (benefit) or -1 (cost), not {bad[0]!r}.")
    if any(weight < 0 or not isfinite(weight) for weight in weights) or not sum(weights):
        raise ValueError("Weights are not negative, and at least one is above zero.")
    for number, row in enumerate(rows, 1):
        if len(row) != width:
            raise ValueError(f"Row {number} has {len(row)} values for {width} criteria.")
        for place, (value, direction) in enumerate(zip(row, directions, strict=True), 1):
            where = f"Row {number}, column {place}"
            if not isfinite(value):
                raise ValueError(f"{where}: {value} is no number.")
            if normalisation == "ratio" and (value < 0 or (value == 0 and direction == -1)):
                raise ValueError(f"{where}: {value} has no ratio; use min-max.")
