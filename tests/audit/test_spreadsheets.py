from datetime import date
from decimal import Decimal

import pytest

from audit.spreadsheets import safe_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "==2", "+1+2", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\0=1", "-", "+", "+1.2.3"]
)
def test_what_a_program_would_run_becomes_text(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Tablets",
        "1=1",
        "-1",
        "+1.5",
        "-0.25",
        "'=1",
        5,
        -5,
        Decimal("-1.5"),
        date(2026, 1, 2),
        None,
    ],
)
def test_everything_else_stays(value):
    assert safe_cell(value) == value
