"""A draft read: its values, and what is wrong with it. Warnings may stand, fatal issues block."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from rfps.bidding import answers, asked, draft, figures, prices
from rfps.bidding.issues import Issue
from rfps.bidding.prices import Price
from rfps.choices import PriceState

MAX_SHORT = 300


@dataclass
class Reading:
    """The values of a draft for the lots it is for; decimals as ``Decimal``, answers as canonical."""

    lots: list[int]
    asked: asked.Asked
    currency: str = ""
    answers: dict[str, object] = field(default_factory=dict)
    prices: dict[str, Price] = field(default_factory=dict)
    assumptions: list[str] = field(default_factory=list)
    exclusions: list[str] = field(default_factory=list)
    team: list[dict] = field(default_factory=list)
    timeline: list[dict] = field(default_factory=list)
    files: list = field(default_factory=list)  # BidFile rows that belong to what is answered
    issues: list[Issue] = field(default_factory=list)


def read(content: dict, raw: dict, files=()) -> Reading:
    """
    Read a draft against the version it answers.

    :param content: of the RFPVersion
    :param raw: as ``rfps.bidding.draft`` describes
    :param files: the draft's BidFile rows
    """
    lots = draft.chosen(raw, content)
    reading = Reading(lots=lots, asked=asked.of(content, lots))
    if not lots:
        reading.issues.append(
            Issue("Lots", "Choose at least one lot to answer.", "lots", is_open=True)
        )
    _read_answers(reading, raw, files)
    _read_prices(reading, raw)
    _read_currency(reading, raw["currency"], content["currencies"])
    reading.assumptions = _lines(raw["assumptions"])
    reading.exclusions = _lines(raw["exclusions"])
    reading.team = [_person(reading, number, row) for number, row in enumerate(raw["team"], 1)]
    reading.timeline = [
        _task(reading, number, row) for number, row in enumerate(raw["timeline"], 1)
    ]
    return reading


def _read_answers(reading, raw, files) -> None:
    by_question = defaultdict(list)
    for file in files:
        by_question[str(file.question_key) if file.question_key else None].append(file)
    reading.files = list(by_question[None])
    for question in reading.asked.questions:
        key, anchor = question["key"], draft.answer_field(question["key"])
        place = f"Question {question['number']}, {question['text']}"
        try:
            value = answers.read(question, raw["answers"].get(key), by_question[key])
        except answers.WrongAnswerError as error:
            reading.issues.append(Issue(place, str(error), anchor))
            continue
        reading.files += by_question[key]
        if value is not None:
            reading.answers[key] = value
        elif question["is_mandatory"]:
            reading.issues.append(Issue(place, "This needs an answer.", anchor, is_open=True))


def _read_prices(reading, raw) -> None:
    for line in reading.asked.lines:
        key, place = line["key"], f"Grid line {line['number']}, {line['label']}"
        try:
            price = prices.read(raw["prices"].get(key), line)
        except prices.WrongPriceError as error:
            anchor = draft.price_field(key, error.field)
            reading.issues.append(Issue(place, str(error), anchor))
            continue
        if price:
            reading.prices[key] = price
        if issue := _open_line(line, price):
            anchor = draft.price_field(key, "state")
            reading.issues.append(
                Issue(place, issue[0], anchor, is_fatal=issue[1], is_open=not price)
            )


def _open_line(line, price) -> tuple[str, bool] | None:
    if price is None and line["is_optional"]:
        return "Optional and not answered: it counts as not priced.", False
    if price is None:
        return "Say whether it is priced, included, excluded or not priced.", True
    if price.state == PriceState.NOT_PRICED and not line["is_optional"]:
        return "Not priced: the total is not like for like.", False
    if price.state == PriceState.EXCLUDED and not price.note:
        return "Excluded without a word why: a note helps.", False
    return None


def _read_currency(reading, typed: str, allowed: list[str]) -> None:
    needs_one = any(price.unit_price is not None for price in reading.prices.values())
    if typed and typed not in allowed:
        offered = ", ".join(allowed) or "none"
        message = f"{typed[:10]} is not offered: choose one of {offered}."
        reading.issues.append(Issue("Currency", message, "currency"))
    elif typed:
        reading.currency = typed
    elif needs_one:
        reading.issues.append(
            Issue("Currency", "Choose the currency of the prices.", "currency", is_open=True)
        )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _person(reading, number: int, row: dict) -> dict:
    place, anchor = f"Team, row {number}", draft.row_field("team", number - 1, "name")
    if not row["name"]:
        reading.issues.append(Issue(place, "Name the person.", anchor))
    share = None
    if row["share"]:
        try:
            share = figures.number(row["share"].removesuffix("%").strip(), places=1)
        except figures.NotANumberError as error:
            reading.issues.append(Issue(place, str(error), anchor))
        else:
            if not 0 < share <= 100:
                message = "The share of a person's time is above 0 and at most 100\u00a0%."
                reading.issues.append(Issue(place, message, anchor))
    _check_short(reading, place, anchor, row)
    return {
        "name": row["name"],
        "role": row["role"],
        "share": share and figures.plain(share),
    }


def _task(reading, number: int, row: dict) -> dict:
    place, anchor = f"Timeline, row {number}", draft.row_field("timeline", number - 1, "task")
    if not row["task"]:
        reading.issues.append(Issue(place, "Name the task.", anchor))
    dates = {}
    for name in ("start", "end"):
        try:
            dates[name] = date.fromisoformat(row[name]).isoformat() if row[name] else None
        except ValueError:
            message = f"“{row[name][:40]}” is no date: write it like 2027-03-31."
            reading.issues.append(Issue(place, message, anchor))
            dates[name] = None
    if dates["start"] and dates["end"] and dates["end"] < dates["start"]:
        reading.issues.append(Issue(place, "It ends before it starts.", anchor))
    _check_short(reading, place, anchor, row)
    return {"task": row["task"], **dates}


def _check_short(reading, place: str, anchor: str, row: dict) -> None:
    if any(len(value) > MAX_SHORT for value in row.values()):
        reading.issues.append(Issue(place, f"At most {MAX_SHORT} characters a cell.", anchor))
