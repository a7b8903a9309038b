import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from audit import acting
from notifications import kinds, outbox
from notifications.calendars import Deadline
from notifications.choices import EmailState, UnknownPolicy
from notifications.models import Content, Email, Suppression
from tests.notifications.conftest import LONG_AGO

pytestmark = pytest.mark.django_db


def test_enqueue_renders_subject_text_and_html(enqueue):
    content = enqueue().content

    assert content.subject == "About Bell & Co in one line"
    assert content.text.startswith("Hello Bell & Co, open http://localhost:8000/here/\n")
    assert "Hello Bell &amp; Co</h1>" in content.html


def test_enqueue_inlines_the_styles_and_keeps_the_dark_theme(enqueue):
    html = enqueue().content.html

    assert '<h1 style="margin: 0 0 16px;' in html
    assert html.count("<style>") == 1
    assert "prefers-color-scheme: dark" in html
    assert "<img" not in html


def test_enqueue_shortens_a_subject_that_does_not_fit(enqueue):
    subject = enqueue(context={"name": "x" * 400}).content.subject

    assert len(subject) == 250
    assert subject.endswith("x…")


def test_enqueue_fixes_the_headers_of_every_try(enqueue, settings):
    settings.SITE_URL = "https://phaseline.example"

    email = enqueue(not_before=LONG_AGO + timedelta(days=1))

    assert email.message_id == f"<{email.pk}.outbox-test@phaseline.example>"
    assert email.content.headers == {
        "Message-ID": email.message_id,
        "Date": "Mon, 02 Nov 2026 09:00:00 +0000",
        "From": "Phaseline <no-reply@phaseline.example>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def test_mails_of_one_topic_to_one_address_form_a_thread(enqueue, sponsor, other_sponsor):
    mails = [
        enqueue("first", topic=sponsor),
        enqueue("second", topic=sponsor, to="VERA@vendor.example"),
        enqueue("other topic", topic=other_sponsor),
        enqueue("other address", topic=sponsor, to="otto@vendor.example"),
    ]

    roots = [mail.content.headers["References"] for mail in mails]
    assert roots[0] == roots[1]
    assert len(set(roots)) == 3


def test_enqueue_with_a_known_key_returns_the_first_row(enqueue):
    first = enqueue()

    again = enqueue(context={"name": "somebody else"})

    assert again == first
    assert Email.objects.count() == 1
    assert Content.objects.count() == 1


def test_enqueue_works_for_an_organisation_that_may_not_read_the_row(
    enqueue, sponsor, other_sponsor
):
    with acting.as_organisation(other_sponsor.pk):
        email = enqueue(organisation=sponsor)
        seen = Email.objects.filter(pk=email.pk).exists()

    assert seen is False
    assert Email.objects.get().organisation == sponsor


def test_another_organisation_sees_no_row_of_the_outbox(enqueue, sponsor, other_sponsor):
    enqueue("theirs", organisation=sponsor)
    enqueue("nobody's")

    with acting.as_organisation(other_sponsor.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notifications_email")
        emails = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM notifications_content")
        contents = cursor.fetchone()

    assert emails == contents == (0,)


def test_for_user_shows_only_the_own_organisation(enqueue, sponsor, member, stranger):
    email = enqueue(organisation=sponsor)

    assert list(Email.objects.for_user(member)) == [email]
    assert list(Email.objects.for_user(stranger)) == []


def test_cancel_stops_only_what_is_not_handed_over(enqueue, sponsor):
    sent = enqueue("sent", topic=sponsor)
    Email.objects.filter(pk=sent.pk).update(state=EmailState.SENT)
    waiting = enqueue("waiting", topic=sponsor)
    enqueue("other", topic=sponsor, kind="outbox-test", to="otto@vendor.example")

    cancelled = outbox.cancel(topic=sponsor, kind="outbox-test", now=LONG_AGO)

    waiting.refresh_from_db()
    assert cancelled == 2
    assert waiting.state == EmailState.CANCELLED
    assert waiting.last_error == "Cancelled 2026-11-01 09:00 UTC."


def test_cancel_can_be_for_one_address(enqueue, sponsor):
    ida = enqueue("ida", topic=sponsor, to="ida@vendor.example")
    otto = enqueue("otto", topic=sponsor, to="otto@vendor.example")

    cancelled = outbox.cancel(
        topic=sponsor, kind="outbox-test", to="Otto@vendor.example", now=LONG_AGO
    )

    ida.refresh_from_db()
    otto.refresh_from_db()
    assert (cancelled, ida.state, otto.state) == (1, EmailState.READY, EmailState.CANCELLED)


@pytest.mark.django_db(transaction=True)
def test_two_transactions_with_one_key_write_one_mail(enqueue):
    """The second waits for the first to commit, then finds its row."""
    found = []
    started = threading.Event()

    def second():
        started.set()
        found.append(enqueue().pk)
        connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        first = enqueue()
        thread.start()
        started.wait()
        thread.join(0.3)
        waited = thread.is_alive()
    thread.join()

    with acting.as_system():
        assert waited is True
        assert found == [first.pk]
        assert Email.objects.count() == Content.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_key_whose_first_transaction_is_undone_is_written_by_the_second(enqueue):
    found = []

    def second():
        found.append(enqueue().pk)
        connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        enqueue()
        thread.start()
        thread.join(0.2)
        transaction.set_rollback(True)
    thread.join()

    with acting.as_system():
        assert [email.pk for email in Email.objects.all()] == found


def test_many_are_written_in_a_flat_number_of_queries():
    def letters(name, count):
        return [
            outbox.Letter(
                kind="outbox-test",
                key=f"{name}:{number}",
                to=f"v{number}@vendor.example",
                context={"name": "Bell"},
                now=LONG_AGO,
            )
            for number in range(count)
        ]

    counts = []
    for count in (1, 3, 400):
        with CaptureQueriesContext(connection) as queries:
            outbox.enqueue_many(letters(count, count))
        counts.append(len(queries))

    assert counts == [counts[0]] * 3
    assert Email.objects.count() == 404


def test_many_with_one_key_among_them_are_one_mail(enqueue):
    letter = outbox.Letter(
        kind="outbox-test", key="same", to="a@b.example", context={"name": "B"}, now=LONG_AGO
    )

    written = outbox.enqueue_many([letter, letter])

    assert written[0] == written[1]
    assert Content.objects.count() == 1


def test_a_template_that_fails_for_one_recipient_fails_that_one_alone(enqueue):
    class Broken:
        def __str__(self):
            raise RuntimeError("no name")

    broken = enqueue("broken", context={"name": Broken()})
    whole = enqueue("whole")

    assert (broken.state, whole.state) == (EmailState.FAILED, EmailState.READY)
    assert broken.last_error == "It cannot be written: RuntimeError: no name"


def test_a_context_of_ten_megabytes_fails_and_says_so(enqueue):
    email = enqueue(context={"name": "x" * 10_000_000})

    assert email.state == EmailState.FAILED
    assert email.last_error.endswith("the message is longer than 1,000,000 characters")


def test_a_kind_without_a_template_fails_and_says_so(enqueue):
    email = enqueue(kind="no-such-kind")

    assert email.state == EmailState.FAILED
    assert "TemplateDoesNotExist" in email.last_error


def test_a_line_break_in_a_subject_becomes_a_space(enqueue):
    email = enqueue(context={"name": "Bell\r\nBcc: all@example.org"})

    assert email.content.subject == "About Bell Bcc: all@example.org in one line"


def test_an_address_on_the_list_gets_a_row_that_says_why(enqueue):
    Suppression.objects.create(address="vera@vendor.example", reason="bounced")

    email = enqueue(to="Vera@Vendor.Example")

    assert email.state == EmailState.SUPPRESSED
    assert email.last_error == "The address is on the list of those that take no mail."


def test_a_deadline_is_attached_as_a_calendar_file(enqueue):
    deadline = Deadline(uid="rfp-1-answers", title="Answers due", at=LONG_AGO, sequence=4)

    files = enqueue(calendar=deadline).content.attachments

    assert [file["name"] for file in files] == ["deadline.ics"]
    assert "SEQUENCE:4" in files[0]["text"]


@pytest.fixture
def reminder(enqueue, sponsor):
    return enqueue(
        "reminder",
        topic=sponsor,
        context={"name": "the old date"},
        not_before=LONG_AGO + timedelta(days=5),
        expires_at=LONG_AGO + timedelta(days=6),
        calendar=Deadline(uid="one", title="Due", at=LONG_AGO + timedelta(days=6)),
    )


def test_a_reminder_follows_a_moved_deadline(reminder, sponsor):
    later = LONG_AGO + timedelta(days=20)

    moved = outbox.reschedule(
        topic=sponsor,
        kind="outbox-test",
        now=LONG_AGO,
        not_before=later,
        expires_at=later + timedelta(days=1),
        changes={"name": "the new date"},
        calendar=Deadline(uid="one", title="Due", at=later, sequence=1),
    )

    reminder.refresh_from_db()
    content = Content.objects.get(pk=reminder.content_id)
    assert moved == 1
    assert (reminder.not_before, reminder.expires_at) == (later, later + timedelta(days=1))
    assert content.subject == "About the new date in one line"
    assert "the new date" in content.html
    assert content.headers["Date"] == "Sat, 21 Nov 2026 09:00:00 +0000"
    assert content.headers["Message-ID"] == reminder.message_id
    assert "SEQUENCE:1" in content.attachments[0]["text"]


@pytest.mark.parametrize("state", ["sending", "sent", "unknown", "cancelled"])
def test_what_has_left_follows_no_deadline(reminder, sponsor, state):
    Email.objects.update(state=state, lease_token=reminder.pk)

    moved = outbox.reschedule(
        topic=sponsor, kind="outbox-test", now=LONG_AGO, changes={"name": "x"}
    )

    assert moved == 0
    assert Content.objects.get().subject == "About the old date in one line"


def test_a_kinds_policy_holds_unless_the_mail_says_otherwise(enqueue):
    context = kinds.find("rfp-invitation").sample()
    given = [
        enqueue("kind", kind="rfp-invitation", context=context),
        enqueue("own", kind="rfp-invitation", context=context, unknown_policy=UnknownPolicy.HOLD),
        enqueue("unregistered"),
    ]

    assert [email.unknown_policy for email in given] == ["resend", "hold", "hold"]
