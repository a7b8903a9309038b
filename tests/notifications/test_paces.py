from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from notifications.choices import Pace
from notifications.models import DigestTime
from notifications.paces import next_digest, zone_of

ZURICH = ZoneInfo("Europe/Zurich")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "pace", "zone", "expected"),
    [
        ("2026-11-24 05:00", Pace.DAILY, "Europe/Zurich", "2026-11-24 07:00"),
        ("2026-11-24 07:00", Pace.DAILY, "Europe/Zurich", "2026-11-25 07:00"),
        # The same hour for the reader on both sides of the change of the clocks.
        ("2026-10-24 12:00", Pace.DAILY, "Europe/Zurich", "2026-10-25 07:00"),
        ("2026-10-23 12:00", Pace.DAILY, "Europe/Zurich", "2026-10-24 06:00"),
        ("2026-11-24 05:00", Pace.DAILY, "Asia/Taipei", "2026-11-25 00:00"),
        ("2026-11-24 05:00", Pace.WEEKLY, "Europe/Zurich", "2026-11-30 07:00"),
        # Monday already where the reader lives.
        ("2026-11-29 12:00", Pace.WEEKLY, "Pacific/Auckland", "2026-11-29 19:00"),
        ("2026-11-30 07:00", Pace.WEEKLY, "Europe/Zurich", "2026-12-07 07:00"),
    ],
)
def test_next_digest_comes_at_the_readers_hour(now, pace, zone, expected):
    found = next_digest(
        pace=pace, when=DigestTime(hour=8, weekday=1), zone=ZoneInfo(zone), now=at(now)
    )

    assert found == at(expected)


def test_an_hour_the_clocks_leave_out_still_gives_one_digest_that_day():
    spring = at("2027-03-27 12:00")

    found = next_digest(pace=Pace.DAILY, when=DigestTime(hour=2), zone=ZURICH, now=spring)

    assert found == at("2027-03-28 01:00")


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "Europe", "x" * 60])
def test_a_time_zone_that_is_none_counts_as_utc(name):
    assert zone_of(SimpleNamespace(time_zone=name)) == ZoneInfo("UTC")
