"""What the matching page shows of a ranking: filtered, ordered, cut into strips."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import TextChoices

from programs.choices import Priority
from programs.matching import gates
from programs.matching.types import Asked, GateResult, Ranking, VendorMatch
from vendors.choices import Phase, VendorKind

PER_PAGE = 25
STOPPED_SHOWN = 10
MANY_NEEDS = 30  # beyond this the marks of the strips get narrower

HEIGHTS = {Priority.MUST: "", Priority.SHOULD: "sh", Priority.COULD: "co"}


class Order(TextChoices):
    WORST = "worst", "Sure points"
    BEST = "best", "Possible points"


class Show(TextChoices):
    ALL = "all", "All that pass the gates"
    MUSTS = "musts", "Those that meet a must"
    CDMO = "cdmo", "CDMOs"
    CRO = "cro", "CROs"


KINDS = {
    Show.CDMO: {VendorKind.CDMO, VendorKind.BOTH},
    Show.CRO: {VendorKind.CRO, VendorKind.BOTH},
}


@dataclass(frozen=True)
class Wish:
    """How the reader wants to see it, from the query string; what makes no sense is the default."""

    order: Order
    show: Show
    opened: str
    all_stopped: bool
    number: str

    @classmethod
    def of(cls, query: Mapping) -> "Wish":
        order, show = query.get("sort", ""), query.get("show", "")
        return cls(
            order=Order(order) if order in Order.values else Order.WORST,
            show=Show(show) if show in Show.values else Show.ALL,
            opened=query.get("open", ""),
            all_stopped=query.get("stopped") == "all",
            number=query.get("page", ""),
        )


@dataclass(frozen=True)
class Row:
    """One vendor of the list."""

    match: VendorMatch
    is_open: bool

    @property
    def open_width(self) -> Decimal:
        return self.match.best_case - self.match.score

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


@dataclass(frozen=True)
class MatchPage:
    """The ranking as the reader asked for it."""

    ranking: Ranking
    wish: Wish
    page: Page
    stopped: list[VendorMatch]

    @property
    def phases(self) -> list[tuple[Phase, list[Asked]]]:
        """Return the needs by phase: the head of the strips."""
        return [
            (phase, list(asked))
            for phase, asked in groupby(self.ranking.needs, key=lambda asked: asked.phase)
        ]

    @property
    def has_many_needs(self) -> bool:
        return len(self.ranking.needs) > MANY_NEEDS

    @property
    def more_stopped(self) -> int:
        return len(self.ranking.stopped) - len(self.stopped)

    @property
    def meet_a_must(self) -> int:
        return sum(match.musts_met > 0 for match in self.ranking.ranked)

    @property
    def gate_labels(self) -> list[str]:
        return [gates.label(gate) for gate in self.ranking.gates]

    @property
    def waived(self) -> list[tuple[VendorMatch, GateResult]]:
        return [
            (match, gate) for match in self.ranking.vendors for gate in match.gates if gate.waiver
        ]


def build(ranking: Ranking, wish: Wish) -> MatchPage:
    """Filter and order the ranked vendors, and open the page that holds the opened one."""
    matches = [match for match in ranking.ranked if _is_shown(match, wish.show)]
    if wish.order == Order.BEST:
        matches.sort(key=lambda match: (-match.best_case, match.rank))
    rows = [Row(match, match.vendor.slug == wish.opened) for match in matches]
    paginator = Paginator(rows, PER_PAGE)
    place = next((place for place, row in enumerate(rows) if row.is_open), None)
    number = wish.number or (1 if place is None else place // PER_PAGE + 1)
    stopped = ranking.stopped
    return MatchPage(
        ranking=ranking,
        wish=wish,
        page=paginator.get_page(number),
        stopped=stopped if wish.all_stopped else stopped[:STOPPED_SHOWN],
    )


def _is_shown(match: VendorMatch, show: Show) -> bool:
    if show == Show.MUSTS:
        return match.musts_met > 0
    return show == Show.ALL or match.vendor.kind in KINDS[show]
