"""How far evaluators agree on an order: Kendall's coefficient of concordance."""

from collections import Counter
from collections.abc import Sequence

from rfps.evaluating.aggregation import Cell


def kendalls_w(matrix: Sequence[Sequence]) -> float | None:
    """
    Return Kendall's W, corrected for ties: 0 is no agreement on the order, 1 a common one.

    None where there is no order to agree on: fewer than two judges or two objects, or every judge
    gives everything the same. Source: Kendall and Gibbons, Rank Correlation Methods, 5th ed. 1990,
    chapter 6: ``W = 12 S / (m^2 (n^3 - n) - m T)`` with ``T`` the sum of ``t^3 - t`` over the ties.

    :param matrix: a row per judge, a column per object, without gaps
    """
    judges, objects = len(matrix), len(matrix[0]) if matrix else 0
    if judges < 2 or objects < 2:
        return None
    ranks = [_ranks(row) for row in matrix]
    sums = [sum(column) for column in zip(*ranks, strict=True)]
    mean = judges * (objects + 1) / 2
    squares = sum((one - mean) ** 2 for one in sums)
    ties = sum(count**3 - count for row in matrix for count in Counter(row).values())
    below = judges**2 * (objects**3 - objects) - judges * ties
    return 12 * squares / below if below else None


def of_cells(cells: Sequence[Cell]) -> float | None:
    """
    Return W over cells: the judges are those who scored every one of them.

    Over one criterion the objects are the bids; over all of them each cell is an object.
    """
    judges = set.intersection(*(set(cell.scores) for cell in cells)) if cells else set()
    return kendalls_w([[cell.scores[who] for cell in cells] for who in sorted(judges, key=str)])


def _ranks(row: Sequence) -> list[float]:
    """Return the rank of each entry from the lowest, equal ones on their middle rank."""
    ranks, lower = {}, 0
    for value, count in sorted(Counter(row).items()):
        ranks[value] = lower + (1 + count) / 2
        lower += count
    return [ranks[value] for value in row]
