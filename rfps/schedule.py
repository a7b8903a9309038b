"""The schedule of an RFP as a line: where each date lies between the first and the last."""

from dataclasses import dataclass

from rfps import zones
from rfps.choices import RFPState

UNITS = ((24 * 60, "day"), (60, "hour"), (1, "minute"))


@dataclass(frozen=True)
class Mark:
    """A date on the line; ``x`` is a percentage with two decimals."""

    name: str
    when: str
    x: str
    is_past: bool
    is_above: bool
    is_at_end: bool


@dataclass(frozen=True)
class Schedule:
    marks: list[Mark]
    now_x: str
    is_now_early: bool
    words: str
    due: str


def build(rfp, now) -> Schedule:
    """Place creation, issue, deadline, cancellation and today on one line."""
    dates = [("Drafted", rfp.created_at), ("Issued", rfp.issued_at)]
    dates += [("Answers due", rfp.deadline_at), ("Cancelled", rfp.cancelled_at)]
    known = sorted(((name, at) for name, at in dates if at), key=lambda date: date[1])
    start, end = min(known[0][1], now), max(known[-1][1], now)
    length = (end - start).total_seconds() or 1

    def share(at) -> float:
        return 100 * (at - start).total_seconds() / length

    marks = [
        Mark(
            name=name,
            when=zones.short(at, rfp.time_zone),
            x=f"{share(at):.2f}",
            is_past=at <= now,
            is_above=place % 2 == 0,
            is_at_end=share(at) > 85,
        )
        for place, (name, at) in enumerate(known)
    ]
    words = ", ".join(f"{mark.name.lower()} {mark.when}" for mark in marks)
    return Schedule(
        marks=marks,
        now_x=f"{share(now):.2f}",
        is_now_early=share(now) < 10,
        words=f"Schedule: {words}; today is {zones.short(now, rfp.time_zone)}",
        due=_due(rfp, now),
    )


def _due(rfp, now) -> str:
    if rfp.state == RFPState.CANCELLED:
        return "Cancelled"
    if rfp.deadline_at <= now:
        return "The deadline is past"
    minutes = int((rfp.deadline_at - now).total_seconds() // 60)
    size, word = next((unit for unit in UNITS if minutes >= 2 * unit[0]), UNITS[-1])
    count = minutes // size
    return f"Answers due in {count} {word}{'' if count == 1 else 's'}"
