"""What the bid page shows: each question and line with what was typed, and how far the bid is."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from rfps import facts, inspection, zones
from rfps.bidding import answers, completeness, draft, issues, reading
from rfps.choices import AnswerType, Envelope, PriceState, RFPState
from rfps.services import drafts


@dataclass
class QuestionRow:
    """A question with its raw answer; ``rows`` are the cells of a table, empty ones included."""

    question: dict
    name: str
    value: object = ""
    message: str = ""
    rows: list = field(default_factory=list)
    files: list = field(default_factory=list)
    offer: object = None
    is_touched: bool = False


@dataclass
class LineRow:
    """A grid line with its raw price; ``amount`` is quantity times price where it is priced."""

    line: dict
    names: dict[str, str]
    typed: dict[str, str]
    amount: object = None
    message: str = ""
    is_touched: bool = False

    @property
    def quantity(self) -> str:
        return f"{Decimal(self.line['quantity']):,f}"


def context(recipient, version, row, now, *, typed: dict | None = None) -> dict:
    """
    Return what ``rfps/bid.html`` shows.

    :param row: the BidDraft, None before the first save
    :param typed: what to show in place of what is saved, after a conflict
    """
    content = version.content
    raw = typed or (row.content if row else drafts.blank(version))
    files = drafts.files(row)
    found = reading.read(content, raw, files)
    touched = drafts.unconfirmed(raw, version)
    rfp = recipient.invitation.rfp
    offers = facts.offered(recipient.invitation.vendor)
    return {
        "token": recipient.token,
        "offer": content,
        "version": version,
        "revision": row.revision if row else 0,
        "saved": saved(row, rfp),
        "touched_count": len(touched),
        "bid": row.bid if row else None,
        **fields(content, raw, found, files=files, touched=touched, offers=offers),
        **progress(content, found),
        **clock(recipient.invitation, now),
    }


def fields(content: dict, raw: dict, found, *, files=(), touched=(), offers=None) -> dict:
    """Return the fields of the form: what ``rfps/_bid_fields.html`` shows."""
    return {
        "raw": raw,
        "lots": [lot | {"is_chosen": lot["position"] in found.lots} for lot in content["lots"]],
        "currencies": content["currencies"],
        "sections": _sections(raw, found, files, touched, offers or {}),
        "grids": _grids(content, raw, found, touched),
        "tables": {
            name: _entries(name, columns, raw[name], found)
            for name, columns in draft.TABLES.items()
        },
        "free_files": [file for file in files if not file.question_key],
        "envelopes": Envelope.choices,
        "states": PriceState.choices,
        "yes_no": answers.YES_NO.items(),
        "accept": inspection.ACCEPT,
        "kinds": inspection.KINDS,
    }


def progress(content: dict, found) -> dict:
    """Return what changes with every save: completeness, totals, and what is left to do."""
    return {
        "states_of_lots": completeness.by_lot(content, found),
        "currency": found.currency,
        "fatal_count": len(issues.fatal(found.issues)),
        "warning_count": len(issues.warnings(found.issues)),
    }


def clock(invitation, now) -> dict:
    """Return the deadline and the server's time, both in the zone of the request, and whose it is."""
    rfp = invitation.rfp
    return {
        "invitation": invitation,
        "rfp": rfp,
        "deadline": zones.show(rfp.deadline_at, rfp.time_zone),
        "deadline_utc": zones.show(rfp.deadline_at, "UTC"),
        "server_time": zones.exactly(now, rfp.time_zone),
        "is_open": rfp.state == RFPState.ISSUED and now < rfp.deadline_at,
    }


def saved(row, rfp) -> str:
    if row is None or not row.revision:
        return "Nothing saved yet"
    by = f" by {row.saved_by}" if row.saved_by else ""
    return f"Saved {zones.exactly(row.saved_at, rfp.time_zone)}{by}"


def _sections(raw, found, files, touched, offers) -> list[dict]:
    """Return the chosen sections in order, each with its rows and the lot it belongs to."""
    wrong = {one.anchor: one.message for one in found.issues if not one.is_open}
    by_question = defaultdict(list)
    for file in files:
        by_question[str(file.question_key)].append(file)
    sections = {}
    for question in found.asked.questions:
        key, name = question["key"], draft.answer_field(question["key"])
        value = raw["answers"].get(key, "")
        is_table = question["type"] == AnswerType.TABLE
        row = QuestionRow(
            question=question,
            name=name,
            value=value,
            message=wrong.get(name, ""),
            rows=_cells(name, question["options"], value or []) if is_table else [],
            files=by_question[key],
            offer=offers.get(question["fact"]),
            is_touched=key in touched,
        )
        sections.setdefault((question["lot"], question["section"]), []).append(row)
    return [{"lot": lot, "title": title, "rows": rows} for (lot, title), rows in sections.items()]


def _entries(name: str, columns: tuple, rows: list, found) -> list[tuple]:
    """Return place, values and what is wrong of each row of the team or the timeline."""
    wrong = {one.anchor: one.message for one in found.issues}
    shown = draft.shown_rows(rows, dict.fromkeys(columns, ""))
    return [
        (place, row, wrong.get(draft.row_field(name, place, columns[0]), ""))
        for place, row in enumerate(shown)
    ]


def _cells(name: str, columns: list[str], rows: list) -> list[list[tuple[str, str, str]]]:
    """Return field name, value and label of each cell."""
    return [
        [
            (draft.row_field(name, place, column), row[column] if column < len(row) else "", title)
            for column, title in enumerate(columns)
        ]
        for place, row in enumerate(draft.shown_rows(rows, []))
    ]


def _grids(content, raw, found, touched) -> list[dict]:
    wrong = {one.anchor: one.message for one in found.issues if one.is_fatal and not one.is_open}
    grids = []
    for lot in content["lots"]:
        lines = [line for line in found.asked.lines if line["lot"] == lot["position"]]
        rows = [_line(line, raw, found, wrong, touched) for line in lines]
        firm = [row for row in rows if not row.line["is_optional"]]
        optional = [row for row in rows if row.line["is_optional"]]
        if rows:
            grids.append(
                {"position": lot["position"], "title": lot["title"], "groups": [firm, optional]}
            )
    return grids


def _line(line, raw, found, wrong, touched) -> LineRow:
    key = line["key"]
    names = {name: draft.price_field(key, name) for name in draft.PRICE}
    price = found.prices.get(key)
    return LineRow(
        line=line,
        names=names,
        typed=dict.fromkeys(draft.PRICE, "") | raw["prices"].get(key, {}),
        amount=price.amount(line) if price else None,
        message=next((wrong[name] for name in names.values() if name in wrong), ""),
        is_touched=key in touched,
    )
