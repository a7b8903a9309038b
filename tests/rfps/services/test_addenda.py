from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from notifications.choices import EmailState
from notifications.models import Email
from rfps import content
from rfps.errors import RFPError
from rfps.models import RFP, Invitation, Recipient, ScopeLine
from rfps.services import addenda, invitations
from rfps.services import rfp as rfp_services

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def add(issued, procurement, now):
    """Issue an addendum; dates by name."""

    def issue(note="", at=None, **dates):
        return addenda.issue(rfp=issued, note=note, dates=dates, by=procurement, now=at or now)

    return issue


@pytest.fixture
def edited(issued):
    ScopeLine.objects.filter(rfp=issued, phase="P1").update(quantity=40_000)


def test_an_addendum_freezes_the_next_version_with_its_difference(add, edited, issued, now):
    version = add(note=" More tablets. ")

    assert (version.number, version.note, version.issued_at) == (2, "More tablets.", now)
    assert version.sha256 == content.fingerprint(version.content)
    assert [(one["name"], one["old"], one["new"]) for one in version.changes] == [
        ("Clinical tablets", "20000", "40000")
    ]


def test_the_version_before_stays_as_it_was(add, edited, issued):
    before = list(issued.versions.values())

    add()

    assert list(issued.versions.filter(number=1).values()) == before


def test_everybody_with_a_living_link_is_told_without_its_content(add, edited, issued, vendors):
    Invitation.objects.filter(vendor=vendors[2]).update(revoked_at=issued.issued_at)

    add(note="More tablets.")

    told = Email.objects.filter(kind="addendum-issued").select_related("content").order_by("to")
    assert [mail.to for mail in told] == ["rfp@brackenfell.example", "rfp@cindervale.example"]
    text = told[0].content.text
    assert "addendum 1" in text
    assert "version 2" in text
    assert ("More tablets" in text, "40000" in text, "deadline has moved" in text) == (
        False,
        False,
        False,
    )


def test_telling_many_takes_as_many_queries_as_telling_one(add, edited, issued, recipient, now):
    def told(**dates) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            version = add(**dates)
        mails = Email.objects.filter(kind="addendum-issued", key__contains=str(version.pk))
        return len(queries), mails.count()

    few = told()
    for number in range(40):
        Recipient.objects.create(
            organisation_id=issued.organisation_id,
            invitation=recipient.invitation,
            name=f"Person {number}",
            email=f"person-{number}@brackenfell.example",
            created_at=now,
        )
    ScopeLine.objects.filter(rfp=issued, phase="P1").update(quantity=50_000)
    many = told()

    assert many == (few[0], few[1] + 40)


def test_a_vendor_before_its_cda_reads_neither_sponsor_nor_title(add, edited, issued):
    RFP.objects.update(needs_cda=True, blinded_title="Solid dose, Europe")

    add()

    for mail in Email.objects.filter(kind="addendum-issued").select_related("content"):
        whole = mail.content.subject + mail.content.text + mail.content.html
        assert ("Auroral" in whole, issued.title in whole) == (False, False)
        assert "Solid dose, Europe" in whole


def test_a_moved_deadline_is_in_the_mail_with_the_one_before(add, issued):
    add(deadline_at=issued.deadline_at + 7 * DAY)

    text = Email.objects.filter(kind="addendum-issued").first().content.text
    assert "31 Dec 2026, 17:00 Europe/Zurich" in text
    assert "Before, answers were due 24 Dec 2026, 17:00 Europe/Zurich" in text
    assert RFP.objects.get().deadline_at == issued.deadline_at + 7 * DAY


def test_reminders_keep_their_distance_to_the_deadline(add, issued, recipient, now):
    at = issued.deadline_at - 3 * DAY
    invitations.remind_me(recipient=recipient, at=at, now=now)

    add(at=now + DAY, deadline_at=issued.deadline_at + 7 * DAY)

    assert Invitation.objects.get(pk=recipient.invitation_id).reminder_at == at + 7 * DAY
    reminders = Email.objects.filter(kind="deadline-reminder").order_by("not_before")
    assert [(mail.to, mail.not_before, mail.state) for mail in reminders] == [
        (recipient.email, at + 7 * DAY, EmailState.READY)
    ]
    assert "31 Dec 2026" in reminders[0].content.text


def test_a_reminder_that_would_be_due_is_dropped(add, issued, recipient, now):
    invitations.remind_me(recipient=recipient, at=issued.deadline_at - 20 * DAY, now=now)

    add(deadline_at=now + 10 * DAY)

    assert Invitation.objects.get(pk=recipient.invitation_id).reminder_at is None
    assert Email.objects.get(kind="deadline-reminder").state == EmailState.CANCELLED


def test_who_declined_is_not_reminded(add, issued, recipient, now):
    invitations.remind_me(recipient=recipient, at=issued.deadline_at - DAY, now=now)
    Invitation.objects.filter(pk=recipient.invitation_id).update(
        intent="declined", intent_at=now, decline_reason="terms"
    )

    add(deadline_at=issued.deadline_at + 7 * DAY)

    reminders = Email.objects.filter(kind="deadline-reminder", not_before__gt=issued.deadline_at)
    assert reminders.count() == 0


def test_nothing_new_is_no_addendum(add, issued):
    with pytest.raises(RFPError, match="Nothing differs from version 1"):
        add(deadline_at=issued.deadline_at)

    assert (issued.versions.count(), Email.objects.filter(kind="addendum-issued").count()) == (1, 0)


@pytest.mark.parametrize(
    ("dates", "wrong"),
    [
        ({"deadline_at": -DAY}, {"deadline_at"}),
        ({"deadline_at": timedelta(0)}, {"deadline_at"}),
        ({"deadline_at": None}, {"deadline_at"}),
        ({"opening_at": DAY}, {"opening_at"}),
        ({"deadline_at": 9 * DAY, "questions_close_at": 10 * DAY}, {"deadline_at"}),
        ({"intent_due_at": -DAY}, {"intent_due_at"}),
    ],
)
def test_impossible_dates_are_refused_and_change_nothing(add, issued, now, dates, wrong):
    before = list(RFP.objects.values())

    with pytest.raises(addenda.ScheduleError) as refused:
        add(**{name: None if after is None else now + after for name, after in dates.items()})

    assert (set(refused.value.by_field), list(RFP.objects.values())) == (wrong, before)


def test_a_date_that_is_past_stays(add, issued, now):
    RFP.objects.update(intent_due_at=now - DAY)

    with pytest.raises(addenda.ScheduleError, match="past and stays"):
        add(intent_due_at=None)


def test_a_date_to_come_can_be_given_up(add, issued, now):
    RFP.objects.update(intent_due_at=now + DAY)
    issued.versions.update(content=content.build(RFP.objects.get()))

    version = add(intent_due_at=None)

    assert [(one["label"], one["new"]) for one in version.changes] == [
        ("Intent to answer", "Not stated")
    ]


class TestAfterTheLastDayForAddenda:
    @pytest.fixture(autouse=True)
    def _frozen(self, issued, now):
        RFP.objects.update(freeze_at=now, opening_at=issued.deadline_at + DAY)
        issued.versions.update(content=content.build(RFP.objects.get()))

    def test_the_deadline_can_be_extended(self, add, issued):
        later = issued.deadline_at + 7 * DAY

        version = add(deadline_at=later, opening_at=later + DAY)

        assert {one["label"] for one in version.changes} == {"Answers due", "Opening"}

    def test_what_was_written_meanwhile_does_not_go_out(self, add, edited, issued):
        later = issued.deadline_at + 7 * DAY

        version = add(deadline_at=later, opening_at=later + DAY)

        assert version.content["lots"] == issued.versions.get(number=1).content["lots"]

    @pytest.mark.parametrize(
        ("dates", "wrong"),
        [
            ({"deadline_at": 20 * DAY}, "deadline_at"),
            ({"intent_due_at": 10 * DAY}, "intent_due_at"),
            ({"freeze_at": 10 * DAY}, "freeze_at"),
        ],
    )
    def test_nothing_else_can_move(self, add, now, dates, wrong):
        with pytest.raises(addenda.ScheduleError) as refused:
            add(**{name: now + after for name, after in dates.items()})

        assert wrong in refused.value.by_field

    def test_content_alone_is_no_addendum(self, add, edited):
        with pytest.raises(RFPError, match="Nothing differs"):
            add()


def test_a_draft_has_no_addenda(draft, procurement, now):
    with pytest.raises(RFPError, match="is draft, not open"):
        addenda.issue(rfp=draft, note="", dates={}, by=procurement, now=now)


def test_a_closed_request_has_none(add, edited, issued):
    with pytest.raises(RFPError, match="is closed since 24 Dec 2026"):
        add(at=issued.deadline_at, deadline_at=issued.deadline_at + DAY)


def test_a_cancelled_request_has_none(add, edited, issued, procurement, now):
    rfp_services.cancel(rfp=issued, reason="Paused.", by=procurement, now=now)

    with pytest.raises(RFPError, match="is cancelled"):
        add()


def test_the_record_keeps_what_moved(add, issued):
    add(note="Holidays.", deadline_at=issued.deadline_at + 7 * DAY)

    event = Event.objects.get(verb="rfp.addendum-issued")
    assert (event.summary, event.data["version"], event.data["note"], event.data["told"]) == (
        "Addendum 1 to RFP-2026-001 issued, 1 change",
        2,
        "Holidays.",
        3,
    )
    assert list(event.data["moved"]) == ["deadline_at"]
