import pytest

from vendors.importers.sheet import mapping
from vendors.importers.sheet.fields import BY_KEY, HEADINGS


def test_the_headings_of_the_template_are_all_known():
    assert list(mapping.guess(HEADINGS).values()) == list(BY_KEY)


def test_other_headings_are_guessed_and_no_field_twice():
    found = mapping.guess(["Company", "company_name", "HQ country", "Colour", "Dosage form"])

    assert found == {
        "Company": "vendor.name",
        "HQ country": "vendor.country",
        "Dosage form": "line.dosage_forms",
    }


def test_the_same_headings_have_one_signature_with_or_without_the_errors():
    assert mapping.signature(["Vendor", "Kind"]) == mapping.signature(["kind", "vendor", "Error"])
    assert mapping.signature(["Vendor"]) != mapping.signature(["Vendor", "Kind"])


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        (
            {"a": "vendor.kind"},
            "Choose the column that means “Vendor”: what a row says of a vendor cannot be placed "
            "without it.",
        ),
        (
            {"a": "vendor.name", "b": "site.name", "c": "line.phases"},
            "Choose the column that means “Capability”: what a row says of a capability cannot be "
            "placed without it.",
        ),
        (
            {"a": "vendor.name", "b": "contact.job"},
            "Choose the column that means “Contact e-mail”: what a row says of a contact cannot be "
            "placed without it.",
        ),
        (
            {"a": "vendor.name", "b": "vendor.name"},
            "Two columns mean “Vendor”; “a” is one.",
        ),
        ({"a": "vendor.state"}, "“vendor.state” is no field of the directory."),
    ],
)
def test_a_mapping_that_cannot_be_read_says_what_is_missing(chosen, message):
    with pytest.raises(mapping.MappingError) as error:
        mapping.check(chosen)

    assert str(error.value) == message
