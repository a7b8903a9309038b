"""
The matching page's numbers, from one statement: ranks, totals, near misses, what could be relaxed.

Ranked is who has a line that speaks to a need at a site no gate stops. Who says nothing about any
need is left out here and counted by the page; it would share one place behind the sure points.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from django.db import connection

from programs.choices import GateKind
from programs.matching import store, tally
from programs.matching.store import Brief
from programs.matching.wishes import Order, Show, Wish
from vendors.choices import VendorKind
from vendors.models import Vendor

NEAR_MISSES = 20
COMPARED = 100  # the first so many of the ranking are tried under other weights
TIE_BAND = 50  # hundredths of a point

KINDS = {Show.CDMO: VendorKind.CDMO, Show.CRO: VendorKind.CRO}

BOARD = """
, keyed AS (
    SELECT tally.*, ((worst::bigint * 16384 + best) * 1024 + 1023 - gaps) * 4096 + evidence AS key
    FROM tally
), ranked AS MATERIALIZED (
    SELECT keyed.*, rank() OVER place AS rank, count(*) OVER place AS last
    FROM keyed WINDOW place AS (ORDER BY key DESC)
), shown AS MATERIALIZED ({shown}
), vendor_asked_for AS ({asked_for}
), page AS MATERIALIZED (
    SELECT least(
        coalesce((SELECT place - 1 FROM vendor_asked_for), %(start)s) / %(size)s,
        greatest((SELECT count(*) FROM shown) - 1, 0) / %(size)s) * %(size)s AS start
), slice AS MATERIALIZED (
    SELECT shown.* FROM shown
    WHERE shown.first <= (SELECT start FROM page) + %(size)s
      AND shown.until > (SELECT start FROM page)
), scores AS MATERIALIZED (
    SELECT worst, count(*)::int AS vendors FROM tally GROUP BY worst
), stopped AS MATERIALIZED (
    SELECT told.* FROM told
    WHERE told.stop <> 0 AND NOT EXISTS (SELECT FROM tally WHERE vendor_id = told.vendor_id)
), missing AS MATERIALIZED (
    SELECT tally.vendor_id, tally.worst, need.no, tally.worst + need.share AS score
    FROM tally JOIN need ON need.no = %(must_sum)s - tally.must_sum
    WHERE tally.gaps = 1
), near AS (
    SELECT found.*, 1 + (SELECT coalesce(sum(vendors), 0) FROM scores WHERE worst > found.score)
               AS rank
    FROM (
        SELECT vendor_id, 0 AS stop, no, score, 0 AS gaps FROM missing
        UNION ALL
        SELECT vendor_id, stop, 0, worst, %(must_count)s - musts FROM stopped
        ORDER BY 4 DESC, 5, 1 LIMIT %(near)s
    ) AS found
)
SELECT
    (SELECT array[count(*), count(*) FILTER (WHERE musts > 0), count(*) FILTER (WHERE gaps = 0)]
        FROM tally),
    (SELECT count(DISTINCT vendor_id) FROM stopped),
    (SELECT count(*) FROM shown),
    (SELECT start FROM page),
    (SELECT array_agg(array[vendor_id, worst, best, gaps, evidence, rank, last, first])
        FROM slice),
    (SELECT array_agg(array[worst, vendors] ORDER BY worst DESC) FROM scores),
    (SELECT array_agg(array[vendor_id, stop, no, score, gaps, rank] ORDER BY score DESC, gaps,
                      vendor_id) FROM near),
    (SELECT array_agg(array[no, vendors]) FROM (
        SELECT no, count(*)::int AS vendors FROM missing GROUP BY no) AS m),
    (SELECT array_agg(array[stop, vendors]) FROM (
        SELECT stop, count(DISTINCT vendor_id)::int AS vendors FROM stopped GROUP BY stop) AS s),
    (SELECT array_agg(array[no, vendors]) FROM (
        SELECT no, count(*)::int AS vendors FROM answer
        WHERE stop = 0 AND evidence < minimum GROUP BY no) AS w),
    (SELECT array_agg(array[vendor_id, no, fit] ORDER BY rank, vendor_id)
        FROM answer JOIN ranked USING (vendor_id)
        WHERE stop = 0 AND fit IS NOT NULL AND rank <= %(compared)s)
"""
ALL = """
    SELECT ranked.*, rank AS first, last AS until FROM ranked"""
SOME = """
    SELECT ranked.*, rank() OVER place AS first, count(*) OVER place AS until
    FROM ranked {condition} WINDOW place AS (ORDER BY {order})"""


ASKED_FOR = """
    SELECT start.first + count(other.id) AS place
    FROM vendors_vendor AS vendor JOIN shown AS start ON start.vendor_id = vendor.id
    JOIN shown ON shown.first = start.first
    LEFT JOIN vendors_vendor AS other ON other.id = shown.vendor_id
        AND (lower(other.name), other.id) < (lower(vendor.name), vendor.id)
    WHERE vendor.slug = %(opened)s
    GROUP BY start.first"""
NOBODY = """
    SELECT 0 AS place WHERE false"""

# The planner takes what comes out of an expression for a few rows and would loop over it; where an
# index is to be looped over, LATERAL says so. The aggregates hold a row per vendor and need: on
# disk they would take ten times as long.
PLANNING = """
SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'; SET LOCAL jit = off"""
AS_BEFORE = """
SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL work_mem TO DEFAULT; SET LOCAL jit TO DEFAULT"""


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

    ranked: int
    meet_a_must: int
    meet_all_musts: int
    stopped: int
    shown: int
    start: int
    standings: tuple[Standing, ...]
    near_misses: tuple[NearMiss, ...]
    relaxing: Relaxing
    fits: dict[int, dict[int, int]]  # of the first COMPARED by rank: vendor, need, 25,000ths


def read(asking: Brief, wish: Wish, *, size: int) -> Board:
    """
    Rank the directory and return one page of it, with all that hangs on the whole.

    :param size: how many vendors a page holds
    """
    if not asking.needs:
        return Board(0, 0, 0, 0, 0, 0, (), (), Relaxing({}, {}, {}), {})
    head, parameters = tally.statement(asking)
    parameters |= {
        "opened": "" if wish.number else wish.opened,
        "start": (wish.page - 1) * size,
        "size": size,
        "near": NEAR_MISSES,
        "compared": COMPARED,
    }
    text = head + BOARD.format(
        shown=_shown(wish), asked_for=ASKED_FOR if parameters["opened"] else NOBODY
    )
    with connection.cursor() as cursor:
        cursor.execute(PLANNING)
        cursor.execute(text, parameters)
        row = cursor.fetchone()
        cursor.execute(AS_BEFORE)
    return _board(size, *row)


def near_misses(asking: Brief) -> list:
    """Rank, and return the near misses alone, as rows of the statement: for measuring."""
    head, parameters = tally.statement(asking)
    parameters |= {"opened": "", "start": 0, "size": 1, "near": NEAR_MISSES, "compared": 0}
    tail = BOARD.partition("\nSELECT\n")[0].format(shown=ALL, asked_for=NOBODY)
    with connection.cursor() as cursor:
        cursor.execute(PLANNING)
        cursor.execute(head + tail + "\nSELECT * FROM near", parameters)
        rows = cursor.fetchall()
        cursor.execute(AS_BEFORE)
    return rows


def listed_count(asking: Brief) -> int:
    """Count who may be matched at all."""
    return store.candidates(asking.program).count()


def _shown(wish: Wish) -> str:
    if wish.order == Order.WORST and wish.show == Show.ALL:
        return ALL
    condition = ""
    if wish.show == Show.MUSTS:
        condition = "WHERE musts > 0"
    elif wish.show in KINDS:
        kinds = f"'{KINDS[wish.show]}', '{VendorKind.BOTH}'"
        condition = (
            "JOIN vendors_vendor AS v ON v.id = ranked.vendor_id AND v.kind IN (" + kinds + ")"
        )
    order = "rank" if wish.order == Order.WORST else "best DESC, rank"
    return SOME.format(condition=condition, order=order)


def _board(
    size, counts, stopped, shown, start, rows, scores, near, missing, gates, weaker, fits
) -> Board:
    by_vendor: dict[int, dict[int, int]] = {}
    for vendor_id, no, fit in fits or ():
        by_vendor.setdefault(vendor_id, {})[no] = fit
    kinds = {bit: kind for kind, bit in tally.STOPS.items()}
    return Board(
        *counts,
        stopped=stopped,
        shown=shown,
        start=start,
        standings=tuple(_standings(_cut(rows or [], start, size), scores or ())),
        near_misses=tuple(
            NearMiss(vendor_id, kinds.get(stop), no or None, _points(score), gaps, rank)
            for vendor_id, stop, no, score, gaps, rank in near or ()
        ),
        relaxing=Relaxing(
            dict(missing or ()), {kinds[stop]: n for stop, n in gates or ()}, dict(weaker or ())
        ),
        fits=by_vendor,
    )


def _cut(rows: list, start: int, size: int) -> list:
    """Cut a page from the rows that touch it; inside a tie the name orders them."""
    names = Vendor.objects.names([row[0] for row in rows])
    rows.sort(key=lambda row: (row[7], names[row[0]].lower(), row[0]))
    skipped = start + 1 - rows[0][7] if rows else 0
    return rows[skipped : skipped + size]


def _standings(rows, scores) -> Iterator[Standing]:
    """
    Name the places of the vendors, and of all within half a point of each.

    :param scores: (score, number of vendors) of the whole ranking, the highest first
    """
    fallen = [-score for score, _ in scores]
    placed = [0, *accumulate(vendors for _, vendors in scores)]
    for vendor_id, worst, best, gaps, evidence, rank, last, _ in rows:
        above = placed[bisect_right(fallen, -worst - TIE_BAND)]
        through = placed[bisect_left(fallen, -worst + TIE_BAND)]
        yield Standing(
            vendor_id,
            _points(worst),
            _points(best),
            gaps,
            evidence,
            rank,
            is_tied=last > rank,
            band=(above + 1, through),
        )


def _points(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)
