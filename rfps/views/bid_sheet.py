"""Bids laid side by side: questions and grid lines as rows, vendors as columns."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rfps import zones
from rfps.bidding import answers, asked, canonical, prices
from rfps.choices import AnswerType, PriceState

STATE_WORDS = {
    PriceState.INCLUDED: ("Included", "in another line"),
    PriceState.EXCLUDED: ("Excluded", ""),
    PriceState.NOT_PRICED: ("Not priced", ""),
}


@dataclass(frozen=True)
class Cell:
    """What one bid says to one row; ``tone`` warns of what a total does not hold."""

    words: str = ""
    detail: str = ""
    note: str = ""
    tone: str = ""
    rows: list = field(default_factory=list)
    files: list = field(default_factory=list)


NO_FILES = Cell("None", tone="faint")


@dataclass(frozen=True)
class Row:
    """``tag`` says in a word what is particular about the row."""

    label: str
    hint: str
    cells: list[Cell]
    columns: list[str] = field(default_factory=list)  # of a table's answer
    tag: str = ""


@dataclass
class Column:
    """A bid: whose it is, what it holds (None while sealed), and what to know of it."""

    version: object
    vendor: str
    technical: dict | None
    commercial: dict | None
    flags: list = field(default_factory=list)  # (words, tone)
    is_verified: bool | None = None

    def __post_init__(self):
        parts = [part for part in (self.technical, self.commercial) if part]
        self.currency = self.commercial["currency"] if self.commercial else ""
        self.answers = {one["key"]: one["value"] for part in parts for one in part["answers"]}
        self.files = [file for part in parts for file in part["files"]]
        priced = self.commercial["prices"] if self.commercial else []
        self.prices = {one["key"]: canonical.price_of(one) for one in priced}


@dataclass(frozen=True)
class Table:
    """The rows about one lot, or about the whole request, and the bids that answer them."""

    title: str
    anchor: str
    columns: list[Column]
    sections: list[tuple[str, list[Row]]]
    grid: list[Row]
    optional: list[Row]
    totals: list[Cell]


def build(content: dict, columns: list[Column]) -> list[Table]:
    """Return a table for the whole request and one for each lot that somebody answers."""
    everything = asked.of(content)
    tables = [_table("All lots", "all", columns, _questions(everything, None), [])]
    around = [_around(*one, columns) for one in AROUND]
    files = [Cell(files=one.files) if one.files else NO_FILES for one in columns]
    tables[0].sections.append(("Around the answers", [*around, Row("Files", "", files)]))
    for lot in content["lots"]:
        bidders = [one for one in columns if lot["position"] in one.version.lots]
        title = f"Lot {lot['position']}, {lot['title']}"
        lines = everything.of_lot(lot["position"]).lines
        anchor = f"lot-{lot['position']}"
        tables.append(
            _table(title, anchor, bidders, _questions(everything, lot["position"]), lines)
        )
    return [table for table in tables if table.columns and (table.sections or table.grid)]


def _around(label: str, envelope: str, name: str, words, columns) -> Row:
    parts = [getattr(column, envelope) for column in columns]
    return Row(label, "", [_about(part, name, words) for part in parts])


def _about(part: dict | None, name: str, words) -> Cell:
    if part is None:
        return Cell("Sealed", tone="faint")
    said = "\n".join(words(one) for one in part[name])
    return Cell(said) if said else Cell("None named", tone="faint")


def _person(one: dict) -> str:
    share = f"{one['share']}\u00a0%" if one["share"] else ""
    return ", ".join(filter(None, [one["name"], one["role"], share]))


def _task(one: dict) -> str:
    days = " to ".join(
        zones.day(date.fromisoformat(day)) for day in (one["start"], one["end"]) if day
    )
    return ", ".join(filter(None, [one["task"], days]))


AROUND = (
    ("Named team", "technical", "team", _person),
    ("Timeline", "technical", "timeline", _task),
    ("Assumptions", "commercial", "assumptions", str),
    ("Exclusions", "commercial", "exclusions", str),
)
COMMERCIAL_AROUND = [label for label, envelope, *_ in AROUND if envelope == "commercial"]


def of_version(version, parts: dict) -> list[Table]:
    """Return the same for one version alone, as its vendor sees it."""
    column = Column(
        version=version,
        vendor=version.head["vendor"],
        technical=parts["technical"].content,
        commercial=parts["commercial"].content,
    )
    return build(version.rfp_version.content, [column])


def money(value: Decimal) -> str:
    """Return an amount with two decimals, or more where it has more."""
    places = max(2, -value.normalize().as_tuple().exponent)
    return f"{value:,.{places}f}"


def _questions(everything, lot) -> list[dict]:
    return [one for one in everything.questions if one["lot"] == lot]


def _table(title, anchor, columns, questions, lines) -> Table:
    sections = {}
    for question in questions:
        cells = [_answer(question, column) for column in columns]
        hint = f"in {question['unit']}" if question["unit"] else ""
        tabular = question["options"] if question["type"] == AnswerType.TABLE else []
        row = Row(f"{question['number']}. {question['text']}", hint, cells, tabular)
        sections.setdefault(question["section"], []).append(row)
    firm = [_price_row(line, columns) for line in lines if not line["is_optional"]]
    optional = [_price_row(line, columns) for line in lines if line["is_optional"]]
    totals = [_total(lines, column) for column in columns] if lines else []
    return Table(title, anchor, columns, list(sections.items()), firm, optional, totals)


def _answer(question, column) -> Cell:
    value = column.answers.get(question["key"])
    if value is None:
        return Cell("No answer", tone="faint")
    if question["type"] == AnswerType.TABLE:
        return Cell(rows=[[_said(one) for one in line] for line in value])
    if question["type"] == AnswerType.FILE:
        return Cell(files=[file for file in column.files if file["id"] in value])
    if question["type"] == AnswerType.YES_NO:
        return Cell(answers.YES_NO[value])
    if question["type"] == AnswerType.DATE:
        return Cell(zones.day(date.fromisoformat(value)))
    return Cell(value)


def _said(text: str) -> str:
    """Return what stands in a table's field, a date as people write one."""
    try:
        return zones.day(date.fromisoformat(text))
    except (TypeError, ValueError):
        return text


def _price_row(line, columns) -> Row:
    hint = f"{Decimal(line['quantity']):,f} {line['unit']}"
    cells = [_price(line, column) for column in columns]
    return Row(
        f"{line['number']}. {line['label']}", hint, cells, tag="optional" * line["is_optional"]
    )


def _price(line, column) -> Cell:
    if column.commercial is None:
        return Cell("Sealed", tone="faint")
    price = column.prices.get(line["key"])
    if price is None:
        return Cell("Not asked yet", "when this bid was made", tone="warn")
    if price.unit_price is None:
        words, detail = STATE_WORDS[PriceState(price.state)]
        tone = "" if price.state == PriceState.INCLUDED else "warn"
        return Cell(words, detail, price.note, tone)
    amount = f"{column.currency} {money(price.amount(line))}"
    return Cell(amount, f"{money(price.unit_price)} each", price.note)


def _total(lines, column) -> Cell:
    if column.commercial is None:
        return Cell("Sealed", tone="faint")
    total = prices.total(lines, column.prices)
    if not total.priced:
        return Cell("No price", tone="warn")
    left = [(total.not_priced, "not priced"), (total.excluded, "excluded")]
    missing = ", ".join(f"{count} {words}" for count, words in left if count)
    return Cell(
        f"{column.currency} {money(total.amount)}",
        f"without {missing}" if missing else "every line answered",
        f"Optional: {column.currency} {money(total.optional)}" if total.optional else "",
        "warn" if missing else "",
    )
