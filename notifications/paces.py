"""When a person's mail of a kind goes out: at once, with the next digest, or never."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from notifications import kinds
from notifications.choices import Pace
from notifications.models import DigestTime, Preference


def zone_of(user) -> ZoneInfo:
    """Return the person's time zone; UTC for a name that is none."""
    try:
        return ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # "../etc", "Europe"
        return ZoneInfo("UTC")


def next_digest(*, pace: Pace, when: DigestTime, zone: ZoneInfo, now: datetime) -> datetime:
    """
    Return when the next digest of this pace goes out, in UTC.

    By the reader's clock: after a change to summer time it is still the same hour for them.
    """
    here = now.astimezone(zone)
    for days in range(9):
        date = here.date() + timedelta(days=days)
        at = datetime.combine(date, time(when.hour), zone).astimezone(UTC)
        if at > now and (pace == Pace.DAILY or date.isoweekday() == when.weekday):
            return at
    raise AssertionError("a week has all its days")


def of_users(user_ids: set[int], kind: str) -> dict[int, Pace]:
    """Return the chosen pace by person, of a kind whose pace may be chosen."""
    found = kinds.find(kind)
    if not user_ids or not (found and found.may_digest):
        return {}
    rows = Preference.objects.filter(user__in=user_ids, kind=kind)
    return {row.user_id: Pace(row.pace) for row in rows}


def digest_time(user) -> DigestTime:
    return DigestTime.objects.filter(user=user).first() or DigestTime(user=user)
