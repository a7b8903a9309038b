"""
The weighted sum over a decision table, as textbooks and procurement suites have it.

Vendors are matched on fixed anchors instead (``programs.matching``): there no vendor's points depend
on another's. Here the field scales the criteria, which is what published tables do.
"""

from collections.abc import Callable, Iterable
from math import isfinite

import numpy as np

Column = list[float]


def weighted_sum(
    matrix: Iterable[Iterable[float]],
    weights: Iterable[float],
    directions: Iterable[int],
    normalisation: str = "ratio",
) -> list[float]:
    """
    Score alternatives by the simple additive weighting of normalised criteria.

    All three may be lists, tuples, arrays, or what numpy reads as such (a data frame, say).

    :param matrix: a row per alternative, a column per criterion
    :param weights: one per criterion, not negative; scaled here to add up to 1
    :param directions: 1 for a benefit, -1 for a cost
    :param normalisation: ``"ratio"``, benefit x / max and cost min / x: no value may be negative, no
        cost zero, and not every value of a benefit; or ``"min-max"``, the place between the worst
        and the best of the field, where a criterion on which all are equal counts fully for all
    :return: a score from 0 to 1 per alternative, higher is better
    :raises ValueError: naming the row and the column that do not fit
    """
    if normalisation not in tuple(NORMALISATIONS):
        known = " or ".join(NORMALISATIONS)
        raise ValueError(f"The normalisation is {known}, not {normalisation!r}.")
    rows = [
        _numbers(row, f"Row {number}", f"Row {number}, column")
        for number, row in enumerate(_items(matrix, "The matrix"), 1)
    ]
    weights = _numbers(weights, "The weights", "Weight")
    directions = _items(directions, "The directions")
    _check(rows, weights, directions, normalisation)
    if not rows:
        return []
    weights = [weight / max(weights) for weight in weights]  # so that their sum is a number
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
        return [value / max(column) for value in column]
    return [min(column) / value for value in column]


def _min_max(column: Column, is_benefit: bool) -> Column:
    low, high = min(column), max(column)
    if low == high:
        return [1.0] * len(column)
    worst, best = (low, high) if is_benefit else (high, low)
    # Halves, for the whole distance may be beyond what a float holds.
    return [(value / 2 - worst / 2) / (best / 2 - worst / 2) for value in column]


NORMALISATIONS: dict[str, Callable[[Column, bool], Column]] = {
    "ratio": _ratio,
    "min-max": _min_max,
}


def _items(values, what: str) -> list:
    """Return what a list, a tuple or an array holds."""
    if isinstance(values, list | tuple):
        return list(values)
    found = np.asarray(values, dtype=object)
    if not found.ndim:
        raise ValueError(f"{what}: {values!r} is no list.")
    return list(found)


def _numbers(values, what: str, place: str) -> list[float]:
    """Return a list of numbers; :raises ValueError: naming the first that is none."""
    found = []
    for number, value in enumerate(_items(values, what), 1):
        try:
            found.append(float(value))
        except (TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"{place} {number}: {value!r} is no number.") from error
        if not isfinite(found[-1]):
            raise ValueError(f"{place} {number}: {value} is no number.")
    return found


def _check(rows, weights, directions, normalisation) -> None:
    width = len(weights)
    if not width or len(directions) != width:
        raise ValueError(f"{width} weights and {len(directions)} directions do not fit together.")
    for direction in directions:
        if np.ndim(direction) or direction not in (1, -1):
            raise ValueError(f"A direction is 1 (benefit) or -1 (cost), not {direction!r}.")
    if min(weights) < 0 or not max(weights):
        raise ValueError("Weights are not negative, and at least one is above zero.")
    for number, row in enumerate(rows, 1):
        if len(row) != width:
            raise ValueError(f"Row {number} has {len(row)} values for {width} criteria.")
    if normalisation == "ratio":
        _check_ratios(rows, directions)


def _check_ratios(rows, directions) -> None:
    """Refuse what a ratio to the best of its column cannot be made of."""
    for number, row in enumerate(rows, 1):
        for place, (value, direction) in enumerate(zip(row, directions, strict=True), 1):
            if value < 0 or (value == 0 and direction == -1):
                where = f"Row {number}, column {place}"
                raise ValueError(f"{where}: {value} has no ratio; use min-max.")
    for place, column in enumerate(zip(*rows, strict=True), 1):
        if not any(column):
            raise ValueError(f"Column {place}: nothing but zeros has no ratio; use min-max.")
