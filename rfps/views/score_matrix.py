"""What the page of moderation shows: cells, agreement, totals, and what one sheet less would change."""

from dataclasses import dataclass
from decimal import Decimal

from rfps.choices import Aggregation
from rfps.evaluating import aggregation, agreement, points
from rfps.evaluating.aggregation import Cell
from rfps.services import evaluation, scores


@dataclass(frozen=True)
class Shown:
    """A cell in words; ``is_wide`` and ``outliers`` ask for a talk."""

    cell: Cell
    score: Decimal | None
    is_wide: bool
    outliers: list[str]

    @property
    def asks(self) -> bool:
        return self.cell.moderated is None and (
            self.is_wide or bool(self.outliers) or self.score is None
        )


@dataclass(frozen=True)
class Row:
    """A criterion: its cells in the order of the bids, and Kendall's W over them."""

    criterion: dict
    cells: list[Shown]
    w: float | None


@dataclass(frozen=True)
class Ranking:
    """Who would be where under one way of counting: the standings, each beside a bidder's name."""

    title: str
    standings: list[tuple[points.Standing, str]]
    is_other_winner: bool


def context(rfp, rules) -> dict:
    """Return the matrix and what follows from it, in a flat number of queries."""
    bids, cells = scores.bids_of(rfp), scores.cells(rules)
    weights, rule, scale = scores.weights(rules), rules.aggregation, rules.scale
    who = {one.pk: str(one.user) for one in rfp.evaluators.select_related("user")}
    names = {bid.pk: bid.invitation.vendor.name for bid in bids}
    of_criterion = {one["key"]: [] for one in scores.technical_criteria(rules)}
    for cell in cells:
        of_criterion[cell.criterion].append(cell)
    rows = [
        _row(one, of_criterion[one["key"]], rules, who) for one in scores.technical_criteria(rules)
    ]
    by_bid = points.by_bid(cells, weights, rule, scale)
    total = points.totals(by_bid)
    minimum = evaluation.minimum_of(rules)
    return {
        "bids": bids,
        "who": list(who.values()),
        "rows": rows,
        "w": agreement.of_cells(cells),
        "asking": sum(shown.asks for row in rows for shown in row.cells),
        "empty": sum(shown.score is None for row in rows for shown in row.cells),
        "totals": [(total[bid.pk], total[bid.pk] < minimum) for bid in bids],
        "minimum": minimum,
        "rankings": [
            Ranking(title, [(one, names[one.bid]) for one in standings], is_other)
            for title, standings, is_other in _rankings(cells, weights, rule, scale, who)
        ],
        "weight_sum": sum(weights.values(), start=Decimal()),
    }


def _row(criterion, cells, rules, who) -> Row:
    return Row(
        criterion,
        [
            Shown(
                cell,
                cell.score(rules.aggregation),
                aggregation.is_wide(cell.spread, rules.scale),
                [who[one] for one in aggregation.outliers(cell.scores, rules.scale)],
            )
            for cell in cells
        ],
        agreement.of_cells(cells),
    )


def _rankings(cells, weights, rule, scale, who) -> list[tuple]:
    """Return the ranking as it stands, by mean and by median, and without each evaluator."""
    alone = [Cell(cell.bid, cell.criterion, cell.scores) for cell in cells]

    def ranking(some, by):
        return points.ranked(points.totals(points.by_bid(some, weights, by, scale)))

    found = [("As it stands, moderated", ranking(cells, rule))]
    found += [(f"Sheets alone, by {one.label.lower()}", ranking(alone, one)) for one in Aggregation]
    without = points.without_each_evaluator(alone, weights, rule, scale)
    found += [(f"Sheets alone, without {who[one]}", row) for one, row in without.items()]
    winner = _winners(found[0][1])
    return [(title, row, _winners(row) != winner) for title, row in found]


def _winners(standings) -> set:
    return {one.bid for one in standings if one.rank == 1}
