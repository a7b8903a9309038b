"""
Bids for one lot, like for like: lines as rows, bids as columns, in one currency.

A line that a bid leaves out (*excluded*, *not priced*, or not asked when it was made) is never
zero: somebody will be paid for it. It is filled from what the other bids price it at: low their
least, likely their median, high their greatest. A line that is *included* in another adds nothing,
and fills no other bid's gap. Options stand apart and are filled nowhere.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rfps.bidding.prices import Price
from rfps.choices import PriceState
from rfps.pricing.exchange import Rates, cents, converted

ENOUGH = 2  # prices of others that make a range
FAR = Decimal("0.30")  # off the median of the others: marked
ZERO = Decimal(0)


@dataclass(frozen=True)
class Offer:
    """What one bid says to the lines of a lot; ``prices`` by the lines' keys, in its own currency."""

    bid: str
    vendor: str
    currency: str
    prices: Mapping[str, Price]


@dataclass(frozen=True)
class Cell:
    """
    One bid on one line, in the currency of comparison, rounded to the cent.

    ``low``, ``likely``, ``high`` are equal for a price of its own, zero where the line is included,
    and None where nobody prices it. ``state`` is None for a line that the bid was not asked.
    """

    state: PriceState | None
    own: Price | None = None
    low: Decimal | None = None
    likely: Decimal | None = None
    high: Decimal | None = None
    others: int = 0  # how many other bids price the line
    off: Decimal | None = None  # a price of its own against the others' median: 0.5 is half more

    @property
    def is_gap(self) -> bool:
        return self.state not in {PriceState.PRICED, PriceState.INCLUDED}

    @property
    def is_filled(self) -> bool:
        return self.is_gap and self.likely is not None

    @property
    def is_thin(self) -> bool:
        """Say whether it is filled from less than a range."""
        return self.is_filled and self.others < ENOUGH

    @property
    def is_far(self) -> bool:
        """Say whether its price is an outlier: worth a question before it is worth points."""
        return self.off is not None and abs(self.off) > FAR


@dataclass(frozen=True)
class Row:
    """A line of the grid (``asked.of``) and a cell for each offer."""

    line: dict
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Total:
    """
    What the firm lines of a lot cost with one bid; of its options only what it prices.

    None for all three amounts where the bid prices no line itself: a total made of other bids'
    prices says nothing of this one. ``lacking`` lines are gaps that nobody prices; the amounts are
    then a lower bound.
    """

    low: Decimal | None
    likely: Decimal | None
    high: Decimal | None
    filled: Decimal  # of the likely total
    gaps: int
    thin: int
    lacking: int
    options: Decimal
    open_options: int

    @property
    def exposure(self) -> Decimal | None:
        """Return the share of the likely total that the bid does not promise, from 0 to 1."""
        return self.filled / self.likely if self.likely else None


@dataclass(frozen=True)
class Comparison:
    """The offers of a lot, their firm and optional rows, and a total for each, in one order."""

    currency: str
    offers: tuple[Offer, ...]
    rows: tuple[Row, ...]
    options: tuple[Row, ...]
    totals: tuple[Total, ...]

    @property
    def by_bid(self) -> dict[str, Total]:
        return {offer.bid: total for offer, total in zip(self.offers, self.totals, strict=True)}


def compare(lines: Sequence[dict], offers: Sequence[Offer], rates: Rates) -> Comparison:
    """
    Return the offers like for like.

    Every bid that was opened belongs in it, one that was gated out too: then striking a bid from
    the ranking changes no other's total.

    :param lines: the grid of the lot as ``bidding.asked`` gives it
    :raises MissingRateError: for an offer with prices in a currency without a rate
    """
    factors = [_factor(offer, rates) for offer in offers]
    rows = [_row(line, offers, factors) for line in lines]
    firm = tuple(row for row in rows if not row.line["is_optional"])
    options = tuple(row for row in rows if row.line["is_optional"])
    totals = tuple(_total(firm, options, column) for column in range(len(offers)))
    return Comparison(rates.base, tuple(offers), firm, options, totals)


def _factor(offer: Offer, rates: Rates) -> Decimal:
    """A bid without any price needs no currency."""
    has_price = any(price.unit_price is not None for price in offer.prices.values())
    return rates.factor(offer.currency, bid=offer.vendor) if has_price else ZERO


def _row(line: dict, offers, factors) -> Row:
    said = [offer.prices.get(line["key"]) for offer in offers]
    amounts = [
        converted(price.amount(line), factor) if price and price.unit_price is not None else None
        for price, factor in zip(said, factors, strict=True)
    ]
    ranked = sorted(amount for amount in amounts if amount is not None)
    return Row(
        line,
        tuple(
            _gap(price, ranked, fills=not line["is_optional"])
            if amount is None
            else _priced(price, amount, ranked)
            for price, amount in zip(said, amounts, strict=True)
        ),
    )


def _priced(price: Price, amount: Decimal, ranked: list[Decimal]) -> Cell:
    others = len(ranked) - 1
    off = amount / _median_of_others(ranked, amount) - 1 if others >= ENOUGH else None
    return Cell(PriceState(price.state), price, amount, amount, amount, others, off)


def _gap(price: Price | None, ranked: list[Decimal], *, fills: bool) -> Cell:
    """Return the cell of a line without a price of its own; all of ``ranked`` are others' prices."""
    state = PriceState(price.state) if price else None
    if state == PriceState.INCLUDED:
        return Cell(state, price, ZERO, ZERO, ZERO, len(ranked))
    if not (ranked and fills):
        return Cell(state, price, others=len(ranked))
    return Cell(state, price, ranked[0], cents(_median(ranked)), ranked[-1], len(ranked))


def _median(ranked: list[Decimal]) -> Decimal:
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def _median_of_others(ranked: list[Decimal], amount: Decimal) -> Decimal:
    """Return the median without one ``amount``; no list is made, since there are as many as cells."""
    own, count = bisect_left(ranked, amount), len(ranked) - 1
    lower, upper = (ranked[place + (place >= own)] for place in ((count - 1) // 2, count // 2))
    return lower if count % 2 else (lower + upper) / 2


def _total(firm, options, column: int) -> Total:
    cells = [row.cells[column] for row in firm]
    optional = [row.cells[column] for row in options]
    has_own = any(cell.state == PriceState.PRICED for cell in cells)
    known = [cell for cell in cells if cell.likely is not None]
    low, likely, high = (
        sum((getattr(cell, name) for cell in known), ZERO) if has_own else None
        for name in ("low", "likely", "high")
    )
    return Total(
        low=low,
        likely=likely,
        high=high,
        filled=sum((cell.likely for cell in known if cell.is_filled), ZERO) if has_own else ZERO,
        gaps=sum(cell.is_gap for cell in cells),
        thin=sum(cell.is_thin for cell in cells),
        lacking=sum(cell.is_gap and not cell.is_filled for cell in cells),
        options=sum((cell.likely for cell in optional if cell.likely), ZERO),
        open_options=sum(cell.is_gap for cell in optional),
    )
