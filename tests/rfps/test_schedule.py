from datetime import UTC, datetime, timedelta

import pytest

from rfps import schedule
from rfps.choices import RFPState
from rfps.models import RFP

START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def rfp(**changes) -> RFP:
    fields = {
        "state": RFPState.ISSUED,
        "created_at": START,
        "issued_at": START + timedelta(days=5),
        "deadline_at": START + timedelta(days=20),
    }
    return RFP(**fields | changes)


def test_build_places_the_dates_between_the_first_and_the_last():
    built = schedule.build(rfp(), START + timedelta(days=10))

    assert [(mark.name, mark.x, mark.is_past) for mark in built.marks] == [
        ("Drafted", "0.00", True),
        ("Issued", "25.00", True),
        ("Answers due", "100.00", False),
    ]
    assert (built.now_x, built.due) == ("50.00", "Answers due in 10 days")


def test_build_makes_room_for_a_today_after_the_deadline():
    built = schedule.build(rfp(), START + timedelta(days=40))

    assert (built.marks[-1].x, built.now_x, built.due) == (
        "50.00",
        "100.00",
        "The deadline is past",
    )


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(hours=47, minutes=59), "Answers due in 47 hours"),
        (timedelta(hours=2), "Answers due in 2 hours"),
        (timedelta(hours=1, minutes=59), "Answers due in 119 minutes"),
        (timedelta(seconds=60), "Answers due in 1 minute"),
        (timedelta(seconds=59), "Answers due in 0 minutes"),
        (timedelta(hours=48), "Answers due in 2 days"),
    ],
)
def test_due_counts_in_the_unit_that_tells_most(left, words):
    now = rfp().deadline_at - left

    assert schedule.build(rfp(), now).due == words


def test_build_stands_a_draft_made_this_moment():
    now = START

    built = schedule.build(rfp(issued_at=None, deadline_at=START), now)

    assert [mark.x for mark in built.marks] == ["0.00", "0.00"]


def test_a_cancelled_request_says_so():
    cancelled = rfp(state=RFPState.CANCELLED, cancelled_at=START + timedelta(days=6))

    built = schedule.build(cancelled, START + timedelta(days=10))

    assert (built.due, [mark.name for mark in built.marks][2]) == ("Cancelled", "Cancelled")
