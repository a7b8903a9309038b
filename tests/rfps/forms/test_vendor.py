from datetime import UTC, datetime, timedelta

from rfps.forms.vendor import RemindForm

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_reminders_are_offered_before_the_deadline_and_after_now():
    form = RemindForm(deadline_at=NOW + timedelta(days=5), zone="UTC", now=NOW)

    assert [words for _, words in form.fields["at"].choices] == [
        "1 day before the deadline, 26 Nov 2026, 09:00 UTC",
        "3 days before the deadline, 24 Nov 2026, 09:00 UTC",
    ]


def test_a_reminder_at_another_time_is_refused():
    form = RemindForm(
        {"at": NOW.isoformat()}, deadline_at=NOW + timedelta(days=5), zone="UTC", now=NOW
    )

    assert not form.is_valid()
