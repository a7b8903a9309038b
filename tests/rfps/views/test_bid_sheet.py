from datetime import date

import pytest

from rfps.templatetags.zoned import day_of
from rfps.views import bid_sheet


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2027-01-11", "2027-03-26", "Transfer, 11 Jan 2027 to 26 Mar 2027"),
        ("2027-01-11", None, "Transfer, 11 Jan 2027"),
        (None, None, "Transfer"),
    ],
)
def test_a_task_names_its_days_as_people_write_them(start, end, words):
    assert bid_sheet._task({"task": "Transfer", "start": start, "end": end}) == words


@pytest.mark.parametrize(
    ("written", "shown"), [("2025-03-18", "18 Mar 2025"), ("Full scope", "Full scope"), ("", "")]
)
def test_a_date_in_a_table_is_shown_as_people_write_it(written, shown):
    assert bid_sheet._said(written) == shown


def test_a_day_reads_the_same_in_a_template():
    assert day_of(date(2027, 1, 11).isoformat()) == "11 Jan 2027"
