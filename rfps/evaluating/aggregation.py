"""What the scores of several evaluators come to, and how far apart they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from rfps.choices import Aggregation

PLACES = Decimal("0.01")
WIDE = Decimal("0.3")  # of the scale: 1.5 on a scale of five, the spread panels talk about


def aggregate(scores: Iterable, rule: str) -> Decimal | None:
    """
    Return the mean or the median of scores, unrounded; None where there is none.

    :param rule: a value of ``Aggregation``
    """
    found = sorted(scores)
    if not found:
        return None
    if rule == Aggregation.MEDIAN:
        return _divided(found[(len(found) - 1) // 2] + found[len(found) // 2], 2)
    return _divided(sum(found), len(found))


@lru_cache(maxsize=4096)  # thousands of cells have a few dozen different sums
def _divided(total, count: int) -> Decimal:
    return Decimal(total) / count


def spread(scores: Iterable) -> Decimal:
    """Return the distance between the highest and the lowest score, 0 for one or none."""
    found = list(scores)
    return Decimal(max(found) - min(found)) if found else Decimal()


def is_wide(distance: Decimal, scale: int) -> bool:
    """Say whether a spread calls for a talk: more than 1.5 on a scale of five, in proportion."""
    return distance > WIDE * scale


def outliers(scores: Mapping, scale: int) -> list:
    """
    Return who is far from the median of the panel: by more than 30 % of the scale.

    The median, since one score far off hardly moves it. With two scores neither can be called the
    outlier; the spread tells.

    :param scores: points by evaluator
    """
    if len(scores) < 3:
        return []
    middle = aggregate(scores.values(), Aggregation.MEDIAN)
    return [who for who, points in scores.items() if abs(points - middle) > WIDE * scale]


def rounded(value: Decimal) -> Decimal:
    """Return points with two places, halves away from zero, as they are shown and stored."""
    return value.quantize(PLACES, ROUND_HALF_UP)


@dataclass(frozen=True)
class Cell:
    """One bid on one criterion: the scores by evaluator, and the moderated one where there is."""

    bid: object
    criterion: str
    scores: dict = field(default_factory=dict)
    moderated: Decimal | None = None

    def score(self, rule: str) -> Decimal | None:
        """Return the score that counts: the moderated one, else the aggregate; None for neither."""
        return self.moderated if self.moderated is not None else aggregate(self.values, rule)

    @property
    def values(self) -> list:
        return list(self.scores.values())

    @property
    def spread(self) -> Decimal:
        return spread(self.values)

    def without(self, evaluator) -> "Cell":
        """Return the cell as if one had not scored; a moderated score was everybody's and goes."""
        left = {who: points for who, points in self.scores.items() if who != evaluator}
        return Cell(self.bid, self.criterion, left)
