"""The schedule of an RFP as a line: where each date lies between the first and the last."""

from dataclasses import dataclass
from datetime import datetime

from rfps import planning, zones
from rfps.choices import RFPState

UNITS = ((24 * 60, "day"), (60, "hour"), (1, "minute"))

# The picture, in pixels of its least width; wider only leaves more room.
WIDTH = 650
SIGN = 6.7  # a letter of a name
AXIS, LANE = 48, 34  # the axis below one lane of words, and what each further lane takes


@dataclass(frozen=True)
class Mark:
    """A date on the line; ``x`` is a percentage with two decimals, the rest pixels."""

    name: str
    when: str
    x: str
    is_past: bool
    name_y: int
    when_y: int
    stem: str  # an SVG path from the axis to the words


@dataclass(frozen=True)
class Band:
    """The time between the deadline and the opening."""

    x: str
    width: str
    mid: str


@dataclass(frozen=True)
class Schedule:
    marks: list[Mark]
    now_x: str
    is_now_early: bool
    axis_y: int
    height: int
    sealed: Band | None
    words: str
    due: str


@dataclass(frozen=True)
class Lane:
    """A row of words above or below the axis; 0 is the nearest."""

    is_above: bool
    level: int


def build(rfp, now) -> Schedule:
    """Place every date the RFP has, and today, on one line."""
    known = dates(rfp)
    start, end = min(known[0][1], now), max(known[-1][1], now)
    length = (end - start).total_seconds() or 1

    def share(at) -> float:
        return 100 * (at - start).total_seconds() / length

    named = [(name, zones.short(at, rfp.time_zone), share(at)) for name, at in known]
    lanes = _lanes(named)
    axis = AXIS + LANE * max((lane.level for lane in lanes if lane.is_above), default=0)
    below = max((lane.level for lane in lanes if not lane.is_above), default=0)
    marks = [
        _mark(name, when, x, known[place][1] <= now, lanes[place], axis)
        for place, (name, when, x) in enumerate(named)
    ]
    words = ", ".join(f"{mark.name.lower()} {mark.when}" for mark in marks)
    return Schedule(
        marks=marks,
        now_x=f"{share(now):.2f}",
        is_now_early=share(now) < 10,
        axis_y=axis,
        height=axis + AXIS + LANE * below,
        sealed=_sealed(rfp, share),
        words=f"Schedule: {words}; today is {zones.short(now, rfp.time_zone)}",
        due=_due(rfp, now),
    )


def dates(rfp) -> list[tuple[str, datetime]]:
    """Return what happened and what is planned, by time; once it is issued no one asks for the draft."""
    happened = [("Drafted", None if rfp.issued_at else rfp.created_at), ("Issued", rfp.issued_at)]
    planned = [(name, getattr(rfp, field)) for field, name in planning.NAMES.items()]
    every = [*happened, *planned, ("Cancelled", rfp.cancelled_at)]
    return sorted(((name, at) for name, at in every if at), key=lambda date: date[1])


def _lanes(named: list[tuple[str, str, float]]) -> list[Lane]:
    """
    Give each date's words a lane in which they touch no others.

    From the last date to the first: an earlier date that finds no room goes further out, and its
    stem then stands left of the words it passes.
    """
    lanes: list[Lane] = []
    taken: dict[Lane, float] = {}  # where the words of a lane begin, in pixels
    for place in reversed(range(len(named))):
        name, when, x = named[place]
        left = x * WIDTH / 100 - 5
        right = left + SIGN * max(len(name), len(when)) + 8
        lane = next(one for one in _nearest(place) if right <= taken.get(one, right))
        taken[lane] = left
        lanes.insert(0, lane)
    return lanes


def _nearest(place: int):
    """Yield the lanes from the axis outwards, even places above it first."""
    level = 0
    while True:
        yield Lane(place % 2 == 0, level)
        yield Lane(place % 2 == 1, level)
        level += 1


def _mark(name: str, when: str, x: float, is_past: bool, lane: Lane, axis: int) -> Mark:
    out = LANE * lane.level
    if lane.is_above:
        name_y, when_y, stem = axis - 34 - out, axis - 19 - out, f"M0 {axis - 16 - out}V{axis - 6}"
    else:
        name_y, when_y, stem = axis + 24 + out, axis + 39 + out, f"M0 {axis + 8}V{axis + 14 + out}"
    return Mark(name, when, f"{x:.2f}", is_past, name_y, when_y, stem)


def _sealed(rfp, share) -> Band | None:
    if not rfp.opening_at or rfp.opening_at <= rfp.deadline_at:
        return None
    start, end = share(rfp.deadline_at), share(rfp.opening_at)
    return Band(f"{start:.2f}", f"{end - start:.2f}", f"{(start + end) / 2:.2f}")


def _due(rfp, now) -> str:
    if rfp.state == RFPState.CANCELLED:
        return "Cancelled"
    if rfp.deadline_at <= now:
        return "The deadline is past"
    minutes = int((rfp.deadline_at - now).total_seconds() // 60)
    size, word = next((unit for unit in UNITS if minutes >= 2 * unit[0]), UNITS[-1])
    count = minutes // size
    return f"Answers due in {count} {word}{'' if count == 1 else 's'}"
