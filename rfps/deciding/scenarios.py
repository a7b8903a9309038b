"""
Which bid gets which lot, under a wish: exact, by branch and bound.

A lot goes to one bid as a whole, or stays open where nobody can have it. The search walks the lots,
those with the fewest options first, and leaves a branch when its best end is worse than what it has.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from rfps.deciding.types import ZERO

MOST_STEPS = 400_000  # counted, not timed: the same question has the same answer everywhere


class Aim(StrEnum):
    CHEAPEST = "cheapest"
    BEST = "best"


@dataclass(frozen=True)
class Option:
    """What a ranked bid offers for a lot: its points, and its like-for-like price."""

    bid: str
    vendor: str
    points: Decimal
    price: Decimal


@dataclass(frozen=True)
class LotOptions:
    lot: int
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Wish:
    """``most``: the number of suppliers; ``budget`` in the currency of the prices."""

    aim: Aim = Aim.BEST
    most: int | None = None
    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()
    budget: Decimal | None = None


@dataclass(frozen=True)
class Scenario:
    """
    The best award of all, or why there is none.

    ``chosen`` by lot; ``unawarded`` are the lots nobody can have; ``reasons`` are sentences, and there
    is no award where one stands. Of equal awards the cheaper (or better) wins, then fewer suppliers,
    then the names.
    """

    wish: Wish
    chosen: dict[int, Option]
    unawarded: tuple[LotOptions, ...] = ()
    reasons: tuple[str, ...] = ()
    is_proved: bool = True

    @property
    def price(self) -> Decimal:
        return sum((one.price for one in self.chosen.values()), ZERO)

    @property
    def points(self) -> Decimal:
        return sum((one.points for one in self.chosen.values()), ZERO)

    @property
    def vendors(self) -> tuple[str, ...]:
        return tuple(sorted({one.vendor for one in self.chosen.values()}))


def solve(lots: Iterable[LotOptions], wish: Wish) -> Scenario:
    """Return the best award under the wish."""
    allowed = [
        replace(lot, options=tuple(one for one in lot.options if one.vendor not in wish.exclude))
        for lot in lots
    ]
    unawarded = tuple(lot for lot in allowed if not lot.options)
    open_lots = [lot for lot in allowed if lot.options]
    empty = Scenario(wish, {}, unawarded)
    if not open_lots:
        return replace(empty, reasons=("Nobody can have any of the lots.",))
    if missing := sorted(wish.include - {one.vendor for lot in open_lots for one in lot.options}):
        return replace(
            empty, reasons=tuple(f"{vendor} has no bid that can be awarded." for vendor in missing)
        )
    search = _searched(open_lots, wish)
    if search.best is None:
        reasons = _why_not(open_lots, wish) if search.is_whole else ()
        return replace(
            empty,
            reasons=reasons or ("No award was found; too many were possible to try them all.",),
            is_proved=search.is_whole,
        )
    order = {lot.lot: place for place, lot in enumerate(open_lots)}
    chosen = dict(sorted(search.best.items(), key=lambda item: order[item[0]]))
    return replace(empty, chosen=chosen, is_proved=search.is_whole)


def cost_of(wish: Wish) -> Callable[[Option], tuple[Decimal, Decimal]]:
    """Return what an option costs under the aim, the lower the better: first aim, then tie-break."""
    if wish.aim == Aim.CHEAPEST:
        return lambda one: (one.price, -one.points)
    return lambda one: (-one.points, one.price)


class _Search:
    def __init__(self, lots: list[LotOptions], wish: Wish):
        self.wish, self.cost = wish, cost_of(wish)
        self.lots = sorted(lots, key=lambda lot: (len(lot.options), lot.lot))
        self.options = [
            sorted(lot.options, key=lambda one: (self.cost(one), one.vendor, one.bid))
            for lot in self.lots
        ]
        # From each lot on: the least cost, and the least money, that the rest can come to.
        costs = [self.cost(options[0])[0] for options in self.options]
        money = [min(one.price for one in options) for options in self.options]
        self.least = [sum(costs[place:], ZERO) for place in range(len(costs) + 1)]
        self.least_price = [sum(money[place:], ZERO) for place in range(len(money) + 1)]
        self.best: dict[int, Option] | None = None
        self.best_key: tuple | None = None
        self.steps = 0

    @property
    def is_whole(self) -> bool:
        return self.steps < MOST_STEPS

    def run(self) -> None:
        self._walk(0, [], (ZERO, ZERO), ZERO, frozenset())

    def _walk(self, place: int, taken: list[Option], cost, price: Decimal, vendors) -> None:
        self.steps += 1
        if not self.is_whole or self._is_hopeless(place, cost, price, vendors):
            return
        if place == len(self.lots):
            self._keep(taken, cost, vendors)
            return
        for one in self.options[place]:
            add = self.cost(one)
            if self._is_beaten(place + 1, cost[0] + add[0]):
                break  # the options are in the order of their cost: no later one does better
            self._walk(
                place + 1,
                [*taken, one],
                (cost[0] + add[0], cost[1] + add[1]),
                price + one.price,
                vendors | {one.vendor},
            )

    def _is_hopeless(self, place: int, cost, price: Decimal, vendors) -> bool:
        wish, left = self.wish, len(self.lots) - place
        lacking = wish.include - vendors
        if len(lacking) > left:
            return True
        if wish.most is not None and len(vendors) + len(lacking) > wish.most:
            return True
        if wish.budget is not None and price + self.least_price[place] > wish.budget:
            return True
        return self._is_beaten(place, cost[0])

    def _is_beaten(self, place: int, cost: Decimal) -> bool:
        return self.best_key is not None and cost + self.least[place] > self.best_key[0]

    def _keep(self, taken: list[Option], cost, vendors) -> None:
        ordered = sorted(zip(self.lots, taken, strict=True), key=lambda pair: pair[0].lot)
        key = (*cost, len(vendors), [(one.vendor, one.bid) for _, one in ordered])
        if self.best_key is None or key < self.best_key:
            self.best, self.best_key = {lot.lot: one for lot, one in ordered}, key


def _searched(lots: list[LotOptions], wish: Wish) -> _Search:
    search = _Search(lots, wish)
    search.run()
    return search


def _why_not(lots: list[LotOptions], wish: Wish) -> tuple[str, ...]:
    """Name each part of the wish that no award meets, the others left aside."""
    free = _searched(lots, Wish(Aim.CHEAPEST, include=wish.include)).best
    if free is None:
        return ("The suppliers to include cannot each have a lot of their own.",)
    reasons = []
    cheapest = sum((one.price for one in free.values()), ZERO)
    if wish.budget is not None and cheapest > wish.budget:
        reasons.append(
            f"The cheapest award of these lots comes to {cheapest:,.2f}, "
            f"above the budget of {wish.budget:,.2f}."
        )
    needed = fewest(lots, wish.include)
    if wish.most is not None and needed > wish.most:
        reasons.append(
            f"These lots need {needed} supplier{'s' * (needed > 1)}; "
            f"at most {wish.most} may be taken."
        )
    return tuple(reasons) or ("No award meets all parts of the wish together.",)


def fewest(lots: list[LotOptions], include: frozenset[str]) -> int:
    """Return the least number of suppliers, those to include among them, that can have all the lots."""
    counts = range(max(1, len(include)), len(lots))
    wishes = (Wish(Aim.CHEAPEST, most=count, include=include) for count in counts)
    found = (wish.most for wish in wishes if _searched(lots, wish).best)
    return next(found, len(lots))
