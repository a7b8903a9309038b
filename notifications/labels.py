"""What a person reads about an e-mail: where it stands, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from notifications import answers
from notifications.choices import UNWANTED, Delivery, EmailState, Lane
from notifications.models import Email

S = EmailState
SOON = timedelta(minutes=2)  # so long a queued e-mail is nothing to wonder about


@dataclass(frozen=True)
class Label:
    """
    Words and their tone: "", "good", "warn" or "bad", which are classes of ``.tag``.

    Never "read", and "delivered" only where a provider has reported it: else all we know is what
    their mail server answered.
    """

    words: str
    tone: str = ""

    def __str__(self):
        return self.words


def label(email: Email, *, now: datetime) -> Label:
    """Say where an e-mail stands; times in the reader's zone, the date if it is not today."""
    match email.state:
        case S.READY:
            return _waiting(email, now)
        case S.LEASED | S.SENDING:
            return Label("being sent")
        case S.SENT:
            return _sent(email, now)
        case S.UNKNOWN:
            return Label("interrupted while sending: may have arrived", "warn")
        case S.FAILED:
            why = answers.reason(email.last_code, email.last_error)
            return Label(f"returned: {why}", "bad")
        case S.EXPIRED:
            return Label("not sent: it was too late", "warn")
        case S.CANCELLED:
            return Label("sent in a digest", "good") if email.digest_id else Label("cancelled")
        case _:
            return _suppressed(email)


def _sent(email: Email, now: datetime) -> Label:
    match email.delivery:
        case Delivery.DELIVERED:
            return Label(f"delivered {_at(email.sent_at, now)}", "good")
        case Delivery.DEFERRED:
            return Label("delayed by their server", "warn")
        case Delivery.COMPLAINED:
            return Label("reported as spam", "bad")
        case _:
            return Label(f"accepted by their server {_at(email.sent_at, now)}", "good")


def _suppressed(email: Email) -> Label:
    if email.last_error == UNWANTED:
        return Label("not sent: they chose to get none of these")
    return Label("not sent: the address takes no mail", "bad")


def _waiting(email: Email, now: datetime) -> Label:
    if email.lane == Lane.DIGEST:
        return Label(f"in their digest of {_at(email.not_before, now)}")
    if email.not_before > now:
        if email.attempts:
            return Label(f"waiting, next try {_at(email.not_before, now)}", "warn")
        return Label(f"to be sent {_at(email.not_before, now)}")
    if now - email.not_before > SOON:
        return Label(f"waiting since {_at(email.not_before, now)}", "warn")
    return Label("queued")


def _at(moment: datetime, now: datetime) -> str:
    moment, today = timezone.localtime(moment), timezone.localtime(now).date()
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment.day} {moment:%b %H:%M}"
