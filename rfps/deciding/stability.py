"""How far the first place hangs on the weights: the arithmetic is that of the matching."""

from dataclasses import dataclass
from decimal import Decimal
from math import lcm

from programs.matching import robustness
from rfps.deciding.types import Criterion, Place, Ranking

PER_POINT = 100  # weights and contributions go in as hundredths of a point
ROUND_FULL = 10**8  # a full fit where the weights have no small common multiple
MOST_FULL = 10**12  # the scores of the draws stay below 64 bits


@dataclass(frozen=True)
class Band:
    """
    The weights of a criterion, of 100, between which the leader stays first.

    ``None`` for both where somebody is ahead at every weight; ``below`` and ``above`` are who takes
    over there, None where nobody does.
    """

    criterion: Criterion
    low: Decimal | None
    high: Decimal | None
    below: Place | None = None
    above: Place | None = None

    @property
    def is_firm(self) -> bool:
        """Say whether the leader stays first whatever the criterion weighs."""
        return self.low is not None and self.below is None and self.above is None


@dataclass(frozen=True)
class Stability:
    """``firsts``: percent of the plausible weightings in which each ranked offer is first, by bid."""

    leader: Place
    bands: tuple[Band, ...]
    firsts: dict[str, int]
    draws: int = robustness.DRAWS


def examine(ranking: Ranking) -> Stability | None:
    """Examine a ranking; None where fewer than two are ranked: nothing can change."""
    ranked = ranking.ranked
    criteria = [one for one in ranking.case.criteria if one.weight]
    if len(ranked) < 2 or not criteria:
        return None
    shares = [int(one.weight * PER_POINT) for one in criteria]
    rows = _fits(ranking, criteria, shares)
    counts = robustness.top_counts(shares, rows, top=1)
    intervals = robustness.intervals(shares, robustness.rivals_of(shares, dict(enumerate(rows))))
    return Stability(
        leader=ranked[0],
        bands=tuple(
            _band(one, found, ranked) for one, found in zip(criteria, intervals, strict=True)
        ),
        firsts={
            place.offer.bid: round(100 * count / robustness.DRAWS)
            for place, count in zip(ranked, counts, strict=True)
        },
    )


def _fits(ranking: Ranking, criteria, shares: list[int]) -> list[list[int]]:
    """Return the share of its weight that each contribution is, as whole numbers of one scale."""
    common = lcm(*shares)  # with it the fits are exact, and equal totals stay equal
    full = common if common <= MOST_FULL else ROUND_FULL
    places = [ranking.case.criteria.index(one) for one in criteria]
    return [
        [
            round(PER_POINT * row.contributions[place] * full / share)
            for place, share in zip(places, shares, strict=True)
        ]
        for row in ranking.ranked
    ]


def _band(criterion: Criterion, found, ranked: tuple[Place, ...]) -> Band:
    if found is None:
        return Band(criterion, None, None)
    return Band(
        criterion,
        _percent(found.low),
        _percent(found.high),
        found.below and ranked[found.below.name],
        found.above and ranked[found.above.name],
    )


def _percent(share) -> Decimal:
    return (100 * Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.1"))
