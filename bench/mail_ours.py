"""Fill our outbox for a run, or count what is left: ``python -m bench.mail_ours fill|left``."""

import argparse
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.utils import timezone  # noqa: E402 - Django must know its apps first

from audit import acting  # noqa: E402
from bench.mail_peers import HTML, TEXT  # noqa: E402
from notifications import outbox  # noqa: E402
from notifications.choices import EmailState  # noqa: E402
from notifications.models import Attempt, Content, Email  # noqa: E402

UNSETTLED = [EmailState.READY, EmailState.LEASED, EmailState.SENDING]


def fill(count: int) -> None:
    """Queue so many messages with the body that the peers have."""
    now = timezone.now()
    with acting.as_system():
        Attempt.objects.all().delete()
        Email.objects.all().delete()
        Content.objects.all().delete()
        emails = [_email(number, now) for number in range(count)]
        Content.objects.bulk_create([email.content for email in emails])
        Email.objects.bulk_create(emails)


def _email(number: int, now) -> Email:
    email = Email(
        key=f"bench:{number}",
        kind="bench",
        to=f"v{number}@vendor.example",
        created_at=now,
        not_before=now,
    )
    email.message_id = f"<{email.pk}.bench@{outbox.domain()}>"
    headers = outbox.headers_of(email)
    subject = f"Message {number}"
    email.content = Content(subject=subject, text=TEXT, html=HTML, headers=headers)
    return email


def left() -> tuple[int, int]:
    """Return how many are not settled yet, and how many are flagged as unknown."""
    with acting.as_system():
        counts = Email.objects.counts()
    return sum(counts[state] for state in UNSETTLED), counts[EmailState.UNKNOWN]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("action", choices=["fill", "left"])
    parser.add_argument("count", type=int, nargs="?", default=0)
    given = parser.parse_args()
    if given.action == "fill":
        fill(given.count)
    else:
        print(*left())  # noqa: T201 - read by bench.notifications


if __name__ == "__main__":
    main()
