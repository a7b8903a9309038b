"""
How far a ranking hangs on its weights.

All of it works on the sure fits before rounding: ``rows`` holds one row per vendor, in the order of
the ranking, with the fit per need as a whole number (25,000 is full); ``shares`` the weight per need
in hundredths of a point. The first row is the leader.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

Row = Sequence[int]

SEED = 20_261_122  # two people who look at one ranking see one number
DRAWS = 500
TOP = 5
SPREAD = 2  # a plausible weight is between half and twice the one that is set


class Interval(NamedTuple):
    """The shares of the whole weight between which the leader stays ahead, and who overtakes."""

    low: Fraction
    high: Fraction
    below: int | None  # the row that leads below ``low``; None where nobody does
    above: int | None


def intervals(shares: Row, rows: Sequence[Row]) -> list[Interval | None]:
    """
    Return per need the weights that leave the leader ahead, the others shrinking in proportion.

    With d the leader's advantage on the need, and R its average advantage on the others by their
    weights, the leader is ahead at the share x where x·d + (1 - x)·R ≥ 0: on one side of
    -R / (d - R). None where a rival is ahead at every share.
    """
    scores = _scores(shares, rows)
    ahead = [scores[0] - score for score in scores]
    return [_interval(no, shares, rows, ahead) for no in range(len(shares))]


def _interval(no: int, shares: Row, rows: Sequence[Row], ahead: Row) -> Interval | None:
    leader, others = rows[0], sum(shares) - shares[no]
    low, high, below, above = Fraction(0), Fraction(1), None, None
    if not others:
        return Interval(low, high, None, None)  # its own weight is the whole: no other to shift to
    for place in range(1, len(rows)):
        advantage = leader[no] - rows[place][no]
        on_it, rest = advantage * others, ahead[place] - shares[no] * advantage
        if on_it < 0 and rest < 0:
            return None
        if on_it == rest or (on_it >= 0 and rest >= 0):
            continue
        edge = Fraction(-rest, on_it - rest)
        if on_it > rest and edge > low:
            low, below = edge, place
        if on_it < rest and edge < high:
            high, above = edge, place
    return Interval(low, high, below, above) if low <= high else None


def _scores(shares: Row, rows: Sequence[Row]) -> list[int]:
    return [sum(map(int.__mul__, shares, row)) for row in rows]


def top_counts(
    shares: Row, rows: Sequence[Row], *, top: int = TOP, draws: int = DRAWS
) -> list[int]:
    """
    Count per vendor the drawn weightings in which it is among the first.

    A draw multiplies each weight by a factor of its own, between half and twice, evenly on the
    logarithm. Who ties with the last of the first is among them.
    """
    # Repeatable on purpose; it keeps no secret.
    rng = random.Random(SEED)  # noqa: S311
    chance = rng.random
    drawn = [
        [int(256 * share * SPREAD ** (2 * chance() - 1)) for share in shares] for _ in range(draws)
    ]
    # Products of whole numbers far below 2^53: floats are exact, in whatever order they are added.
    scores = np.array(drawn, float) @ np.array(rows, float).T
    place = len(rows) - min(top, len(rows))
    last = np.partition(scores, place, axis=1)[:, [place]]
    return np.count_nonzero(scores >= last, axis=0).tolist()


def leaders_without(shares: Row, rows: Sequence[Row]) -> list[list[int]]:
    """Return per need the rows that lead when it is left out: several where they are equal."""
    scores = _scores(shares, rows)
    found = []
    for no, share in enumerate(shares):
        left = [score - share * row[no] for score, row in zip(scores, rows, strict=True)]
        best = max(left)
        found.append([place for place, score in enumerate(left) if score == best])
    return found


@dataclass(frozen=True)
class Robustness:
    """What changes with the weights; rows are vendors in the order of the ranking."""

    vendor_ids: tuple[int, ...]
    intervals: tuple[Interval | None, ...]  # by need
    without: tuple[tuple[int, ...], ...]  # by need, the vendors that lead when it is left out
    top_counts: dict[int, int]  # by vendor
    draws: int
    top: int


def examine(shares: Row, fits: dict[int, dict[int, int]]) -> Robustness:
    """
    Examine a ranking.

    :param fits: by vendor, in the order of the ranking, and number of the need; a need that is not
        named has no sure fit
    """
    order = tuple(fits)
    rows = [[fit.get(no, 0) for no in range(1, len(shares) + 1)] for fit in fits.values()]
    if not rows:
        return Robustness((), (), (), {}, DRAWS, TOP)
    leaders = leaders_without(shares, rows)
    counts = top_counts(shares, rows)
    return Robustness(
        vendor_ids=order,
        intervals=tuple(intervals(shares, rows)),
        without=tuple(tuple(order[place] for place in places) for places in leaders),
        top_counts=dict(zip(order, counts, strict=True)),
        draws=DRAWS,
        top=TOP,
    )
