"""Two vendors side by side: what each need adds to the difference of their scores."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.core.validators import slug_re

from programs.matching import board, ranking, store
from programs.matching.store import Brief
from programs.matching.types import Answer, Asked, VendorMatch
from programs.matching.wishes import Wish
from vendors.models import Vendor

OFFERED = 50


class Contribution(NamedTuple):
    """One need: the answers of both, and what it adds to the difference."""

    asked: Asked
    first: Answer
    second: Answer
    difference: Decimal
    widest: Decimal  # the largest difference of the comparison: the scale of its bars

    @property
    def answers(self) -> tuple[Answer, Answer]:
        return self.first, self.second

    @property
    def width(self) -> Decimal:
        """Return the length of the bar, in percent of half the chart."""
        return round(abs(self.difference) * 50 / self.widest, 2) if self.widest else Decimal(0)

    @property
    def start(self) -> Decimal:
        return 50 - self.width if self.difference > 0 else Decimal(50)


@dataclass(frozen=True)
class Comparison:
    """The contributions, the largest difference first; they add up to the scores' difference."""

    first: VendorMatch
    second: VendorMatch
    rows: tuple[Contribution, ...]

    @property
    def difference(self) -> Decimal:
        return self.first.score - self.second.score

    @property
    def stopped(self) -> list[VendorMatch]:
        return [match for match in (self.first, self.second) if not match.passed]

    @property
    def apart(self) -> list[Contribution]:
        return [row for row in self.rows if row.difference]

    @property
    def alike(self) -> list[Contribution]:
        return [row for row in self.rows if not row.difference]


def rivals(asking: Brief) -> list[tuple[int, str, str]]:
    """Return rank, slug and name of the first of the ranking: who is worth a comparison."""
    places = {row.vendor_id: row.rank for row in board.read(asking, Wish(), size=OFFERED).standings}
    known = {
        vendor.pk: vendor for vendor in Vendor.objects.only("slug", "name").filter(pk__in=places)
    }
    return [(rank, known[pk].slug, known[pk].name) for pk, rank in places.items() if pk in known]


def compare(asking: Brief, first: str, second: str) -> Comparison | None:
    """
    Compare two vendors by their slugs on their sure points.

    None where one of them is no candidate, both are the same, or nothing is asked.
    """
    if not (slug_re.match(first) and slug_re.match(second)):
        return None
    wanted = store.candidates(asking.program).filter(slug__in=[first, second])
    pks = dict(wanted.values_list("slug", "pk"))
    matches = ranking.explain_all(asking, pks.values())
    if len(matches) < 2:
        return None
    one, other = matches[pks[first]], matches[pks[second]]
    pairs = list(zip(one.answers, other.answers, strict=True))
    widest = max(abs(a.points - b.points) for a, b in pairs)
    rows = [Contribution(a.asked, a, b, a.points - b.points, widest) for a, b in pairs]
    rows.sort(key=lambda row: (-abs(row.difference), row.asked.no))
    return Comparison(one, other, tuple(rows))
