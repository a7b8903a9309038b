import pytest

from rfps import wording


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("terms", "", "Not stated"),
        ("minimum", None, "Not stated"),
        ("options", [], "Not stated"),
        ("is_mandatory", True, "Yes"),
        ("is_mandatory", False, "No"),
        ("priority", "should", "Should"),
        ("envelope", "commercial", "Commercial"),
        ("type", "yes_no", "Yes or no"),
        ("stage", "full", "After the CDA"),
        ("kind", "cda", "CDA to sign"),
        ("kind", "RFQ", "Request for quotation"),
        ("size", 2048, "2.0 KB"),
        ("options", ["a", "b"], "a; b"),
        ("capabilities", [{"code": "D1", "name": "Tablets"}], "Tablets"),
        ("anchors", [[0, "None"], [5, "Proven"]], "0 None; 5 Proven"),
        ("opening_at", "2027-01-08T09:00:00+00:00", "8 Jan 2027, 10:00 Europe/Zurich (UTC+01:00)"),
        ("opening_at", "some day", "some day"),
        ("quantity", "20000", "20000"),
        ("extra", {"a": 1}, '{"a": 1}'),
        ("sha256", "0123456789abcdef" * 4, "0123456789abcdef…"),
    ],
)
def test_a_value_reads_as_a_person_expects(name, given, words):
    assert wording.value(name, given, "Europe/Zurich") == words


@pytest.mark.parametrize(
    ("name", "words"), [("deadline_at", "Answers due"), ("is_gate", "Gate"), ("unit", "Unit")]
)
def test_a_field_has_a_name(name, words):
    assert wording.label(name) == words


def test_nouns_have_their_plural():
    assert (wording.plural("criterion"), wording.plural("fact")) == ("criteria", "facts")
