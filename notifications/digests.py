"""Gather what waits for a person's digest into one e-mail, at the hour they chose."""

from datetime import datetime
from itertools import groupby

from django.db import transaction

from audit import acting
from notifications import emails
from notifications.choices import EmailState, Lane
from notifications.models import Email


def write_due(*, now: datetime) -> int:
    """
    Write the digests whose time has come: one per person, organisation and moment.

    May run twice, late or at once: the rows are locked, and a digest's key names its moment.

    :return: how many digests were written
    """
    written = 0
    while batch := _write_next(now):
        written += batch
    return written


@transaction.atomic
def _write_next(now: datetime) -> int:
    with acting.as_system():
        due = Email.objects.filter(
            state=EmailState.READY, lane=Lane.DIGEST, not_before__lte=now, user__isnull=False
        )
        first = due.order_by("not_before").first()
        if first is None:
            return 0
        mine = due.filter(user=first.user_id).select_related("content", "organisation", "user")
        rows = list(
            mine.select_for_update(of=["self"], skip_locked=True).order_by(
                "organisation_id", "created_at"
            )
        )
        groups = groupby(rows, key=lambda row: row.organisation_id)
        return sum(_write(list(parts), now) for _, parts in groups)


def _write(parts: list[Email], now: datetime) -> int:
    digest = emails.digest(parts=parts, now=now)
    Email.objects.filter(pk__in=[part.pk for part in parts]).move(
        EmailState.CANCELLED, digest=digest, last_error="Sent as a line of a digest."
    )
    return 1
