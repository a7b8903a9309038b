"""What a vendor is shown of a request: made from the frozen content alone."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from programs.choices import Priority
from rfps import content, zones
from rfps.choices import AnswerType, DocumentKind, Envelope, PriceFormula, RFPKind
from vendors.choices import Phase

DATES = (
    ("intent_due_at", "Say whether you intend to answer"),
    ("questions_close_at", "Questions close"),
    ("answers_due_at", "Questions are answered by"),
    ("freeze_at", "The request changes no more"),
    ("deadline_at", "Answers due"),
    ("opening_at", "Answers are opened"),
    ("decision_at", "Decision"),
)


@dataclass(frozen=True)
class Date:
    """A step of the schedule, or the server's clock between two of them: ``state`` is *now*."""

    name: str
    when: str
    state: str  # past, now, later
    is_deadline: bool = False


def context(shown: dict, now, zone: str = "") -> dict:
    """
    Return what ``_ask.html`` and ``_due.html`` show.

    :param shown: the content of a version
    :param zone: in which times are told; that of the request where none is given
    """
    return package(shown) | schedule(shown, now, zone or shown["time_zone"])


def package(shown: dict) -> dict:
    """Return what is asked, in words; ``_ask.html`` shows it."""
    sections = [_section(section) for section in shown["sections"]]
    lots = [_lot(lot) for lot in shown["lots"]]
    return {
        "offer": shown,
        "kind": RFPKind(shown["kind"]).label,
        "brief": _groups(shown["brief"]),
        "sections": sections,
        "lots": lots,
        "has_questions": bool(sections) or any(lot["sections"] for lot in lots),
        "has_grid": any(lot["grid"] for lot in lots),
        "line_count": sum(len(lot["lines"]) for lot in shown["lots"]),
        "criteria": [_criterion(one) for one in shown["criteria"]],
        "price_rule": _price_rule(shown),
        "documents": documents(shown),
    }


def schedule(shown: dict, now, zone: str) -> dict:
    """Return the dates and the server's clock in a zone; ``_due.html`` shows them."""
    deadline_at = datetime.fromisoformat(shown["deadline_at"])
    return {
        "deadline": zones.show(deadline_at, zone),
        "deadline_utc": zones.show(deadline_at, "UTC"),
        "server_time": zones.show(now, zone),
        "dates": _dates(shown, now, zone),
        "zone_name": zone.replace("_", " "),
        "currencies": shown["currencies"],
    }


def documents(shown: dict) -> list[dict]:
    return [one | {"kind_label": DocumentKind(one["kind"]).label} for one in shown["documents"]]


def _dates(shown: dict, now, zone: str) -> list[Date]:
    told = {**shown["schedule"], "deadline_at": shown["deadline_at"]}
    known = [
        (datetime.fromisoformat(told[field]), name, field == "deadline_at")
        for field, name in DATES
        if told.get(field)
    ]
    steps = [
        (at, Date(name, zones.moment(at, zone), "past" if at <= now else "later", is_deadline))
        for at, name, is_deadline in known
    ]
    clock = (now, Date("Now, by the server's clock", zones.moment(now, zone), "now"))
    return [date for _, date in sorted([*steps, clock], key=lambda step: step[0])]


def _groups(items: list[dict]) -> list[tuple[str, list[dict]]]:
    """Group the facts of the brief under their headings, which stand together."""
    return [(name, list(rows)) for name, rows in groupby(items, key=lambda item: item["group"])]


def _section(section: dict) -> dict:
    questions = [
        question | {"type_label": AnswerType(question["type"]).label}
        for question in section["questions"]
    ]
    return section | {
        "envelope_label": Envelope(section["envelope"]).label,
        "questions": questions,
    }


def _criterion(criterion: dict) -> dict:
    return criterion | {"envelope_label": Envelope(criterion["envelope"]).label}


def _price_rule(shown: dict) -> dict | None:
    """Return how totals become points, None where no criterion is scored by a formula."""
    if not any(one.get("is_price") for one in shown["criteria"]):
        return None
    pricing = content.pricing(shown)
    formula = PriceFormula(pricing["formula"])
    published = [
        {"lot": lot, "full_at": Decimal(found["full_at"]), "none_at": Decimal(found["none_at"])}
        for lot in shown["lots"]
        if (found := lot.get("price_anchors")) and found["full_at"]
    ]
    return {
        "is_anchored": formula == PriceFormula.ANCHORED,
        "currency": pricing["currency"],
        "anchors": published,
    }


def _lot(lot: dict) -> dict:
    """Group a lot's lines by phase, in the order of the axis."""
    by_phase = {
        phase: [
            line | {"priority_label": Priority(line["priority"]).label}
            for line in lot["lines"]
            if line["phase"] == phase
        ]
        for phase in Phase
    }
    return {
        "position": lot["position"],
        "title": lot["title"],
        "count": len(lot["lines"]),
        "phases": [(phase, lines) for phase, lines in by_phase.items() if lines],
        "cells": [bool(by_phase[phase]) for phase in Phase],
        "spoken": ", ".join(phase.value for phase in Phase if by_phase[phase]),
        "brief": _groups(lot["brief"]),
        "sections": [_section(section) for section in lot["sections"]],
        "grid": lot["grid"],
    }
