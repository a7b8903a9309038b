"""The dates of a request: their order, what is proposed, and how long vendors have for an answer."""

import itertools
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rfps import zones

# In this order; a date that is not planned is left out.
NAMES = {
    "intent_due_at": "Intent to answer",
    "questions_close_at": "Questions close",
    "answers_due_at": "Questions answered",
    "freeze_at": "Last addendum",
    "deadline_at": "Answers due",
    "opening_at": "Opening",
    "decision_at": "Decision",
}
# Working days from today: three weeks to answer, and the questions early enough to matter.
OFFSETS = {
    "intent_due_at": 4,
    "questions_close_at": 7,
    "answers_due_at": 10,
    "freeze_at": 11,
    "deadline_at": 15,
    "opening_at": 16,
    "decision_at": 30,
}
LEAST, MOST = 10, 20  # working days recommended for an answer
END_OF_DAY, MORNING = time(17, 0), time(10, 0)


def out_of_order(dates: dict[str, datetime | None]) -> dict[str, str]:
    """Return for each date that comes before an earlier one of ``NAMES`` a sentence naming both."""
    known = [name for name in NAMES if dates.get(name)]
    found = {}
    for earlier, later in itertools.pairwise(known):
        # An addendum in the last second would leave no time to answer it.
        is_tight = (earlier, later) == ("freeze_at", "deadline_at")
        if dates[later] < dates[earlier] or (is_tight and dates[later] == dates[earlier]):
            found[later] = f"{NAMES[later]} must come after: {NAMES[earlier]}."
    return found


def working_days(start: datetime, end: datetime, zone: str) -> int:
    """Count Monday to Friday after the day of ``start`` up to the day of ``end``; no holidays."""
    first, last = (zones.to_local(moment, zone).date() for moment in (start, end))
    weeks, rest = divmod(max(0, (last - first).days), 7)
    return 5 * weeks + sum(_is_working(first + timedelta(days=n)) for n in range(1, rest + 1))


def pace(start: datetime, deadline: datetime, zone: str) -> str:
    """Return a warning where vendors get less or more time than is good for an answer, or ''."""
    days = working_days(start, deadline, zone)
    if LEAST <= days <= MOST:
        return ""
    said = f"{days} working day{'' if days == 1 else 's'} to answer"
    if days < LEAST:
        return f"{said}: below {LEAST} good vendors decline, or price the risk of guessing."
    return f"{said}: beyond {MOST} answers rarely get better, and slots and prices move on."


def propose(now: datetime, zone: str, offsets: dict[str, int] | None = None) -> dict[str, datetime]:
    """Return an instant for each date: the end of a working day in the zone; openings at ten."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return {
        name: zones.to_instant(
            datetime.combine(_after(today, days), MORNING if name == "opening_at" else END_OF_DAY),
            zone,
        )
        for name, days in (OFFSETS | (offsets or {})).items()
    }


def _after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= _is_working(day)
    return day


def _is_working(day: date) -> bool:
    return day.weekday() < 5
