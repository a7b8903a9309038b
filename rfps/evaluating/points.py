"""From scores to points: a criterion's points are its weight times score over scale, and add up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from rfps.evaluating.aggregation import Cell, rounded

CUT_OFF = Decimal("1e-12")


@dataclass(frozen=True)
class Standing:
    """A bid's points and rank; equal points share a rank (1, 2, 2, 4)."""

    bid: object
    points: Decimal
    rank: int
    is_tied: bool


@lru_cache(maxsize=16_384)  # of a few weights and a few dozen scores, asked for thousands of cells
def criterion_points(weight, score, scale: int) -> Decimal:
    """
    Return the points of a score, two places: ``weight * score / scale``.

    A mean of six that does not end must not come out below the half it stands for, so what 28
    digits cut off is rounded away first.
    """
    return rounded((Decimal(weight) * Decimal(score) / scale).quantize(CUT_OFF))


def by_bid(
    cells: Iterable[Cell], weights: Mapping[str, Decimal], rule: str, scale: int
) -> dict[object, dict[str, Decimal]]:
    """
    Return the points of each bid by criterion; a cell that nobody has scored is left out.

    :param weights: by criterion; cells of other criteria do not count
    """
    found: dict[object, dict[str, Decimal]] = {}
    for cell in cells:
        row = found.setdefault(cell.bid, {})
        score = cell.score(rule)
        if score is not None and cell.criterion in weights:
            row[cell.criterion] = criterion_points(weights[cell.criterion], score, scale)
    return found


def totals(points: Mapping[object, Mapping[str, Decimal]]) -> dict[object, Decimal]:
    """Return the sum of each bid's points."""
    return {bid: sum(row.values(), start=Decimal()) for bid, row in points.items()}


def ranked(total: Mapping[object, Decimal]) -> list[Standing]:
    """Return the bids from the most points to the fewest, those with as many side by side."""
    amounts = list(total.values())
    return [
        Standing(
            bid, points, 1 + sum(other > points for other in amounts), amounts.count(points) > 1
        )
        for bid, points in sorted(total.items(), key=lambda one: (-one[1], str(one[0])))
    ]


def without_each_evaluator(
    cells: Iterable[Cell], weights: Mapping[str, Decimal], rule: str, scale: int
) -> dict[object, list[Standing]]:
    """
    Return the ranking that would be, had one evaluator not scored, by evaluator.

    It is made of the individual scores alone: what was moderated was settled by everybody. Who is
    the only one to have scored a cell cannot be left out, so such an evaluator is missing.
    """
    cells = list(cells)
    everybody = dict.fromkeys(who for cell in cells for who in cell.scores)
    alone = {who for cell in cells if len(cell.scores) == 1 for who in cell.scores}
    return {
        who: ranked(totals(by_bid((cell.without(who) for cell in cells), weights, rule, scale)))
        for who in everybody
        if who not in alone
    }
