from datetime import UTC, datetime, timedelta

import pytest

from rfps import planning, schedule
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
    built = schedule.build(rfp(), START + timedelta(days=11))

    assert [(mark.name, mark.x, mark.is_past) for mark in built.marks] == [
        ("Issued", "0.00", True),
        ("Answers due", "100.00", False),
    ]
    assert (built.now_x, built.due) == ("40.00", "Answers due in 9 days")


def test_build_begins_with_the_draft_until_it_is_issued():
    built = schedule.build(rfp(state=RFPState.DRAFT, issued_at=None), START + timedelta(days=10))

    assert [(mark.name, mark.x) for mark in built.marks] == [
        ("Drafted", "0.00"),
        ("Answers due", "100.00"),
    ]


def test_build_makes_room_for_a_today_after_the_deadline():
    built = schedule.build(rfp(), START + timedelta(days=35))

    assert (built.marks[-1].x, built.now_x, built.due) == (
        "50.00",
        "100.00",
        "The deadline is past",
    )


def planned(*days) -> dict:
    return {
        name: START + timedelta(days=day) for name, day in zip(planning.NAMES, days, strict=True)
    }


def test_build_shows_every_date_that_is_planned_in_its_order():
    built = schedule.build(rfp(**planned(6, 8, 10, 11, 20, 21, 40)), START + timedelta(days=6))

    assert [mark.name for mark in built.marks] == [
        "Issued",
        "Intent to answer",
        "Questions close",
        "Questions answered",
        "Last addendum",
        "Answers due",
        "Opening",
        "Decision",
    ]


def boxes(built) -> list[tuple]:
    """Return the room the words of each date take: left, right, top."""
    return [
        (
            float(mark.x) * schedule.WIDTH / 100 - 5,
            float(mark.x) * schedule.WIDTH / 100
            - 5
            + schedule.SIGN * max(len(mark.name), len(mark.when)),
            mark.name_y,
        )
        for mark in built.marks
    ]


@pytest.mark.parametrize(
    "days",
    [
        (6, 8, 10, 11, 20, 21, 40),
        (5, 5, 5, 5, 5, 5, 5),
        (6, 7, 8, 9, 10, 11, 200),
        (180, 181, 182, 183, 184, 185, 186),
    ],
)
def test_no_words_of_two_dates_touch(days):
    built = schedule.build(rfp(**planned(*days)), START + timedelta(days=6))

    found = boxes(built)
    touching = [
        (one, other)
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if one[2] == other[2] and one[0] < other[1] and other[0] < one[1]
    ]
    assert touching == []
    assert all(12 <= top <= built.height for _, _, top in found)


def test_the_time_under_seal_is_a_band_from_deadline_to_opening():
    built = schedule.build(rfp(opening_at=START + timedelta(days=25)), START + timedelta(days=10))

    assert (built.sealed.x, built.sealed.width) == ("75.00", "25.00")


def test_an_opening_right_at_the_deadline_leaves_no_band():
    built = schedule.build(rfp(opening_at=rfp().deadline_at), START + timedelta(days=10))

    assert built.sealed is None


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

    assert (built.due, [mark.name for mark in built.marks][1]) == ("Cancelled", "Cancelled")
