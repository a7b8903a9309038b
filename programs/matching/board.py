"""
The matching page's numbers: ranks, totals, near misses, what could be relaxed.

Ranked is who has a line that speaks to a need at a site no gate stops. Who says nothing about any
need is left out here and counted by the page; it would share one place behind the sure points.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from programs.choices import GateKind
from programs.matching import places, rivals, stops, tally
from programs.matching.places import Places
from programs.matching.robustness import Rival
from programs.matching.store import Brief
from programs.matching.tally import Tally
from programs.matching.wishes import Wish
from vendors import lines

NEAR_MISSES = 20
COMPARED = 100  # the first so many of the ranking are tried under other weights
TIE_BAND = 50  # hundredths of a point

KINDS = {bit: kind for kind, bit in stops.BITS.items()}


class Standing(NamedTuple):
    """One ranked vendor; ``last`` is the last place of those that share its rank."""

    vendor_id: int
    score: Decimal
    best_case: Decimal
    must_gaps: int
    evidence_total: int
    rank: int
    is_tied: bool
    band: tuple[int, int]  # the places of all within half a point


class NearMiss(NamedTuple):
    """A vendor that one thing keeps out: a must it does not answer, or a gate."""

    vendor_id: int
    stop: GateKind | None
    no: int | None
    score: Decimal  # the sure points it would have
    must_gaps: int  # beside it
    rank: int  # the place it would take


class Relaxing(NamedTuple):
    """What the sponsor could relax, and how many vendors that would add."""

    musts: dict[int, int]  # by need: they would answer every must
    gates: dict[GateKind, int]  # they would be ranked
    evidence: dict[int, int]  # by need: they would meet it outright


@dataclass(frozen=True)
class Board:
    """The ranking of a directory, cut to one page."""

    listed: int  # who may be matched at all
    ranked: int
    meet_a_must: int
    meet_all_musts: int
    stopped: int
    shown: int
    start: int
    standings: tuple[Standing, ...]
    leaders: tuple[int, ...]  # the vendors that share the first place, by id
    near_misses: tuple[NearMiss, ...]
    relaxing: Relaxing
    fits: dict[int, dict[int, int]]  # of the first COMPARED by rank: vendor, need, 25,000ths
    rivals: list[list[Rival]]  # by need, of the whole ranking


def read(asking: Brief, wish: Wish, *, size: int) -> Board:
    """
    Rank the directory and return one page of it, with all that hangs on the whole.

    :param size: how many vendors a page holds
    """
    taken = tally.take(asking, lines.current())
    sums, ranking = taken.ranked, places.ordered(taken.ranked)
    shown = places.shown(taken, ranking, wish)
    start = places.start_of(taken, shown, wish, size)
    missing = _missing(taken)
    return Board(
        listed=int(np.count_nonzero(taken.may_match)),
        ranked=len(sums.vendor),
        meet_a_must=int(np.count_nonzero(sums.musts)),
        meet_all_musts=int(np.count_nonzero(sums.musts == taken.must_count)),
        stopped=_distinct([stopped.vendor for _, stopped in taken.stopped], taken),
        shown=len(shown.row),
        start=start,
        standings=_standings(taken, shown, places.cut(taken, shown, start, size)),
        leaders=_leaders(taken, ranking),
        near_misses=_near_misses(taken, missing),
        relaxing=_relaxing(taken, missing),
        fits=_fits(taken, ranking),
        rivals=rivals.of(taken, ranking),
    )


def near_misses(asking: Brief) -> tuple[NearMiss, ...]:
    """Rank, and return the near misses alone: for measuring."""
    taken = tally.take(asking, lines.current())
    return _near_misses(taken, _missing(taken))


def _standings(taken: Tally, shown: Places, page: list[int]) -> tuple[Standing, ...]:
    sums, ids, scores = taken.ranked, taken.known.vendor_ids, np.sort(taken.ranked.worst)
    found = []
    for at in page:
        row, rank, last = int(shown.row[at]), int(shown.rank[at]), int(shown.last[at])
        worst = int(sums.worst[row])
        above = len(scores) - np.searchsorted(scores, worst + TIE_BAND)
        through = len(scores) - np.searchsorted(scores, worst - TIE_BAND, side="right")
        standing = Standing(
            vendor_id=int(ids[sums.vendor[row]]),
            score=_points(worst),
            best_case=_points(sums.best[row]),
            must_gaps=taken.must_count - int(sums.musts[row]),
            evidence_total=int(sums.evidence[row]),
            rank=rank,
            is_tied=last > rank,
            band=(int(above) + 1, int(through)),
        )
        found.append(standing)
    return tuple(found)


def _leaders(taken: Tally, ranking: Places) -> tuple[int, ...]:
    rows = ranking.row[ranking.rank == 1]
    return tuple(sorted(taken.known.vendor_ids[taken.ranked.vendor[rows]].tolist()))


class Missing(NamedTuple):
    """The ranked vendors that answer every must but one: rows of the sums, and the need."""

    row: np.ndarray
    no: np.ndarray


def _missing(taken: Tally) -> Missing:
    sums = taken.ranked
    row = np.flatnonzero(sums.musts == taken.must_count - 1)
    all_musts = sum(asked.no for asked in taken.asking.needs if asked.is_must)
    return Missing(row, all_musts - sums.must_sum[row])


def _near_misses(taken: Tally, missing: Missing) -> tuple[NearMiss, ...]:
    """Name the first of those that one must or one gate keeps out, and the place they would take."""
    sums = taken.ranked
    score = sums.worst[missing.row] + taken.shares[missing.no]
    nothing = np.zeros_like(missing.no)
    parts = [(sums.vendor[missing.row], nothing, missing.no, score, nothing)]
    for bit, stopped in taken.stopped:
        nothing = np.zeros_like(stopped.vendor)
        gaps = taken.must_count - stopped.musts
        parts.append((stopped.vendor, nothing + bit, nothing, stopped.worst, gaps))
    vendor, stop, no, score, gaps = (np.concatenate(column) for column in zip(*parts, strict=True))
    ids = taken.known.vendor_ids[vendor]
    first = np.lexsort((ids, gaps, -score))[:NEAR_MISSES]
    scores = np.sort(sums.worst)
    ranks = 1 + len(scores) - np.searchsorted(scores, score[first], side="right")
    columns = (ids[first], stop[first], no[first], score[first], gaps[first], ranks)
    return tuple(
        NearMiss(pk, KINDS.get(bit), number or None, _points(points), others, rank)
        for pk, bit, number, points, others, rank in zip(
            *(column.tolist() for column in columns), strict=True
        )
    )


def _relaxing(taken: Tally, missing: Missing) -> Relaxing:
    counted = taken.counted
    minimum = np.array([0, *(asked.need.minimum_evidence for asked in taken.asking.needs)])
    is_weaker = counted.is_met & (counted.evidence < minimum[counted.no])
    return Relaxing(
        musts=_counts(missing.no),
        gates={
            KINDS[bit]: len(stopped.vendor) for bit, stopped in taken.stopped if len(stopped.vendor)
        },
        evidence=_counts(counted.no[is_weaker]),
    )


def _counts(values: np.ndarray) -> dict[int, int]:
    return {no: times for no, times in enumerate(np.bincount(values).tolist()) if times}


def _distinct(parts: list[np.ndarray], taken: Tally) -> int:
    """Count vendors, each once."""
    is_there = np.zeros(len(taken.may_match), bool)
    for vendors in parts:
        is_there[vendors] = True
    return int(np.count_nonzero(is_there))


def _fits(taken: Tally, ranking: Places) -> dict[int, dict[int, int]]:
    """Return the sure fits of the first by rank, and by id where they share one."""
    rows = ranking.row[ranking.rank <= COMPARED]
    vendor, rank = taken.ranked.vendor[rows], ranking.rank[: len(rows)]
    order = np.lexsort((taken.known.vendor_ids[vendor], rank))
    counted = taken.counted
    is_compared = np.zeros(len(taken.known.vendor_ids), bool)
    is_compared[vendor] = True
    kept = is_compared[counted.vendor] & counted.is_met
    fits: dict[int, dict[int, int]] = {place: {} for place in vendor[order].tolist()}
    columns = (counted.vendor[kept], counted.no[kept], counted.fit[kept])
    for place, no, fit in zip(*(column.tolist() for column in columns), strict=True):
        fits[place][no] = fit
    return {int(taken.known.vendor_ids[place]): own for place, own in fits.items() if own}


def _points(hundredths: int) -> Decimal:
    return Decimal(int(hundredths)).scaleb(-2)
