from datetime import date, datetime

import pytest

from audit import workbooks
from tests.workbooks import bomb, made, rewritten

LIMITS = workbooks.Limits(unpacked=100_000_000, rows=4, columns=3)


def test_every_cell_is_text_as_a_person_sees_it():
    content = made(
        ["a", "b", "c"],
        [3009481127.0, 0.1, True],
        [
            date(2026, 11, 30),
            datetime(2026, 11, 30, 9, 5),  # noqa: DTZ001  a cell has no zone
            "=1+1",
        ],
    )

    assert workbooks.read(content, LIMITS).rows == [
        ["a", "b", "c"],
        ["3009481127", "0.1", "TRUE"],
        ["2026-11-30", "2026-11-30T09:05:00", "=1+1"],
    ]


def test_merged_ranges_are_told():
    page = workbooks.read(made(["a", "b"], ["1", "2"], ["", ""], merged="A2:A3"), LIMITS)

    assert page.merged == [("A2:A3", (1, 2, 1, 3))]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n\x1a\n", "is no Excel workbook, whatever its name says."),
        (
            b"\xd0\xcf\x11\xe0",
            "is an old Excel file or has a password: save it without one, as .xlsx.",
        ),
        (b"PK\x03\x04 cut off", "cannot be read as an Excel workbook: save it again as .xlsx."),
        (bomb(), "unpacks to far more than a table: copy the cells into a new workbook."),
        (made(["a"], [1], [2], [3], [4]), "has more than 3 rows: split it."),
        (
            made(["a", *[""] * 16_382, "z"]),
            "has 16,384 columns, more than 3: delete those to the right of the table.",
        ),
        (
            rewritten(
                made(["a"], ["x"]),
                "xl/worksheets/sheet1.xml",
                lambda data: b'<!DOCTYPE x [<!ENTITY a "b">]>' + data,
            ),
            "cannot be read as an Excel workbook: save it again as .xlsx.",
        ),
    ],
    ids=["image", "old", "cut off", "bomb", "rows", "columns", "entity"],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(content, message):
    with pytest.raises(workbooks.UnreadableWorkbookError) as error:
        workbooks.read(content, LIMITS)

    assert str(error.value) == message
