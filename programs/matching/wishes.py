"""How a reader wants to see a ranking, from the query string; what makes no sense is the default."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.validators import slug_re
from django.db.models import TextChoices

LAST_PAGE = 1_000_000


class Order(TextChoices):
    WORST = "worst", "Sure points"
    BEST = "best", "Possible points"


class Show(TextChoices):
    ALL = "all", "All that pass the gates"
    MUSTS = "musts", "Those that meet a must"
    CDMO = "cdmo", "CDMOs"
    CRO = "cro", "CROs"


@dataclass(frozen=True)
class Wish:
    order: Order = Order.WORST
    show: Show = Show.ALL
    opened: str = ""
    number: str = ""  # of the page, as given

    @classmethod
    def of(cls, query: Mapping) -> "Wish":
        order, show = query.get("sort", ""), query.get("show", "")
        opened = query.get("open", "")
        return cls(
            order=Order(order) if order in Order.values else Order.WORST,
            show=Show(show) if show in Show.values else Show.ALL,
            opened=opened if slug_re.match(opened) else "",
            number=query.get("page", ""),
        )

    @property
    def page(self) -> int:
        number = self.number if self.number.isascii() and self.number.isdigit() else "1"
        return min(max(int(number[:7]), 1), LAST_PAGE)
