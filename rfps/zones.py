"""Deadlines in the zone they were set in: from wall clock to instant and back."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, available_timezones

REGIONS = (
    "Africa/",
    "America/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


class ImpossibleTimeError(ValueError):
    """A wall-clock time that the zone skips; the message is a sentence for the user."""


def choices() -> list[tuple[str, str]]:
    """Return UTC and the zones named after a region and a city, for a select."""
    names = sorted(name for name in available_timezones() if name.startswith(REGIONS))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


def to_instant(local: datetime, zone: str) -> datetime:
    """
    Return the instant of a naive wall-clock time in a zone; of a time that occurs twice, the first.

    :raises ImpossibleTimeError: for a time the clocks skip when they go forward, or out of range
    """
    try:
        instant = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except OverflowError as error:
        raise ImpossibleTimeError("This date is out of range.") from error
    if to_local(instant, zone) != local:
        raise ImpossibleTimeError(
            f"{local:%H:%M} on {day(local)} does not exist in {zone.replace('_', ' ')}: "
            "the clocks go forward over it."
        )
    return instant


def to_local(instant: datetime, zone: str) -> datetime:
    """Return the naive wall-clock time of an instant in a zone."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def show(instant: datetime, zone: str) -> str:
    """Return e.g. ``24 Dec 2026, 17:00 Europe/Zurich (UTC+01:00)``."""
    local = instant.astimezone(ZoneInfo(zone))
    if zone == "UTC":
        return f"{day(local)}, {local:%H:%M} UTC"
    offset = f"{local:%z}"
    return f"{day(local)}, {local:%H:%M} {zone.replace('_', ' ')} (UTC{offset[:3]}:{offset[3:]})"


def exactly(instant: datetime, zone: str) -> str:
    """Return the same as ``show``, to the second: a deadline may be missed by one."""
    local = instant.astimezone(ZoneInfo(zone))
    return show(instant, zone).replace(f"{local:%H:%M}", f"{local:%H:%M:%S}", 1)


def moment(instant: datetime, zone: str) -> str:
    """Return e.g. ``24 Dec 2026, 17:00``, for a line whose page names the zone."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{day(local)}, {local:%H:%M}"


def day(moment: date) -> str:
    return f"{moment.day} {moment:%b %Y}"


def short(instant: datetime, zone: str) -> str:
    """Return day, month and time without year and zone, for a line whose page names the zone."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %H:%M}"
