import pytest

from tests.workbooks import made
from vendors.importers.report import UnusableFileError
from vendors.importers.sheet import table


@pytest.mark.parametrize(
    "content",
    [
        b"Vendor,Kind\r\nAsh,CDMO\r\n",
        b"\xef\xbb\xbfVendor;Kind\nAsh;CDMO\n",
        b"Vendor\tKind\n\t\nAsh\tCDMO\n",
        made(["Vendor", "Kind"], ["Ash", "CDMO"]),
        made(["Vendor", "Kind", None], ["Ash", "CDMO", None], [None]),
    ],
    ids=["commas", "BOM and semicolons", "tabs", "workbook", "empty columns"],
)
def test_the_same_table_from_any_file(content):
    read = table.read("list", content)

    assert (read.header, [cells for _, cells in read.rows], read.problems) == (
        ["Vendor", "Kind"],
        [["Ash", "CDMO"]],
        {},
    )


def test_a_row_of_another_width_and_merged_cells_are_problems_of_their_rows():
    wide = table.read("list.csv", b"Vendor,Kind\nAsh,CDMO,x\nBirch,CRO\n")
    merged = table.read(
        "list.xlsx", made(["Vendor", "Kind"], ["Ash", "CDMO"], ["", "CRO"], merged="A2:A3")
    )

    assert {row: [str(one) for one in found] for row, found in wide.problems.items()} == {
        2: ["row: has 3 cells, the header has 2"]
    }
    reason = "Vendor: is merged with others (A2:A3): unmerge them and fill in each"
    assert {row: [str(one) for one in found] for row, found in merged.problems.items()} == {
        2: [reason],
        3: [reason],
    }


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "a.csv is empty."),
        ("a.csv", b" \n\n", "a.csv is empty."),
        ("a.csv", b"Vendor\n", "a.csv has a header and no row below it."),
        (
            "a.csv",
            b",\nAsh,x\n",
            "a.csv has no header: row 1 must name the columns, and nothing may stand above it.",
        ),
        (
            "a.csv",
            "Vendor\nAsh\nSkånska\n".encode("latin-1"),
            "a.csv is not UTF-8 text (row 3): save it as “CSV UTF-8”, or as .xlsx.",
        ),
        (
            "a.csv",
            "Vendor\nAsh\n".encode("utf-16"),
            "a.csv is not UTF-8 text (row 1): save it as “CSV UTF-8”, or as .xlsx.",
        ),
        ("a.csv", b"Vendor\nA\0\n", "a.csv is no text file (row 2 holds a NUL character)."),
        (
            "a.csv",
            b'Vendor\n"Ash\n',
            "a.csv is not a readable CSV file: row 2, unexpected end of data.",
        ),
        (
            "a.csv",
            b"Kind,Vendor,kind\nCDMO,Ash,CRO\n",
            "a.csv has the column “Kind” twice (A and C): rename one.",
        ),
        (
            "a.csv",
            b",".join([b"x%d" % n for n in range(16_384)]) + b"\n1\n",
            "a.csv has 16,384 columns, more than 100: delete those to the right of the table.",
        ),
        (
            "photo.xlsx",
            b"\x89PNG\r\n\x1a\n",
            "photo.xlsx is no Excel workbook, whatever its name says.",
        ),
        (
            "a.xlsx",
            made(["Vendor", ""], ["Ash", "CDMO"], merged="A1:B1"),
            "a.xlsx has merged cells in its header (A1:B1): unmerge them.",
        ),
        ("a.xlsx", made(), "a.xlsx is empty: its first sheet has no cell."),
    ],
)
def test_an_unusable_file_is_refused_in_one_sentence(name, content, message):
    with pytest.raises(UnusableFileError) as error:
        table.read(name, content)

    assert str(error.value) == message
