"""
Whether the mail server may be tried: one row that all workers read and the operator can see.

A server that is away is tried again by one worker at a time, after 1, 2, 4 ... 30 seconds. One that
refuses our login is left alone until a person says so: five hundred mails with a wrong password
lock the account.
"""

import logging
from datetime import datetime, timedelta

from django.db.models import F

from notifications.choices import RelayMode
from notifications.models import RelayState
from notifications.relay import RelayError

LONGEST_WAIT_SECONDS = 30

logger = logging.getLogger(__name__)


def current() -> RelayState:
    return RelayState.objects.get_or_create(name="default")[0]


def may_try(*, now: datetime) -> bool:
    """Say whether to open a connection; while the server is away only one of all askers may."""
    state = current()
    if state.mode == RelayMode.OPEN:
        return True
    if state.mode == RelayMode.PAUSED or state.retry_at > now:
        return False
    # Whoever moves the time on is the one who tries.
    mine = RelayState.objects.filter(pk=state.pk, mode=RelayMode.WAITING, retry_at=state.retry_at)
    return bool(mine.update(retry_at=now + _wait(state.failures)))


def note_failure(error: RelayError, *, now: datetime) -> None:
    state = current()
    if state.mode == RelayMode.PAUSED:
        return
    paused = error.needs_person
    RelayState.objects.filter(pk=state.pk).update(
        mode=RelayMode.PAUSED if paused else RelayMode.WAITING,
        retry_at=None if paused else now + _wait(state.failures),
        failures=F("failures") + 1,
        reason=str(error),
        changed_at=now if state.mode == RelayMode.OPEN or paused else state.changed_at,
    )
    logger.error(
        "the mail server %s, e-mails wait: %s",
        "refuses us and is paused until somebody resumes it" if paused else "cannot be used",
        error,
    )


def note_success(*, now: datetime) -> None:
    """Take mail as before; a pause stays, whoever was still sending when it came."""
    RelayState.objects.filter(mode=RelayMode.WAITING).update(
        mode=RelayMode.OPEN, retry_at=None, failures=0, reason="", changed_at=now
    )


def note_sweep(*, now: datetime) -> None:
    RelayState.objects.filter(pk=current().pk).update(swept_at=now)


def _wait(failures: int) -> timedelta:
    return timedelta(seconds=min(2 ** min(failures, 10), LONGEST_WAIT_SECONDS))
