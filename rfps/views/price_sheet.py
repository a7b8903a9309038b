"""Bids like for like as the page shows them: bars for the totals, lines as rows, bids as columns."""

from dataclasses import dataclass, replace
from decimal import Decimal

from rfps.choices import PriceState
from rfps.pricing.comparison import Cell, Total
from rfps.services.lot_prices import LotPrices
from rfps.views.bid_sheet import money

NOT_ASKED = "Not asked"
WORDS = {
    PriceState.EXCLUDED: "Excluded",
    PriceState.NOT_PRICED: "Not priced",
    None: NOT_ASKED,
}


@dataclass(frozen=True)
class Shown:
    """A cell in words: the state comes first, an amount of others is never without its word."""

    words: str
    detail: str = ""
    note: str = ""
    mark: str = ""  # how far off the others
    tone: str = ""


@dataclass(frozen=True)
class ShownRow:
    label: str
    hint: str
    cells: list[Shown]


@dataclass(frozen=True)
class Bar:
    """
    The total of a bid as a bar; widths in per cent of the greatest.

    ``sure`` is what the bid promises, the range from ``low`` to ``high`` holds what is filled in.
    """

    vendor: str
    total: Total
    sure: str = "0"
    low: str = "0"
    width: str = "0"
    likely: str = "0"
    spoken: str = ""
    exposure: str = ""
    points: object = None
    is_out: bool = False  # of the running: a relative formula gives it no points


@dataclass(frozen=True)
class Sheet:
    """One lot on the page. ``hidden`` counts the lines on which all bids agree to be unremarkable."""

    lot: LotPrices
    anchor: str
    heads: list[tuple[str, str]]
    bars: list[Bar]
    rows: list[ShownRow]
    options: list[ShownRow]
    totals: list[ShownRow]
    hidden: int = 0

    @property
    def out(self) -> list[str]:
        return [bar.vendor for bar in self.bars if bar.is_out]


def build(lots: list[LotPrices], *, only_differences: bool) -> list[Sheet]:
    return [_sheet(lot, only_differences) for lot in lots]


def _sheet(lot: LotPrices, only_differences: bool) -> Sheet:
    anchor = f"lot-{lot.position}"
    heads = [(offer.vendor, offer.currency) for offer in lot.offers]
    compared = lot.comparison
    if compared is None or not lot.offers:
        return Sheet(lot, anchor, heads, [], [], [], [])
    kept = [row for row in compared.rows if _differs(row) or not only_differences]
    currencies = [offer.currency for offer in lot.offers]
    return Sheet(
        lot=lot,
        anchor=anchor,
        heads=heads,
        bars=_bars(lot),
        rows=[_row(row, currencies, compared.currency) for row in kept],
        options=[_row(row, currencies, compared.currency) for row in compared.options],
        totals=_totals(lot),
        hidden=len(compared.rows) - len(kept),
    )


def _differs(row) -> bool:
    return any(cell.is_gap or cell.is_far for cell in row.cells)


def _row(row, currencies, base: str) -> ShownRow:
    line = row.line
    cells = [
        _shown(cell, currency, base, line)
        for cell, currency in zip(row.cells, currencies, strict=True)
    ]
    hint = f"{Decimal(line['quantity']):,f} {line['unit']}"
    return ShownRow(f"{line['number']}. {line['label']}", hint, cells)


def _shown(cell: Cell, currency: str, base: str, line: dict) -> Shown:
    note = cell.own.note if cell.own else ""
    if cell.state == PriceState.INCLUDED:
        return Shown("Included", "in another line", note)
    if cell.is_gap:
        return Shown(WORDS[cell.state], _filled(cell, line), note, tone="warn")
    return Shown(money(cell.likely), _own(cell.own, currency, base, line), note, _off(cell))


def _own(price, currency: str, base: str, line: dict) -> str:
    """Return what the bid itself says, where that is not the amount that stands there already."""
    said = [f"{currency} {money(price.amount(line))}"] if currency != base else []
    said += [f"{money(price.unit_price)} each"] if Decimal(line["quantity"]) != 1 else []
    return ", ".join(said)


def _off(cell: Cell) -> str:
    """Return how far a marked price is off, e.g. ``42 % above the others``."""
    if not cell.is_far:
        return ""
    return f"{percent(abs(cell.off))} {'above' if cell.off > 0 else 'below'} the others"


def percent(share) -> str:
    """Return a share of one in whole percent, its sign a no-break space away."""
    return f"{100 * share:.0f}\u00a0%"


def _filled(cell: Cell, line: dict) -> str:
    if line["is_optional"]:
        return ""
    if not cell.is_filled:
        return "no other bid prices it"
    if cell.is_thin:
        return f"filled in with {money(cell.likely)}, from one bid alone"
    return f"filled in with {money(cell.likely)} ({money(cell.low)} to {money(cell.high)})"


def _bars(lot: LotPrices) -> list[Bar]:
    """Return the bars, the lowest likely total first, bids without a total last."""
    totals, awarded = lot.comparison.totals, lot.points()
    top = max((total.high for total in totals if total.likely), default=None)
    bars = [
        replace(
            _bar(offer.vendor, total, top, awarded.get(offer.bid)),
            is_out=bool(awarded) and offer.bid not in awarded,
        )
        for offer, total in zip(lot.offers, totals, strict=True)
    ]
    return sorted(bars, key=lambda bar: (not bar.total.likely, bar.total.likely, bar.vendor))


def _bar(vendor: str, total: Total, top, points) -> Bar:
    if not total.likely:
        return Bar(vendor, total, points=points)

    def share(amount: Decimal) -> str:
        return f"{100 * amount / top:.2f}"

    exposure = percent(total.exposure)
    return Bar(
        vendor=vendor,
        total=total,
        sure=share(total.likely - total.filled),
        low=share(total.low),
        width=share(total.high - total.low),
        likely=share(total.likely),
        spoken=(
            f"{vendor}: {money(total.likely)} likely, from {money(total.low)} to"
            f" {money(total.high)}, {exposure} filled in from other bids"
        ),
        exposure=exposure,
        points=points,
    )


def _totals(lot: LotPrices) -> list[ShownRow]:
    totals = lot.comparison.totals
    return [
        ShownRow("Like-for-like total", "likely", [_total(total) for total in totals]),
        ShownRow("Change-order exposure", "share filled in", [_exposure(one) for one in totals]),
        ShownRow("Options, apart", "priced ones", [_options(total) for total in totals]),
    ]


def _total(total: Total) -> Shown:
    if not total.likely:
        return Shown("No total", "it prices no line", tone="warn")
    least = "at least " * bool(total.lacking)
    span = "as priced" if total.low == total.high else f"{money(total.low)} to {money(total.high)}"
    return Shown(f"{least}{money(total.likely)}", span, tone="warn" * bool(total.lacking))


def _exposure(total: Total) -> Shown:
    if not total.likely:
        return Shown("None", "without a total")
    words = percent(total.exposure)
    told = [
        (total.gaps, "line{} left out"),
        (total.thin, "filled from one bid alone"),
        (total.lacking, "that nobody prices"),
    ]
    detail = ", ".join(
        f"{count} {text.format('' if count == 1 else 's')}" for count, text in told if count
    )
    return Shown(words, detail or "no line left out")


def _options(total: Total) -> Shown:
    detail = f"{total.open_options} not priced" if total.open_options else ""
    return Shown(money(total.options) if total.options else "None", detail)
