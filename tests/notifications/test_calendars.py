from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from notifications.calendars import Deadline, attachment
from tests.notifications.conftest import LONG_AGO

AT = datetime(2026, 12, 24, 16, 0, tzinfo=UTC)


def event(**changes):
    fields = {"uid": "rfp-1-answers", "title": "Answers due: tablets, 2 mg", "at": AT}
    file = attachment(Deadline(**fields | changes), now=LONG_AGO)
    calendar = icalendar.Calendar.from_ical(file["text"])
    return calendar, next(iter(calendar.walk("VEVENT")))


def test_a_deadline_is_one_moment_with_a_warning_the_day_before():
    calendar, found = event(sequence=2)

    assert calendar["METHOD"] == "PUBLISH"
    assert found.decoded("dtstart") == AT
    assert found["SUMMARY"] == "Answers due: tablets, 2 mg"
    assert (found["UID"], found["SEQUENCE"]) == ("rfp-1-answers@localhost", 2)
    assert [alarm.decoded("trigger") for alarm in found.walk("VALARM")] == [-timedelta(days=1)]
    assert "ORGANIZER" not in found


def test_a_withdrawn_deadline_leaves_the_calendar():
    calendar, found = event(sequence=3, is_cancelled=True)

    assert (calendar["METHOD"], found["STATUS"]) == ("CANCEL", "CANCELLED")
    assert found.walk("VALARM") == []


@pytest.mark.parametrize("title", ["A\r\nATTENDEE:mailto:x@y.example", "x" * 300, "漢字; a, b"])
def test_a_title_cannot_break_the_file(title):
    _, found = event(title=title)

    assert "ATTENDEE" not in found
    assert found["SUMMARY"].replace("\n", "") == title.replace("\r\n", "")
