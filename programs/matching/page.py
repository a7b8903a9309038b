"""What the matching page shows: a page of the board, explained, with what hangs on the weights."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from django.core.paginator import Page, Paginator

from programs.choices import GateKind, Priority
from programs.matching import board, gates, places, questions, ranking, robustness
from programs.matching.board import Board, NearMiss, Standing
from programs.matching.fits import FULL
from programs.matching.questions import Question
from programs.matching.robustness import Rival, Robustness
from programs.matching.store import Brief
from programs.matching.types import Asked, FunnelStep, VendorMatch
from programs.matching.wishes import Order, Show, Wish
from vendors.choices import Phase
from vendors.models import Vendor

PER_PAGE = 25
MANY_NEEDS = 30  # beyond this the marks of the strips get narrower
CROWD = 60  # beyond this they have a line of their own
GONE = "a vendor that has left the directory"  # since the columns were read

HEIGHTS = {Priority.MUST: "", Priority.SHOULD: "sh", Priority.COULD: "co"}


@dataclass(frozen=True)
class Row:
    """One vendor of the list."""

    match: VendorMatch
    standing: Standing
    is_open: bool
    top_pct: int | None  # share of plausible weights in which it is among the first
    beside: str  # the slug of the vendor to compare it with: the first shown, or the next

    @property
    def open_width(self) -> Decimal:
        return self.match.best_case - self.match.score

    @property
    def band(self) -> str:
        """Name the places of all within half a point; empty where there is no other."""
        first, last = self.standing.band
        return f"{first} to {last}" if last > first else ""

    @property
    def strip(self) -> list[list[tuple[str, str]]]:
        """Return (height class, state) of each need, by phase."""
        return [
            [(HEIGHTS[answer.need.priority], answer.mark) for answer in answers]
            for _, answers in groupby(self.match.answers, key=lambda a: a.need.phase)
        ]

    @property
    def sentence(self) -> str:
        return (
            "{0}: {met} needs met, {weaker} on weaker evidence, {unknown} unknown, "
            "{not_met} not met"
        ).format(self.match.vendor.name, **self.match.counts)

    @property
    def reach(self) -> str:
        """Name the first and the last phase in which the vendor answers a need."""
        phases = [answer.need.phase for answer in self.match.answers if answer.is_answered]
        if not phases:
            return "no answer yet"
        return phases[0] if phases[0] == phases[-1] else f"{phases[0]} to {phases[-1]}"


class Near(NamedTuple):
    """A near miss, in words."""

    near: NearMiss
    match: VendorMatch
    asked: Asked | None  # the must it does not answer
    gate_label: str
    gate_id: int | None
    why: str


class Relax(NamedTuple):
    """One thing the sponsor could relax, and how many vendors that would add."""

    text: str
    vendors: int
    gain: str


class Edge(NamedTuple):
    """Who overtakes the leader at which share of the weight, and the arithmetic of it."""

    vendor: str
    here: Decimal  # the leader's advantage in fit on the need
    elsewhere: Decimal  # on all others, by their weights


class Hold(NamedTuple):
    """Between which shares of the weight the leader stays ahead, for one need."""

    asked: Asked
    low: Decimal
    high: Decimal
    below: Edge | None  # None where nobody overtakes there
    above: Edge | None
    without: str  # who leads when the need is left out; empty where it stays
    is_held: bool  # False: rounding alone puts the leader first

    @property
    def width(self) -> Decimal:
        return self.high - self.low

    @property
    def decides(self) -> bool:
        """Say whether some weight of the need alone would change the first place."""
        return bool(self.below or self.above or self.without or not self.is_held)

    @property
    def slack(self) -> Decimal:
        """Return by how little the weight has to change for that."""
        now = self.asked.possible
        ways = ((now - self.low, self.below), (self.high - now, self.above))
        return min((room for room, edge in ways if edge), default=Decimal(0))


@dataclass(frozen=True)
class MatchPage:
    """A page of the ranking as the reader asked for it."""

    asking: Brief
    board: Board
    wish: Wish
    page: Page
    listed: int
    notices: tuple[str, ...]
    near: tuple[Near, ...]
    relaxing: tuple[Relax, ...]
    question: Question | None
    holds: tuple[Hold, ...]
    leader: str
    sharing: int  # how many share the first place with it
    examined: robustness.Robustness

    @property
    def phases(self) -> list[tuple[Phase, list[Asked]]]:
        """Return the needs by phase: the head of the strips."""
        return [
            (phase, list(asked))
            for phase, asked in groupby(self.asking.needs, key=lambda asked: asked.phase)
        ]

    @property
    def has_many_needs(self) -> bool:
        return len(self.asking.needs) > MANY_NEEDS

    @property
    def is_crowded(self) -> bool:
        return len(self.asking.needs) > CROWD

    @property
    def gate_labels(self) -> list[str]:
        return [gates.label(gate) for gate in self.asking.gates]

    @property
    def waived(self) -> list[tuple[Vendor, str, str]]:
        """Return the vendors a gate is waived for, with the gate and the reason."""
        vendors = Vendor.objects.in_bulk({vendor_id for _, vendor_id in self.asking.waivers})
        labels = {gate.pk: gates.label(gate) for gate in self.asking.gates}
        return [
            (vendors[vendor_id], labels[gate_id], reason)
            for (gate_id, vendor_id), reason in self.asking.waivers.items()
            if vendor_id in vendors
        ]

    @property
    def deciding(self) -> list[Hold]:
        """Return the needs whose weight could change the first place, the nearest to it first."""
        return sorted((hold for hold in self.holds if hold.decides), key=lambda hold: hold.slack)

    @property
    def settled(self) -> list[Hold]:
        """Return the needs that change nothing about the first place, whatever they weigh."""
        return [hold for hold in self.holds if not hold.decides]

    @property
    def funnel(self) -> list[FunnelStep]:
        steps = [
            ("listed", self.listed),
            ("say something about it", self.board.ranked + self.board.stopped),
            ("pass the gates", self.board.ranked),
        ]
        if any(asked.is_must for asked in self.asking.needs):
            steps += [
                ("meet one must or more", self.board.meet_a_must),
                ("meet every must", self.board.meet_all_musts),
            ]
        return [FunnelStep(*step) for step in steps]

    @property
    def silent(self) -> int:
        """Count the listed that say nothing about any need, or are stopped by several gates."""
        return max(self.listed - self.board.ranked - self.board.stopped, 0)


def build(asking: Brief, wish: Wish) -> MatchPage:
    """Read the board, explain the vendors on it, and examine how far it hangs on the weights."""
    found = board.read(asking, wish, size=PER_PAGE)
    shares = [int(asked.possible * 100) for asked in asking.needs]
    fits = _leader_first(found)
    examined = robustness.examine(shares, fits, found.rivals)
    ids = [*(s.vendor_id for s in found.standings), *(n.vendor_id for n in found.near_misses)]
    matches = ranking.explain_all(asking, ids)
    there = [s for s in found.standings if s.vendor_id in matches]
    slugs = [matches[s.vendor_id].vendor.slug for s in there[:2]]
    rows = [
        _row(standing, matches[standing.vendor_id], wish, examined, slugs) for standing in there
    ]
    is_top = found.start == 0 and wish.order == Order.WORST and wish.show == Show.ALL
    names = _names(examined)
    return MatchPage(
        asking=asking,
        board=found,
        wish=wish,
        page=_page(rows, found),
        listed=found.listed,
        notices=tuple(ranking.notices(asking)),
        near=tuple(
            _near(asking, near, matches[near.vendor_id])
            for near in found.near_misses
            if near.vendor_id in matches  # it may have been suspended since the columns were read
        ),
        relaxing=tuple(_relaxing(asking, found)),
        question=questions.most_moving([row.match for row in rows]) if is_top else None,
        holds=tuple(_holds(asking, examined, names)),
        leader=names.get(examined.vendor_ids[0], "") if examined.vendor_ids else "",
        sharing=max(len(found.leaders) - 1, 0),
        examined=examined,
    )


def _leader_first(found: Board) -> dict[int, dict[int, int]]:
    """Return the fits with the vendor in front that the list shows first: the name orders a tie."""
    shown = [standing.vendor_id for standing in found.standings if standing.rank == 1]
    leader = (shown or found.leaders or (0,))[0]
    if not shown and len(found.leaders) > 1:
        leader = places.by_name(list(found.leaders))[0]
    own = found.fits.get(leader)
    return {leader: own} | found.fits if own else found.fits


def _row(standing: Standing, match: VendorMatch, wish: Wish, examined, slugs) -> Row:
    # Who is sure of nothing is among the first only where all are.
    count = examined.top_counts.get(standing.vendor_id) if standing.score else None
    return Row(
        match=replace(match, rank=standing.rank, is_tied=standing.is_tied),
        standing=standing,
        is_open=match.vendor.slug == wish.opened,
        beside=next((slug for slug in slugs if slug != match.vendor.slug), ""),
        top_pct=None if count is None else _share(count, examined.draws),
    )


def _share(count: int, draws: int) -> int:
    """Return a share in percent: 0 and 100 stand for none and all alone."""
    if count in (0, draws):
        return 100 * count // draws
    return min(max(round(100 * count / draws), 1), 99)


def _page(rows: Sequence[Row], found: Board) -> Page:
    """Return the rows as a page of the whole, whose other rows nobody reads."""
    page = Paginator(range(found.shown), PER_PAGE).page(found.start // PER_PAGE + 1)
    page.object_list = rows
    return page


def _near(asking: Brief, near: NearMiss, match: VendorMatch) -> Near:
    if near.no:
        asked = asking.needs[near.no - 1]
        return Near(near, match, asked, "", None, match.answers[near.no - 1].why)
    gate = asking.gate(near.stop)
    result = next(result for result in match.gates if result.gate_id == gate.pk)
    return Near(near, match, None, gates.label(gate), gate.pk, result.why.rstrip("."))


def _relaxing(asking: Brief, found: Board):
    """Yield what could be relaxed, the most vendors first of each kind."""
    for kind, count in _most(found.relaxing.gates):
        label = gates.label(asking.gate(GateKind(kind)))
        yield Relax(f"Drop the gate “{label}”", count, "ranked")
    for no, count in _most(found.relaxing.musts):
        asked = asking.needs[no - 1]
        yield Relax(
            f"Make “{asked.label}” in {asked.phase.label} a should", count, "meeting every must"
        )
    for no, count in _most(found.relaxing.evidence):
        asked = asking.needs[no - 1]
        text = f"Ask for less than {asked.need.get_minimum_evidence_display().lower()} evidence"
        yield Relax(f"{text} of “{asked.label}” in {asked.phase.label}", count, "meeting it")


def _most(counts: dict):
    return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))


def _names(examined: Robustness) -> dict[int, str]:
    """Return the names of the vendors that robustness speaks of."""
    wanted = {pk for leaders in examined.without for pk in leaders[:1]}
    wanted |= set(examined.vendor_ids[:1])
    for interval in filter(None, examined.intervals):
        wanted |= {rival.name for rival in interval[2:] if rival}
    return Vendor.objects.names(wanted)


def _holds(asking: Brief, examined: Robustness, names: dict[int, str]):
    total = sum(asked.possible for asked in asking.needs)
    for asked, leader, interval, leaders in zip(
        asking.needs, examined.leader, examined.intervals, examined.without, strict=False
    ):
        low, high, below, above = interval or (Fraction(0), Fraction(1), None, None)
        yield Hold(
            asked,
            _percent(low),
            _percent(high),
            *(rival and _edge(asked, total, leader, rival, names) for rival in (below, above)),
            "" if leader.name in leaders else names.get(leaders[0], GONE),
            interval is not None,
        )


def _edge(asked: Asked, total: Decimal, leader: Rival, rival: Rival, names) -> Edge:
    """Say who overtakes, and how far the leader is ahead of it on the need, and on all others."""
    ahead = leader.fit - rival.fit
    elsewhere = Decimal(leader.score - rival.score) / 100 - ahead * asked.possible
    return Edge(
        names.get(rival.name, GONE), _fit(ahead), _fit(elsewhere / (total - asked.possible))
    )


def _fit(value) -> Decimal:
    return (Decimal(value) / FULL).quantize(Decimal("0.0001"))


def _percent(share: Fraction) -> Decimal:
    return (Decimal(share.numerator) * 100 / share.denominator).quantize(Decimal("0.01"))
