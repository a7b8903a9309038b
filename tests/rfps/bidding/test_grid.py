"""The price grid out and in: what the vendor gets, fills in and sends back, and what goes wrong."""

import io
import zipfile

import openpyxl
import pytest

from rfps.bidding import grid_in, grid_out

FIRST = 5


@pytest.fixture
def workbook(content, raw) -> bytes:
    return grid_out.write(content, 1, raw)


def changed(workbook: bytes, change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def issues(data: bytes, content, version=1) -> list[tuple]:
    found = grid_in.read(data, content, version)
    return [(one.place, one.message, one.is_fatal) for one in found.issues]


def test_what_goes_out_comes_back(workbook, content, raw):
    found = grid_in.read(workbook, content, 1)

    assert (found.issues, found.currency) == ([], "EUR")
    assert found.prices == {
        "g-fill": {"state": "priced", "price": "1200.5", "note": ""},
        "g-test": {"state": "included", "price": "", "note": "in filling"},
        "g-more": {"state": "", "price": "", "note": ""},
    }
    assert grid_in.merge(raw, found) == raw | {"prices": found.prices}


def test_the_structure_is_protected_and_the_keys_are_hidden(workbook):
    page = openpyxl.load_workbook(io.BytesIO(workbook)).active

    assert page.protection.sheet
    assert page.column_dimensions["A"].hidden
    unlocked = {
        cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked
    }
    assert unlocked == {"C2", *(f"{letter}{row}" for letter in "GHI" for row in (5, 6, 7))}


def test_text_is_text_whatever_it_starts_with(content, raw):
    content["lots"][0]["grid"][0]["label"] = '=HYPERLINK("http://x")'
    raw["prices"]["g-fill"]["note"] = "=1+1"

    data = grid_out.write(content, 1, raw)

    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [page["C5"].data_type, page["I5"].data_type] == ["s", "s"]
    assert page["I5"].value == "'=1+1"
    assert grid_in.read(data, content, 1).prices["g-fill"]["note"] == "=1+1"


@pytest.mark.parametrize(
    ("cell", "value", "place", "words"),
    [
        ("H5", "on request", "Row 5, column “Unit price”", "is no number"),
        ("H5", 0, "Row 5, column “Unit price”", "Zero is no price"),
        ("H5", "=1+1", "Row 5, column “Unit price”", "A formula is not read"),
        ("G5", "=A1", "Row 5, column “State”", "A formula is not read"),
        ("H5", 999_999_999_999, "Row 5, column “Unit price”", "For 3 batch it comes to"),
        ("H6", 7, "Row 6, column “Unit price”", "keep one"),
        ("G5", "Free", "Row 5, column “State”", "not one of the four states"),
        ("C2", "BTC", "Row 2, column C", "“BTC” is not offered: use one of EUR, CHF."),
        ("A5", "unknown", "Row 5, column “Key”", "belongs to no line"),
        ("A6", "g-fill", "Row 6, column “Key”", "The same line as row 5."),
        ("H4", "Price", "Row 4, column “Unit price”", "The column is missing"),
    ],
)
def test_each_issue_names_row_and_column(workbook, content, cell, value, place, words):
    def change(page):
        page[cell].value = value

    found = [one for one in issues(changed(workbook, change), content) if one[2]]

    assert [(one[0], words in one[1]) for one in found] == [(place, True)]


def test_a_deleted_column_is_named(workbook, content):
    data = changed(workbook, lambda page: page.delete_cols(8))

    assert [one[0] for one in issues(data, content)] == ["Row 4, column “Unit price”"]


def test_moved_columns_are_found_by_their_headings(workbook, content):
    def move(page):
        page.insert_cols(7)
        page["G4"].value = "Our remark"

    assert grid_in.read(changed(workbook, move), content, 1).prices["g-fill"]["price"] == "1200.5"


def test_a_deleted_row_is_a_warning_and_keeps_the_draft(workbook, content, raw):
    data = changed(workbook, lambda page: page.delete_rows(FIRST))

    found = grid_in.read(data, content, 1)

    assert issues(data, content) == [
        (
            "Grid line 1, Filling",
            "It is not in the file: it stays as the draft has it.",
            False,
        )
    ]
    assert grid_in.merge(raw, found)["prices"]["g-fill"] == raw["prices"]["g-fill"]


def test_a_grid_of_an_older_version_is_a_warning(workbook, content):
    found = issues(workbook, content, version=2)

    assert [(one[0], one[2]) for one in found] == [("Row 1", False)]


def test_numbers_of_excel_come_without_noise(workbook, content):
    def change(page):
        page["H5"].value = 0.1 + 0.2

    assert grid_in.read(changed(workbook, change), content, 1).prices["g-fill"]["price"] == "0.3"


def test_16384_columns_are_refused(workbook, content):
    def change(page):
        page.cell(5, 16_384).value = "x"

    with pytest.raises(
        grid_in.UnreadableGridError,
        match=r"It has 16,384 columns, more than 40: .* Or download the grid again",
    ):
        grid_in.read(changed(workbook, change), content, 1)


def test_columns_that_the_file_does_not_own_up_to_are_not_read(workbook, content):
    row = "".join(f'<c r="A{n}"><v>1</v></c>' for n in range(5, 6))
    sheet = with_part(workbook, "xl/worksheets/sheet1.xml", ENDLESS.replace(b"ROW", row.encode()))

    assert [one[0] for one in issues(sheet, content)][:1] == ["Row 4, column “Key”"]


def test_a_sheet_without_end_is_refused(workbook, content):
    def change(page):
        page.cell(6_000, 3).value = "x"

    assert [one[0] for one in issues(changed(workbook, change), content)] == ["The sheet"]


ENDLESS = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<dimension ref="A1:B2"/><sheetData><row r="5">ROW<c r="XFD5"><v>1</v></c></row></sheetData>'
    b"</worksheet>"
)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (41 * 1024 * 1024))
    return out.getvalue()


def with_part(workbook: bytes, name: str, data: bytes) -> bytes:
    """Return the workbook with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, data if entry == name else old.read(entry))
    return out.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>&b;</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    "make",
    [
        lambda workbook: b"no workbook",
        lambda workbook: workbook[: len(workbook) // 2],
        lambda workbook: bomb(),
        lambda workbook: with_part(workbook, "xl/workbook.xml", b"<broken"),
        lambda workbook: with_part(workbook, "xl/worksheets/sheet1.xml", b"<broken"),
        lambda workbook: with_part(workbook, "xl/worksheets/sheet1.xml", ENTITIES),
        lambda workbook: b"PK" + b"x" * (5 * 1024 * 1024),
    ],
    ids=["text", "cut", "bomb", "broken", "broken-sheet", "entities", "large"],
)
def test_what_is_no_grid_is_refused_with_a_sentence(workbook, content, make):
    with pytest.raises(grid_in.UnreadableGridError):
        grid_in.read(make(workbook), content, 1)
