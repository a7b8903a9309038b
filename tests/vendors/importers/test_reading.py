import pytest

from vendors.importers import reading
from vendors.importers.report import RowError, UnusableFileError


@pytest.fixture
def write(tmp_path):
    def write(content, name="file.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_csv_rows_count_the_header_as_row_1_and_follow_names_not_places(write):
    path = write("b,a\n1,2\n\n3,4\n")

    assert list(reading.csv_rows(path, {"a", "b"})) == [
        (2, {"b": "1", "a": "2"}),
        (4, {"b": "3", "a": "4"}),
    ]


def test_csv_rows_read_a_byte_order_mark_and_line_breaks_in_cells(write):
    path = write('\ufeffa,b\n"one\ntwo",x\n')

    assert list(reading.csv_rows(path, {"a"})) == [(2, {"a": "one\ntwo", "b": "x"})]


def test_csv_rows_end_at_line_ends_alone(write):
    path = write("a,b\n1\u2028x\x0by,2\r\n3,4\r\n")

    assert list(reading.csv_rows(path, {"a"})) == [
        (2, {"a": "1\u2028x\x0by", "b": "2"}),
        (3, {"a": "3", "b": "4"}),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,c\n1,2\n", "file.csv lacks the column b."),
        ("", "file.csv lacks the column a, b."),
        ("a,b,a\n1,2,3\n", "file.csv has the column a twice."),
        (
            b"a,b\n" + b"\xff\xfe",
            "file.csv is not UTF-8 text (byte 4); save it as UTF-8.",
        ),
        ("a,b\n".encode("utf-16"), "file.csv is not UTF-8 text (byte 0); save it as UTF-8."),
        ('a,b\n"never closed', "file.csv is not a readable CSV file: unexpected end of data."),
    ],
)
def test_csv_rows_refuse_an_unusable_file_in_one_line(write, content, message):
    with pytest.raises(UnusableFileError) as error:
        list(reading.csv_rows(write(content), {"a", "b"}))

    assert str(error.value) == message


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnusableFileError, match=r"nothing.csv cannot be read: No such file"):
        list(reading.csv_rows(tmp_path / "nothing.csv", {"a"}))


def test_a_file_over_50_mb_is_refused_unread(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(reading.LARGEST + 1)

    with pytest.raises(UnusableFileError) as error:
        list(reading.csv_rows(path, {"a"}))

    assert str(error.value) == "huge.csv is larger than 50 MB."


def test_truncated_json_is_refused(write):
    with pytest.raises(UnusableFileError, match=r"file.json is not whole JSON"):
        reading.json_document(write('{"studies": [{"a": 1}', "file.json"))


def test_deeply_nested_json_is_refused(write):
    with pytest.raises(UnusableFileError, match=r"is not whole JSON"):
        reading.json_document(write("[" * 100_000, "file.json"))


def test_json_with_a_number_of_thousands_of_digits_is_refused(write):
    with pytest.raises(UnusableFileError, match=r"is not whole JSON"):
        reading.json_document(write(f"[{'9' * 5000}]", "file.json"))


def test_json_loses_the_characters_that_no_database_keeps(write):
    path = write('{"a\\u0000": ["b\\u0000", "\\uD83D", "\\ud83d\\ude00"]}', "file.json")

    assert reading.json_document(path) == {"a": ["b", "?", "😀"]}


@pytest.mark.parametrize("value", ["=1+1", "+1", "@SUM(A1)", "\t=1", "-2+3"])
def test_plain_refuses_formulas(value):
    with pytest.raises(RowError, match="looks like a spreadsheet formula"):
        reading.plain({"name": value}, "name")


@pytest.mark.parametrize(("value", "text"), [("-", "-"), ("  a \n b ", "a b"), ("A-B", "A-B")])
def test_plain_gives_one_line_of_text(value, text):
    assert reading.plain({"name": value}, "name") == text


@pytest.mark.parametrize("value", ["2025-02-30", "30/02/2025", "", "soon"])
def test_iso_date_refuses_what_is_no_date(value):
    with pytest.raises(RowError, match="is no date"):
        reading.iso_date({"day": value}, "day")


def test_iso_date_passes_over_a_time_of_day():
    assert reading.iso_date({"day": "2025-07-18 00:00:00"}, "day").isoformat() == "2025-07-18"


def test_check_width_names_a_row_that_does_not_fit_the_header(write):
    [(row, record)] = reading.csv_rows(write("a,b\n1,2,3\n"), {"a"})

    with pytest.raises(RowError, match="3 cells, the header has 2"):
        reading.check_width(record)
    assert row == 2
