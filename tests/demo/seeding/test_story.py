from datetime import UTC, datetime, timedelta

from demo.seeding.story import Story

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_story_is_told_in_the_order_of_its_dates():
    told = []
    story = Story(NOW)
    story.add(lambda at: told.append(("second", at)), days_ago=1)
    story.add(lambda at: told.append(("first", at)), days_ago=3, hours=12)

    story.tell()

    assert told == [
        ("first", NOW - timedelta(days=2, hours=12)),
        ("second", NOW - timedelta(days=1)),
    ]


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
