from datetime import UTC, datetime

import pytest

from rfps.forms.board import AddendumForm, AnswerForm, DocumentForm, RecordFilter
from rfps.models import RFP, Enquiry
from tests.factories.board import upload

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 12, 24, 16, 0, 42, tzinfo=UTC)


def addendum(**typed) -> AddendumForm:
    rfp = RFP(deadline_at=DEADLINE, time_zone="Europe/Zurich")
    data = {"deadline_at": "2026-12-24T17:00"} | typed
    return AddendumForm(data, rfp=rfp, now=NOW)


@pytest.mark.parametrize(
    ("typed", "dates"),
    [
        ({}, {}),
        (
            {"deadline_at": "2026-12-31T17:00"},
            {"deadline_at": datetime(2026, 12, 31, 16, tzinfo=UTC)},
        ),
        (
            {"opening_at": "2027-01-08T10:00"},
            {"opening_at": datetime(2027, 1, 8, 9, tzinfo=UTC)},
        ),
    ],
)
def test_an_addendum_takes_the_dates_that_were_moved(typed, dates):
    form = addendum(**typed)

    assert (form.is_valid(), form.dates) == (True, dates)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"deadline_at": ""}, "deadline_at"),
        ({"deadline_at": "tomorrow"}, "deadline_at"),
        ({"opening_at": "2126-01-08T10:00"}, "opening_at"),
        ({"opening_at": "2027-03-28T02:30"}, "opening_at"),
        ({"note": "x" * 2001}, "note"),
    ],
)
def test_an_addendum_says_which_entry_is_wrong(typed, field):
    assert list(addendum(**typed).errors) == [field]


def test_a_document_needs_a_file_once():
    new = DocumentForm({"kind": "attachment", "stage": "full"}, is_new=True)
    known = DocumentForm({"kind": "attachment", "stage": "full", "title": "T"}, is_new=False)

    assert (list(new.errors), known.is_valid()) == (["upload"], True)


def test_a_document_of_an_unknown_kind_is_refused():
    data = {"kind": "virus", "stage": "never"}

    form = DocumentForm(data, {"upload": upload()}, is_new=True)

    assert list(form.errors) == ["kind", "stage"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "is_valid"),
    [
        ({"question": "Which limit?", "text": "Two."}, True),
        ({"question": "Which limit, Brackenfell?", "text": "Two."}, False),
        ({"question": "Which limit?", "text": "Two, Brackenfell."}, False),
        ({"question": "Brackenfell?", "text": "Two.", "is_confirmed": "on"}, True),
        ({"question": "Which limit?", "text": ""}, False),
    ],
)
def test_an_answer_that_names_somebody_has_to_be_confirmed(typed, is_valid):
    form = AnswerForm(typed, enquiries=Enquiry.objects.all(), names=["Brackenfell"])

    assert form.is_valid() == is_valid
    assert not is_valid or set(form.cleaned_data) == {"enquiries", "question", "text"}


def test_the_record_offers_what_there_is():
    form = RecordFilter({"about": "bid"}, kinds=[("rfp", "Request")])

    assert list(form.errors) == ["about"]
