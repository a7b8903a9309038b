from datetime import UTC, date, datetime, timedelta

import pytest

from demo.seeding.story import Story, office_hour

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_story_is_told_in_the_order_of_its_dates():
    told = []
    story = Story(NOW)
    story.add(lambda at: told.append(("second", at.date())), days_ago=1)
    story.add(lambda at: told.append(("first", at.date())), days_ago=3)

    story.tell()

    assert told == [("first", date(2026, 11, 19)), ("second", date(2026, 11, 21))]


def test_hours_count_from_the_hour_of_the_day():
    told = []
    story = Story(NOW)
    story.add(told.append, days_ago=3)
    story.add(told.append, days_ago=3, hours=5)

    story.tell()

    assert told[1] - told[0] == timedelta(hours=5)


@pytest.mark.parametrize("number", range(0, 400, 7))
def test_office_hours_lie_within_the_day(number):
    at = office_hour(NOW, number)

    assert 8 <= at.hour <= 16
    assert at == office_hour(NOW, number)


def test_moves_of_one_time_keep_the_order_they_were_planned_in():
    told = []
    story = Story(NOW)
    for name in ("enter", "submit", "approve"):
        story.add(lambda at, name=name: told.append(name), days_ago=2)

    story.tell()

    assert told == ["enter", "submit", "approve"]


def test_no_move_is_told_to_have_happened_tomorrow():
    told = []
    story = Story(NOW)
    story.add(told.append, days_ago=1, hours=31)

    story.tell()

    assert told == [NOW]
