"""
How far a ranking hangs on its weights.

All of it works on the sure fits before rounding: ``rows`` holds one row per vendor, in the order of
the ranking, with the fit per need as a whole number (25,000 is full); ``shares`` the weight per need
in hundredths of a point. The first row is the leader. What one need may weigh hangs on a vendor's fit
on it and on its points alone, so of a large ranking a few rivals per need stand for all.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

Row = Sequence[int]

SEED = 20_261_122  # two people who look at one ranking see one number
DRAWS = 500
TOP = 5
SPREAD = 2  # a plausible weight is between half and twice the one that is set


class Rival(NamedTuple):
    """A vendor as one need sees it."""

    name: int
    fit: int  # on the need
    score: int  # on all: shares times fits


class Interval(NamedTuple):
    """The shares of the whole weight between which the leader stays ahead, and who overtakes."""

    low: Fraction
    high: Fraction
    below: Rival | None  # who leads below ``low``; None where nobody does
    above: Rival | None


def rivals_of(shares: Row, rows: Mapping[int, Row]) -> list[list[Rival]]:
    """Return by need how it sees the vendors, by name."""
    scores = _scores(shares, rows.values())
    return [
        [
            Rival(name, row[no], score)
            for (name, row), score in zip(rows.items(), scores, strict=True)
        ]
        for no in range(len(shares))
    ]


def intervals(shares: Row, rivals: Sequence[Sequence[Rival]]) -> list[Interval | None]:
    """
    Return per need the weights that leave the leader ahead, the others shrinking in proportion.

    With d the leader's advantage on the need, and R its average advantage on the others by their
    weights, the leader is ahead at the share x where x·d + (1 - x)·R ≥ 0: on one side of
    -R / (d - R). None where a rival is ahead at every share.

    :param rivals: by need, the leader first
    """
    total = sum(shares)
    return [_interval(share, total - share, own) for share, own in zip(shares, rivals, strict=True)]


def _interval(share: int, others: int, rivals: Sequence[Rival]) -> Interval | None:
    leader, low, high, below, above = rivals[0], Fraction(0), Fraction(1), None, None
    if not others:
        return Interval(low, high, None, None)  # its own weight is the whole: no other to shift to
    for rival in rivals[1:]:
        advantage = leader.fit - rival.fit
        on_it = advantage * others
        rest = leader.score - rival.score - share * advantage
        if on_it < 0 and rest < 0:
            return None
        if on_it == rest or (on_it >= 0 and rest >= 0):
            continue
        edge = Fraction(-rest, on_it - rest)
        if on_it > rest and edge > low:
            low, below = edge, rival
        if on_it < rest and edge < high:
            high, above = edge, rival
    return Interval(low, high, below, above) if low <= high else None


def _scores(shares: Row, rows: Iterable[Row]) -> list[int]:
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


def leaders_without(shares: Row, rivals: Sequence[Sequence[Rival]]) -> list[list[int]]:
    """Return per need who leads when it is left out: several where they are equal."""
    found = []
    for share, own in zip(shares, rivals, strict=True):
        left = {rival.name: rival.score - share * rival.fit for rival in own}
        best = max(left.values())
        found.append([name for name, score in left.items() if score == best])
    return found


@dataclass(frozen=True)
class Robustness:
    """What changes with the weights; vendors by id."""

    vendor_ids: tuple[int, ...]  # those drawn for, in the order of the ranking
    leader: tuple[Rival, ...]  # by need
    intervals: tuple[Interval | None, ...]  # by need
    without: tuple[tuple[int, ...], ...]  # by need, the vendors that lead when it is left out
    top_counts: dict[int, int]  # by vendor
    draws: int
    top: int


def examine(
    shares: Row,
    fits: dict[int, dict[int, int]],
    rivals: Sequence[Sequence[Rival]],
) -> Robustness:
    """
    Examine a ranking.

    :param fits: by vendor, the first of the ranking in its order, and number of the need; a need
        that is not named has no sure fit
    :param rivals: by need, who may lead once it weighs something else, the leader or not
    """
    if not fits:
        return Robustness((), (), (), (), {}, DRAWS, TOP)
    numbers = range(1, len(shares) + 1)
    rows = {name: [fit.get(no, 0) for no in numbers] for name, fit in fits.items()}
    leader = next(iter(rows))
    first = [own[0] for own in rivals_of(shares, {leader: rows[leader]})]
    known = [[one, *others] for one, others in zip(first, rivals, strict=True)]
    counts = top_counts(shares, list(rows.values()))
    return Robustness(
        vendor_ids=tuple(fits),
        leader=tuple(first),
        intervals=tuple(intervals(shares, known)),
        without=tuple(map(tuple, leaders_without(shares, known))),
        top_counts=dict(zip(fits, counts, strict=True)),
        draws=DRAWS,
        top=TOP,
    )
