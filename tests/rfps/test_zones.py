from datetime import UTC, datetime

import pytest

from rfps import zones


def test_to_instant_reads_the_wall_clock_of_the_zone():
    local = datetime(2026, 12, 24, 17, 0)  # noqa: DTZ001 - a wall-clock time has no zone

    assert zones.to_instant(local, "Europe/Zurich") == datetime(2026, 12, 24, 16, 0, tzinfo=UTC)


def test_to_instant_refuses_a_time_the_clocks_skip():
    local = datetime(2027, 3, 28, 2, 30)  # noqa: DTZ001

    with pytest.raises(zones.ImpossibleTimeError) as caught:
        zones.to_instant(local, "Europe/Zurich")

    assert str(caught.value) == (
        "02:30 on 28 Mar 2027 does not exist in Europe/Zurich: the clocks go forward over it."
    )


def test_to_instant_takes_the_first_of_two():
    local = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001

    assert zones.to_instant(local, "Europe/Zurich") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("UTC", "24 Dec 2026, 16:00 UTC"),
        ("Europe/Zurich", "24 Dec 2026, 17:00 Europe/Zurich (UTC+01:00)"),
        ("America/New_York", "24 Dec 2026, 11:00 America/New York (UTC-05:00)"),
        ("Asia/Kolkata", "24 Dec 2026, 21:30 Asia/Kolkata (UTC+05:30)"),
    ],
)
def test_show_names_the_zone_and_its_offset(zone, words):
    assert zones.show(datetime(2026, 12, 24, 16, 0, tzinfo=UTC), zone) == words
