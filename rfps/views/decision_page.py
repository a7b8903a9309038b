"""What the decision page shows: bars, bands, gates and scenarios, made ready for the template."""

from dataclasses import dataclass
from decimal import Decimal

from rfps.deciding import scenarios, stability
from rfps.deciding.scenarios import Aim, Scenario, Wish
from rfps.deciding.types import ZERO, Place, Ranking
from rfps.services.field import Field

PICTURED = 12  # bids with a bar and a column of points; the others are rows
APART = 7  # criteria with a colour of their own, the heaviest; the rest share one
WIDTH = 600  # of a bar for 100 points, in units of the picture
WORTH_A_NUMBER = 30  # a segment as wide as this carries its number


@dataclass(frozen=True)
class Segment:
    """A piece of a bar: what it stands for, where it begins, and how wide it is."""

    key: int
    name: str
    points: Decimal
    x: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def has_number(self) -> bool:
        return self.width >= WORTH_A_NUMBER


@dataclass(frozen=True)
class Row:
    """
    A bid in the ranking; ``first`` is how often of 100 plausible weightings it leads. Only a
    pictured one has ``segments``.
    """

    place: Place
    segments: list[Segment]
    first: int | None
    total: object  # rfps.pricing.comparison.Total
    is_awarded: bool

    @property
    def spoken(self) -> str:
        parts = ", ".join(f"{one.name} {one.points}" for one in self.segments)
        return f"{self.place.offer.vendor}: {self.place.total} points. {parts}"


@dataclass(frozen=True)
class LotView:
    ranking: Ranking
    rows: list[Row]
    legend: list[tuple[int, str, Decimal]]
    table: list[tuple]  # (criterion, contributions of the pictured bids)
    stability: stability.Stability | None
    unpriced: list[str]
    fault: str
    needs_rate: bool
    award: object  # Award
    currency: str

    @property
    def pictured(self) -> list[Row]:
        return self.rows[:PICTURED]

    @property
    def ranked(self) -> int:
        return len(self.ranking.ranked)

    @property
    def out(self) -> tuple[Place, ...]:
        return self.ranking.out

    @property
    def waived(self) -> list[Place]:
        return [place for place in self.ranking.places if place.waived]


def lots(field: Field, awards) -> list[LotView]:
    by_lot = {award.lot.position: award for award in awards}
    return [_lot(field, ranking, by_lot.get(ranking.case.lot)) for ranking in field.rankings]


def _lot(field: Field, ranking: Ranking, award) -> LotView:
    priced = field.prices.get(ranking.case.lot)
    totals = priced.comparison.by_bid if priced and priced.comparison else {}
    examined = stability.examine(ranking)
    firsts = examined.firsts if examined else {}
    criteria = ranking.case.criteria
    heaviest = sorted(criteria, key=lambda one: -one.weight)[:APART]
    apart = [one for one in criteria if one in heaviest]
    rows = [
        Row(
            place,
            _segments(place, criteria, apart) if number < PICTURED else [],
            firsts.get(place.offer.bid),
            totals.get(place.offer.bid),
            bool(award) and str(award.bid_id) == place.offer.bid,
        )
        for number, place in enumerate(ranking.ranked)
    ]
    pictured = [row.place for row in rows[:PICTURED]]
    return LotView(
        ranking=ranking,
        rows=rows,
        legend=_legend(criteria, apart),
        table=[
            (one, [place.contributions[number] for place in pictured])
            for number, one in enumerate(criteria)
        ],
        stability=examined,
        unpriced=field.unpriced_lines(ranking.case.lot),
        fault=priced.points_fault if priced else "This lot has no bid grid, so it has no price.",
        needs_rate=bool(priced and priced.fault),
        award=award,
        currency=field.currency,
    )


def _segments(place: Place, criteria, apart) -> list[Segment]:
    found, x, others = [], 0.0, ZERO
    for one, points in zip(criteria, place.contributions, strict=True):
        if one not in apart:
            others += points
            continue
        width = float(points) * WIDTH / 100
        found.append(Segment(apart.index(one) + 1, one.name, points, x, width))
        x += width
    if len(apart) < len(criteria):
        found.append(Segment(APART + 1, "Others", others, x, float(others) * WIDTH / 100))
    return [one for one in found if one.points]


def _legend(criteria, apart) -> list[tuple[int, str, Decimal]]:
    found = [(place, one.name, one.weight) for place, one in enumerate(apart, 1)]
    if rest := [one for one in criteria if one not in apart]:
        weight = sum((one.weight for one in rest), ZERO)
        found.append((APART + 1, f"{len(rest)} others", weight))
    return found


@dataclass(frozen=True)
class ScenarioRow:
    """A scenario beside the cheapest: what it costs more, and how many points it has of its lots."""

    name: str
    scenario: Scenario
    more: Decimal | None
    query: str


def compared(field: Field, lots_open, own: Wish | None) -> list[ScenarioRow]:
    """Return the usual scenarios and one's own, each beside the cheapest."""
    options = field.options({lot.position for lot in lots_open})
    cheapest = scenarios.solve(options, Wish(Aim.CHEAPEST))
    wishes = [("Best score", Wish(Aim.BEST)), ("Cheapest", Wish(Aim.CHEAPEST))]
    biddable = [one for one in options if one.options]
    if len(biddable) > 1:
        least = scenarios.fewest(biddable, frozenset())
        name = f"Fewest suppliers ({least})"
        wishes.append((name, Wish(Aim.BEST, most=least)))
    if own and own not in [wish for _, wish in wishes]:
        wishes.append(("Yours", own))
    found = []
    for name, wish in wishes:
        scenario = scenarios.solve(options, wish)
        more = scenario.price - cheapest.price if scenario.chosen and cheapest.chosen else None
        query = "&".join(f"lot-{lot}={one.bid}" for lot, one in scenario.chosen.items())
        found.append(ScenarioRow(name, scenario, more, query))
    return found
