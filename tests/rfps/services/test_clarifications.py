"""Clarification rounds: asked, answered once and in time, withdrawn; and no price moves."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, connection, transaction
from django.utils import timezone

from audit import acting
from audit.models import Event
from notifications.models import Email
from rfps.choices import CLARIFICATION_TRANSITIONS, ClarificationState
from rfps.errors import FileRefusedError, RFPError
from rfps.models import BidPart, BidVersion, Clarification, ClarificationFile
from rfps.models import __all__ as nouns
from rfps.services import clarifications
from rfps.services import rfp as rfp_services
from tests.rfps import priced, sealed

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 an explanation"


@pytest.fixture
def opened(asked, bidders, procurement, lead):
    """Open the bids of the first two bidders; the third has not bid."""
    priced.submit(asked, bidders[:2])
    sealed.open_bids(asked, procurement, lead)
    asked.refresh_from_db()
    return asked


def ask(rfp, by, *people, **changes):
    now = timezone.now()
    said = {"text": "Who does the release?", "due_at": now + timedelta(days=7), "now": now}
    with acting.as_organisation(rfp.organisation_id):
        invited = [person.invitation for person in people]
        return clarifications.ask(rfp=rfp, invited=invited, by=by, **said | changes)


def answer(bidder, row, text="We do.", uploads=(), now=None):
    return sealed.as_its_vendor(
        bidder,
        clarifications.answer,
        clarification_id=row.pk,
        text=text,
        uploads=uploads,
        now=now or timezone.now(),
    )


def bids_of(rfp) -> list:
    with acting.as_organisation(rfp.organisation_id):
        versions = BidVersion.objects.filter(rfp=rfp).order_by("pk").values_list("pk", "sha256")
        parts = BidPart.objects.filter(rfp=rfp).order_by("pk").values_list("pk", "sha256")
        return [*versions, *parts]


def test_a_round_asks_each_for_itself_and_tells_them(opened, bidders, procurement):
    rows = ask(opened, procurement, *bidders[:2])
    (second,) = ask(opened, procurement, bidders[0])

    assert [(row.round, row.invitation) for row in rows] == [
        (1, bidder.invitation) for bidder in bidders[:2]
    ]
    assert second.round == 2
    mails = Email.objects.filter(kind="clarification-asked").select_related("content")
    assert sorted(mail.to for mail in mails) == sorted(
        [bidders[0].email, bidders[0].email, bidders[1].email]
    )
    assert not any("release" in mail.content.text for mail in mails)  # the question stays inside
    summaries = Event.objects.filter(verb="clarification.asked").values_list("summary", flat=True)
    assert sum(one.startswith("Brackenfell was asked question 1") for one in summaries) == 1


def test_an_answer_is_kept_with_its_files_and_moves_no_price(opened, bidders, procurement):
    (row,) = ask(opened, procurement, bidders[0])
    before = bids_of(opened)

    done = answer(bidders[0], row, uploads=[SimpleUploadedFile("how.pdf", PDF)])

    assert (done.state, done.answer) == (ClarificationState.ANSWERED, "We do.")
    assert ClarificationFile.objects.get().name == "how.pdf"
    assert bids_of(opened) == before
    mails = Email.objects.filter(kind="clarification-answered").values_list("to", flat=True)
    assert procurement.email in mails
    event = Event.objects.get(verb="invitation.clarified")
    assert event.summary == "Brackenfell has answered question 1 about its bid"


def test_no_clarification_has_a_field_for_a_price():
    assert {"Clarification", "ClarificationFile"} == {one for one in nouns if "Clarif" in one}
    numbers = ("DecimalField", "FloatField", "JSONField")
    for model in (Clarification, ClarificationFile):
        assert [one for one in model._meta.fields if one.get_internal_type() in numbers] == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": "  "}, "Write your question."),
        ({"due_at": timezone.now() - timedelta(days=1)}, "at a time to come, within 90 days"),
        ({"due_at": timezone.now() + timedelta(days=100)}, "at a time to come, within 90 days"),
    ],
)
def test_a_question_that_cannot_be_is_refused(opened, bidders, procurement, changes, message):
    with pytest.raises(RFPError, match=message):
        ask(opened, procurement, bidders[0], **changes)


def test_who_has_no_opened_bid_is_not_asked(opened, bidders, procurement):
    for people in ([bidders[2]], [bidders[0], bidders[2]], []):
        with pytest.raises(RFPError, match="Choose bidders whose bids are open"):
            ask(opened, procurement, *people)

    assert not Clarification.objects.exists()


def test_nobody_is_asked_while_the_bids_are_sealed(asked, bidders, procurement):
    priced.submit(asked, bidders[:1])

    with pytest.raises(RFPError, match="Choose bidders whose bids are open"):
        ask(asked, procurement, bidders[0])


def test_an_answer_comes_once_in_time_and_in_words(opened, bidders, procurement):
    (row,) = ask(opened, procurement, bidders[0])
    late = row.due_at + timedelta(seconds=1)

    for wrong, message in (
        ({"text": " "}, "Write your answer"),
        ({"now": late}, "The time for this answer is over."),
    ):
        with pytest.raises(RFPError, match=message):
            answer(bidders[0], row, **wrong)
    with pytest.raises(FileRefusedError):
        answer(bidders[0], row, uploads=[SimpleUploadedFile("run.exe", b"MZ")])
    with pytest.raises(RFPError, match="not there any more"):
        answer(bidders[1], row)
    answer(bidders[0], row)
    with pytest.raises(RFPError, match="answered already"):
        answer(bidders[0], row, text="Or not.", now=late)

    row.refresh_from_db()
    assert row.answer == "We do."


def test_a_question_is_withdrawn_until_it_is_answered(opened, bidders, procurement):
    first, second = ask(opened, procurement, *bidders[:2])
    answer(bidders[0], first)

    with acting.as_organisation(opened.organisation_id):
        with pytest.raises(RFPError, match="answered already"):
            clarifications.withdraw(clarification=first, by=procurement, now=timezone.now())
        clarifications.withdraw(clarification=second, by=procurement, now=timezone.now())

    with pytest.raises(RFPError, match="withdrawn already"):
        answer(bidders[1], second)
    assert Email.objects.get(kind="clarification-withdrawn").to == bidders[1].email


def test_a_cancelled_request_clarifies_nothing(opened, bidders, procurement):
    (row,) = ask(opened, procurement, bidders[0])
    rfp_services.cancel(rfp=opened, reason="Paused", by=procurement, now=timezone.now())

    with pytest.raises(RFPError, match="nothing is clarified any more"):
        answer(bidders[0], row)
    with pytest.raises(RFPError, match="nothing is clarified any more"):
        ask(opened, procurement, bidders[0])


def test_the_table_of_moves_ends_in_answered_and_withdrawn():
    assert {state for state, moves in CLARIFICATION_TRANSITIONS.items() if not moves} == {
        ClarificationState.ANSWERED,
        ClarificationState.WITHDRAWN,
    }


def count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM rfps_clarification")
        return cursor.fetchone()[0]


def test_raw_sql_shows_a_question_to_its_bidder_and_its_sponsor_alone(
    opened, bidders, procurement, other_sponsor
):
    ask(opened, procurement, bidders[0])

    seen = {}
    for name, bidder in zip(("asked", "other"), bidders[:2], strict=True):
        with sealed.acting_as(bidder):
            seen[name] = count()
    with acting.as_organisation(opened.organisation_id):
        seen["sponsor"] = count()
    with acting.as_organisation(other_sponsor.pk):
        seen["other sponsor"] = count()

    assert seen == {"asked": 1, "other": 0, "sponsor": 1, "other sponsor": 0}


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(text="Something else?"),
        lambda rows: rows.update(answer="Something else."),
        lambda rows: rows._raw_delete(rows.db),
    ],
    ids=["question", "answer", "row"],
)
def test_the_database_keeps_question_and_answer(opened, bidders, procurement, change):
    (row,) = ask(opened, procurement, bidders[0])
    answer(bidders[0], row)

    with pytest.raises(Error, match="for ever"), transaction.atomic():
        change(Clarification.objects.filter(pk=row.pk))


def test_no_file_comes_or_goes_after_the_answer(opened, bidders, procurement):
    (row,) = ask(opened, procurement, bidders[0])
    answer(bidders[0], row, uploads=[SimpleUploadedFile("how.pdf", PDF)])
    file = ClarificationFile.objects.get()

    with sealed.acting_as(bidders[0]):
        assert ClarificationFile.objects.all()._raw_delete("default") == 0
    with (
        sealed.acting_as(bidders[0]),
        pytest.raises(Error, match="row-level security"),
        transaction.atomic(),
    ):
        ClarificationFile.objects.create(
            organisation_id=row.organisation_id,
            clarification_id=row.pk,
            invitation_id=row.invitation_id,
            name="more.pdf",
            media_type=file.media_type,
            size=1,
            sha256="0" * 64,
            content=b"x",
        )
