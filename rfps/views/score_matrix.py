"""What the page of moderation shows: cells, agreement, totals, and what one sheet less would change."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse

from rfps.bidding.figures import plain
from rfps.choices import Aggregation
from rfps.evaluating import aggregation, agreement, points
from rfps.evaluating.aggregation import Cell
from rfps.services import evaluation, scores


class Shown(NamedTuple):
    """
    A cell in words, which a page of thousands takes apart in its loop.

    ``note`` says what is to know of it in ``tone``; ``asks`` that it asks for a talk.
    """

    url: str
    words: str  # the score that counts, nothing where there is none
    given: str
    note: str
    tone: str
    asks: bool


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
        _row(rfp, one, of_criterion[one["key"]], rules, who)
        for one in scores.technical_criteria(rules)
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
        "empty": sum(not shown.words for row in rows for shown in row.cells),
        "totals": [(total[bid.pk], total[bid.pk] < minimum) for bid in bids],
        "minimum": minimum,
        "rankings": [
            Ranking(title, [(one, names[one.bid]) for one in standings], is_other)
            for title, standings, is_other in _rankings(cells, weights, rule, scale, who)
        ],
        "weight_sum": sum(weights.values(), start=Decimal()),
    }


def _row(rfp, criterion, cells, rules, who) -> Row:
    shown = [
        _shown(cell, rules, who, url)
        for cell, url in zip(cells, _urls(rfp, criterion, cells), strict=True)
    ]
    return Row(criterion, shown, agreement.of_cells(cells))


def _urls(rfp, criterion, cells) -> list[str]:
    """Return the address of each cell; one alone is reversed, since thousands take their time."""
    if not cells:
        return []
    first = str(cells[0].bid)
    before, after = reverse("moderation-cell", args=[rfp.pk, first, criterion["key"]]).split(first)
    return [f"{before}{cell.bid}{after}" for cell in cells]


def _shown(cell: Cell, rules, who, url: str) -> Shown:
    score, values = cell.score(rules.aggregation), cell.values
    distance = aggregation.spread(values)
    is_wide = aggregation.is_wide(distance, rules.scale)
    far = aggregation.outliers(cell.scores, rules.scale) if is_wide else []
    if cell.moderated is not None:
        note, tone = "moderated", "good"
    elif far:
        note, tone = f"far off: {', '.join(who[one] for one in far)}", "warn"
    elif is_wide:
        note, tone = f"{distance} apart", "warn"
    else:
        note, tone = "", ""
    return Shown(
        url=url,
        words="" if score is None else plain(aggregation.rounded(score)),
        given=" · ".join(map(str, values)),
        note=note,
        tone=tone,
        asks=cell.moderated is None and (is_wide or score is None),
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
