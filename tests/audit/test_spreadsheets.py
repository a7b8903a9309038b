import pytest

from audit.spreadsheets import safe_cell


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK('x')"],
)
def test_text_that_opens_a_formula_is_disarmed(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "+1", "-0.5", "+49,5", "-12%", "-1.234,50"])
def test_plain_number_stays_as_it_is(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", ["", "Fernhollow", "a=b", "3-5 L", "'quoted", "line\nbreak"])
def test_harmless_text_stays_as_it_is(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize("value", [None, 3, -3, 2.5, True])
def test_what_is_no_text_stays_as_it_is(value):
    assert safe_cell(value) is value


def test_nul_and_other_control_characters_leave_no_way_in():
    assert safe_cell("\0=1+1") == "'=1+1"
    assert safe_cell("a\x0bb") == "ab"
    assert safe_cell("\x0b=1") == "'=1"
