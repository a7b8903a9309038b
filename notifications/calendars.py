"""A deadline as a calendar file beside an e-mail (RFC 5545)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

import icalendar
from django.conf import settings

WARN_BEFORE = timedelta(days=1)


@dataclass(frozen=True)
class Deadline:
    """
    One moment to put into a calendar.

    :param uid: names the deadline, the same in every message about it, e.g. ``rfp-<pk>-answers``
    :param sequence: greater with each change: calendars ignore an update that carries the old one
    :param is_cancelled: take it out of the calendar again
    """

    uid: str
    title: str
    at: datetime
    sequence: int = 0
    url: str = ""
    is_cancelled: bool = False


def attachment(deadline: Deadline, *, now: datetime) -> dict[str, str]:
    """
    Return the file as an attachment of the outbox.

    Published, without organiser and attendees: else calendar programs answer "accepted" by mail, to
    an address nobody reads.
    """
    method = "CANCEL" if deadline.is_cancelled else "PUBLISH"
    return {
        "name": "deadline.ics",
        "type": f"text/calendar; charset=utf-8; method={method}",
        "text": _file(deadline, method, now, urlsplit(settings.SITE_URL).hostname or "localhost"),
    }


@lru_cache(maxsize=32)  # everybody who hears of a deadline gets the same file
def _file(deadline: Deadline, method: str, now: datetime, host: str) -> str:
    event = icalendar.Event()
    event.add("uid", f"{deadline.uid}@{host}")
    event.add("sequence", deadline.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", deadline.at)
    event.add("summary", deadline.title)
    event.add("status", "CANCELLED" if deadline.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # nobody is busy at that minute
    if deadline.url:
        event.add("url", deadline.url)
    if not deadline.is_cancelled:
        event.add_component(_alarm(deadline))
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Phaseline//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _alarm(deadline: Deadline) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", deadline.title)
    alarm.add("trigger", -WARN_BEFORE)
    return alarm
