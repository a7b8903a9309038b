"""
What differs between two contents of a request (``content.build``), in words.

Rows are matched by their stable keys, so a question that moved is not a new one. A change is a
dict, fit for JSON::

    {"kind": "added" | "removed" | "changed" | "reordered",
     "noun": "question", "key": "<stable key>", "name": "Which batch size?",
     "where": ["Lot 1, Drug product", "Section Quality"],
     "field": "unit", "label": "Unit", "old": "kg", "new": "g"}

``field`` is empty for what was added or removed as a whole; ``old`` or ``new`` then sums it up.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from rfps import wording


@dataclass(frozen=True)
class Kind:
    """A kind of row: what it is called, which field is its stable key, which one names it."""

    noun: str
    key: str
    title: str
    lists: dict[str, "Kind"] = field(default_factory=dict)  # rows inside each row
    heading: Callable[[dict], str] | None = None  # where its own rows are, in words


QUESTION = Kind("question", "key", "text")
SCOPE_LINE = Kind("scope line", "key", "label")
GRID_LINE = Kind("price line", "key", "label")
BRIEF_ITEM = Kind("fact", "key", "label")
SECTION = Kind(
    "section",
    "key",
    "title",
    {"questions": QUESTION},
    heading=lambda row: f"Section {row['title']}",
)
LOT = Kind(
    "lot",
    "position",
    "title",
    {"lines": SCOPE_LINE, "brief": BRIEF_ITEM, "sections": SECTION, "grid": GRID_LINE},
    heading=lambda row: f"Lot {row['position']}, {row['title']}",
)
CRITERION = Kind("criterion", "key", "name")
DOCUMENT = Kind("document", "id", "title")
REQUEST = Kind(
    "request",
    "number",
    "title",
    {
        "brief": BRIEF_ITEM,
        "sections": SECTION,
        "lots": LOT,
        "criteria": CRITERION,
        "documents": DOCUMENT,
    },
)
UNSAID = {"sha256", "media_type", "scope_key"}  # of a row that came or went
PLACE = "position"  # told as a new order of its list, not as a change of the row


def compare(before: dict, after: dict) -> list[dict]:
    """Return every difference; the list is empty exactly when the two are equal."""
    zone = after.get("time_zone", "UTC")
    return list(_rows_differ(REQUEST, before, after, [], zone))


def touched(before: dict, after: dict) -> frozenset[str]:
    """
    Return the keys of the questions and price lines whose answers need re-confirmation.

    A question: it is new, asks differently, or moved to another envelope. A price line: it is new
    or different, or so is the scope line it prices, or a fact of its lot or of the whole request.
    """
    old_questions, new_questions = _questions(before), _questions(after)
    old_lines, new_lines = _price_lines(before), _price_lines(after)
    return frozenset(
        {key for key, asked in new_questions.items() if old_questions.get(key) != asked}
        | {key for key, line in new_lines.items() if old_lines.get(key) != line}
    )


def _questions(content: dict) -> dict[str, tuple]:
    """Return by key what an answer depends on; where a fact can be looked up is no part of it."""
    places = [content, *content["lots"]]
    return {
        question["key"]: (
            section["envelope"],
            {name: value for name, value in question.items() if name != "fact"},
        )
        for place in places
        for section in place["sections"]
        for question in section["questions"]
    }


def _price_lines(content: dict) -> dict[str, tuple]:
    """Return by key what a price depends on."""
    common = _facts(content)
    found = {}
    for lot in content["lots"]:
        scope = {line["key"]: _without_place(line) for line in lot["lines"]}
        facts = common | _facts(lot)
        for line in lot["grid"]:
            found[line["key"]] = (
                lot["position"],
                _without_place(line),
                scope.get(line["scope_key"]),
                facts,
            )
    return found


def _facts(place: dict) -> dict[str, str]:
    return {item["key"]: item["value"] for item in place["brief"] if item["value"]}


def _without_place(row: dict) -> dict:
    return {name: value for name, value in row.items() if name != PLACE}


def _rows_differ(kind: Kind, old: dict, new: dict, where: list[str], zone: str) -> Iterator[dict]:
    """Yield how one row of a kind differs from the row of the same key, and the rows inside it."""
    about = _about(kind, new, where)
    for name, left, right in _leaves(kind, old, new):
        if left != right:
            yield about | {
                "kind": "changed",
                "field": name,
                "label": wording.label(name),
                "old": wording.value(name, left, zone),
                "new": wording.value(name, right, zone),
            }
    inside = [*where, kind.heading(new)] if kind.heading else where
    for name, inner in kind.lists.items():
        yield from _lists_differ(inner, old.get(name, []), new.get(name, []), inside, zone)


def _leaves(kind: Kind, old: dict, new: dict) -> Iterator[tuple]:
    """Yield each field that either row has beside its lists; a dict field by field."""
    for name in dict.fromkeys([*new, *old]):
        if name in kind.lists or name == PLACE:
            continue
        left, right = old.get(name), new.get(name)
        if isinstance(right, dict) and isinstance(left, dict | None):
            left = left or {}  # a version from before there was this field
            for part in dict.fromkeys([*right, *left]):
                yield part, left.get(part), right.get(part)
        else:
            yield name, left, right


def _lists_differ(kind: Kind, old: list, new: list, where: list[str], zone: str) -> Iterator[dict]:
    before = {row[kind.key]: row for row in old}
    after = {row[kind.key]: row for row in new}
    for key, row in before.items():
        if key not in after:
            yield from _whole(kind, row, where, zone, "removed", "old")
    for key, row in after.items():
        if key in before:
            yield from _rows_differ(kind, before[key], row, where, zone)
        else:
            yield from _whole(kind, row, where, zone, "added", "new")
    if _order(kind, before, after) != _order(kind, after, before):
        yield {
            "kind": "reordered",
            "noun": kind.noun,
            "key": "",
            "name": f"Order of the {wording.plural(kind.noun)}",
            "where": where,
            "field": "",
            "label": "Order",
            "old": _titles(kind, before, after),
            "new": _titles(kind, after, before),
        }


def _order(kind: Kind, rows: dict, others: dict) -> list[tuple]:
    """Return the rows that both lists have, in order, each with its place if it has one."""
    has_place = kind.key != PLACE
    return [(key, has_place and row.get(PLACE)) for key, row in rows.items() if key in others]


def _titles(kind: Kind, rows: dict, others: dict) -> str:
    return "; ".join(str(row[kind.title]) for key, row in rows.items() if key in others)


def _whole(
    kind: Kind, row: dict, where: list[str], zone: str, verb: str, side: str
) -> Iterator[dict]:
    """Yield that a row came or went, and the same of the rows inside it."""
    yield {
        **_about(kind, row, where),
        "kind": verb,
        "field": "",
        "label": "",
        "old": "",
        "new": "",
        side: _summary(kind, row, zone),
    }
    inside = [*where, kind.heading(row)] if kind.heading else where
    for name, inner in kind.lists.items():
        for one in row.get(name, []):
            yield from _whole(inner, one, inside, zone, verb, side)


def _summary(kind: Kind, row: dict, zone: str) -> str:
    said = [
        f"{wording.label(name)}: {wording.value(name, value, zone)}"
        for name, value, _ in _leaves(kind, row, row)
        if name not in {kind.key, kind.title, *UNSAID} and value not in (None, "", [], False)
    ]
    return "; ".join(said)


def _about(kind: Kind, row: dict, where: list[str]) -> dict:
    return {
        "noun": kind.noun,
        "key": str(row[kind.key]),
        "name": str(row[kind.title]),
        "where": where,
    }


def grouped(found: list[dict]) -> list[dict]:
    """Return the changes as the page shows them: one entry for each row, with all its fields."""

    def of_row(change) -> tuple:
        return change["where"], change["noun"], change["key"], change["name"], change["kind"]

    return [
        {
            "where": ", ".join(where),
            "noun": noun,
            "name": name,
            "kind": kind,
            "changes": list(of_one),
        }
        for (where, noun, _, name, kind), of_one in groupby(found, of_row)
    ]
