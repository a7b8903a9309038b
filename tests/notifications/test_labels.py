from datetime import UTC, datetime, timedelta

import pytest

from notifications.choices import UNWANTED, Delivery, EmailState, Lane
from notifications.labels import Label, label
from notifications.models import Email

NOW = datetime(2026, 11, 22, 10, 2, tzinfo=UTC)


def email(state=EmailState.READY, **fields) -> Email:
    return Email(state=state, **{"not_before": NOW, "created_at": NOW} | fields)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (email(), Label("queued")),
        (email(not_before=NOW - timedelta(minutes=3)), Label("waiting since 09:59", "warn")),
        (email(not_before=NOW + timedelta(days=2)), Label("to be sent 24 Nov 10:02")),
        (
            email(not_before=NOW + timedelta(minutes=5), attempts=1),
            Label("waiting, next try 10:07", "warn"),
        ),
        (email(EmailState.LEASED), Label("being sent")),
        (email(EmailState.SENDING), Label("being sent")),
        (email(EmailState.SENT, sent_at=NOW), Label("accepted by their server 10:02", "good")),
        (
            email(EmailState.UNKNOWN),
            Label("interrupted while sending: may have arrived", "warn"),
        ),
        (
            email(EmailState.FAILED, last_code=550, last_error="5.1.1 no such user"),
            Label("returned: no such mailbox", "bad"),
        ),
        (email(EmailState.EXPIRED), Label("not sent: it was too late", "warn")),
        (email(EmailState.CANCELLED), Label("cancelled")),
        (
            email(EmailState.CANCELLED, digest_id="1" * 32),
            Label("sent in a digest", "good"),
        ),
        (
            email(lane=Lane.DIGEST, not_before=NOW + timedelta(days=1)),
            Label("in their digest of 23 Nov 10:02"),
        ),
        (
            email(EmailState.SENT, sent_at=NOW, delivery=Delivery.DELIVERED),
            Label("delivered 10:02", "good"),
        ),
        (
            email(EmailState.SENT, sent_at=NOW, delivery=Delivery.DEFERRED),
            Label("delayed by their server", "warn"),
        ),
        (
            email(EmailState.SENT, sent_at=NOW, delivery=Delivery.COMPLAINED),
            Label("reported as spam", "bad"),
        ),
        (
            email(EmailState.SUPPRESSED, last_error=UNWANTED),
            Label("not sent: they chose to get none of these"),
        ),
        (
            email(EmailState.SUPPRESSED),
            Label("not sent: the address takes no mail", "bad"),
        ),
    ],
)
def test_label_says_where_an_email_stands(row, expected):
    assert label(row, now=NOW) == expected
