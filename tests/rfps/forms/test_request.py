from datetime import UTC, datetime

import pytest

from rfps.forms.request import AddressForm, RFPForm, ScopeLineForm
from tests.factories.vendors import ContactFactory, VendorFactory

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TYPED = {
    "title": "Tablets",
    "kind": "RFP",
    "deadline": "2026-12-24T17:00",
    "time_zone": "Europe/Zurich",
    "currencies": ["EUR"],
    "message": "",
}


def rfp_form(**changes) -> RFPForm:
    return RFPForm(TYPED | changes, now=NOW)


def test_the_deadline_is_read_in_the_chosen_zone():
    form = rfp_form()

    assert form.is_valid()
    assert form.data_for_service == {
        "title": "Tablets",
        "kind": "RFP",
        "intent_due_at": None,
        "questions_close_at": None,
        "answers_due_at": None,
        "freeze_at": None,
        "deadline_at": datetime(2026, 12, 24, 16, 0, tzinfo=UTC),
        "opening_at": None,
        "decision_at": None,
        "time_zone": "Europe/Zurich",
        "currencies": ["EUR"],
        "message": "",
    }


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (
            {"deadline": "2027-03-28T02:30"},
            "deadline",
            "02:30 on 28 Mar 2027 does not exist in Europe/Zurich: the clocks go forward over it.",
        ),
        (
            {"deadline": "2026-11-22T10:00"},
            "deadline",
            "Choose a time in the future; it is now 22 Nov 2026, 10:00 Europe/Zurich (UTC+01:00).",
        ),
        ({"deadline": "2026-02-30T10:00"}, "deadline", "Enter a valid date/time."),
        ({"deadline": ""}, "deadline", "This field is required."),
        ({"deadline": "0001-01-01T00:00"}, "deadline", "This date is out of range."),
        (
            {"deadline": "2126-12-24T17:00"},
            "deadline",
            "Choose a time within the next three years.",
        ),
        (
            {"time_zone": "Mars/Olympus"},
            "time_zone",
            "Select a valid choice. Mars/Olympus is not one of the available choices.",
        ),
        (
            {"currencies": ["XXX"]},
            "currencies",
            "Select a valid choice. XXX is not one of the available choices.",
        ),
        ({"currencies": []}, "currencies", "Choose at least one currency for the prices."),
        (
            {"questions_close": "2026-12-25T17:00"},
            "deadline",
            "Answers due must come after: Questions close.",
        ),
        (
            {"questions_close": "2026-12-10T17:00", "answers": "2026-12-09T17:00"},
            "answers",
            "Questions answered must come after: Questions close.",
        ),
        (
            {"freeze": "2026-12-24T17:00"},
            "deadline",
            "Answers due must come after: Last addendum.",
        ),
        (
            {"opening": "2026-12-24T16:59"},
            "opening",
            "Opening must come after: Answers due.",
        ),
        (
            {"intent": "2026-11-20T17:00"},
            "intent",
            "Choose a time in the future; it is now 22 Nov 2026, 10:00 Europe/Zurich (UTC+01:00).",
        ),
    ],
)
def test_the_form_names_the_field_and_the_reason(changes, field, message):
    form = rfp_form(**changes)

    assert message in form.errors[field]


@pytest.mark.parametrize(
    ("deadline", "warning"),
    [
        (
            "2026-12-01T17:00",
            "7 working days to answer: below 10 good vendors decline, or price the risk of guessing.",
        ),
        ("2026-12-04T17:00", ""),
        ("2026-12-18T17:00", ""),
        (
            "2026-12-21T17:00",
            "21 working days to answer: beyond 20 answers rarely get better, and slots and prices move on.",
        ),
    ],
)
def test_too_little_or_too_much_time_is_warned_of_and_not_refused(deadline, warning):
    form = rfp_form(deadline=deadline)

    assert (form.is_valid(), form.warning) == (True, warning)


def test_a_request_for_information_needs_no_currency():
    assert rfp_form(kind="RFI", currencies=[]).is_valid()


@pytest.mark.parametrize("quantity", ["0", "-1", "nan", "1e99"])
def test_a_quantity_is_a_number_above_zero(quantity):
    form = ScopeLineForm(
        {"label": "Tablets", "phase": "P1", "priority": "must", "quantity": quantity}
    )

    assert list(form.errors) == ["quantity"]


@pytest.mark.django_db
def test_a_chosen_contact_wins_and_a_foreign_one_is_refused():
    vendor = VendorFactory()
    contact = ContactFactory(vendor=vendor)
    typed = {"name": "Old", "email": "old@vendor.example"}

    form = AddressForm({"contact": contact.pk} | typed, contacts=vendor.contacts.all())
    foreign = AddressForm({"contact": ContactFactory().pk} | typed, contacts=vendor.contacts.all())

    assert form.is_valid()
    assert form.cleaned_data == {
        "contact": contact,
        "name": contact.name,
        "email": contact.email,
    }
    assert list(foreign.errors) == ["contact"]


@pytest.mark.django_db
def test_a_typed_address_of_a_known_contact_is_recognised():
    contact = ContactFactory(email="ida@vendor.example")

    form = AddressForm(
        {"name": "Ida", "email": "IDA@vendor.example"}, contacts=contact.vendor.contacts.all()
    )

    assert form.is_valid()
    assert form.cleaned_data["contact"] == contact


@pytest.mark.django_db
def test_somebody_must_be_named():
    form = AddressForm({}, contacts=VendorFactory().contacts.all())

    assert form.errors == {"email": ["Choose a contact or type an address."]}
