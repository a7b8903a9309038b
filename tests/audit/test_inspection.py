import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit import inspection

PNG = b"\x89PNG\r\n\x1a\n" + b"rest"


def office(ending: str, **more: bytes) -> bytes:
    """Return a minimal office document with further parts, a dot written as ``__``."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(inspection.OFFICE[ending], "<document/>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "."), content)
    return held.getvalue()


def inspect(name: str, content: bytes) -> inspection.Inspected:
    return inspection.inspect(SimpleUploadedFile(name, content))


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(inspection.FileRefusedError) as caught:
        inspect(name, content)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("offer.pdf", b"%PDF-1.7 rest", "application/pdf"),
        ("photo.PNG", PNG, "image/png"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        ("table.csv", "größe;1\n".encode(), "text/csv"),
        ("note.txt", b"plain", "text/plain"),
        ("offer.docx", office("docx"), inspection.MEDIA_TYPES["docx"]),
        ("grid.xlsx", office("xlsx"), inspection.MEDIA_TYPES["xlsx"]),
        ("deck.pptx", office("pptx"), inspection.MEDIA_TYPES["pptx"]),
    ],
)
def test_what_is_what_it_says_is_taken(name, content, media_type):
    assert inspect(name, content) == inspection.Inspected(
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def test_fields_are_those_of_a_stored_file():
    assert inspect("photo.png", PNG).fields() == {
        "name": "photo.png",
        "media_type": "image/png",
        "size": len(PNG),
        "sha256": hashlib.sha256(PNG).hexdigest(),
        "content": PNG,
    }


@pytest.mark.parametrize(
    "name", ["virus.exe", "page.html", "drawing.svg", "old.doc", "macro.xlsm", "pdf"]
)
def test_other_kinds_are_refused(name):
    assert refusal(name, b"x") == (
        f"{name} is of a kind that is not taken: send PDF, Word, Excel or PowerPoint without "
        "macros, CSV, text, PNG or JPEG."
    )


@pytest.mark.parametrize("ending", ["docx", "pdf", "png", "jpg", "xlsx"])
def test_a_program_under_another_name_is_refused(ending):
    assert refusal(f"offer.{ending}", b"MZ\x90\x00program") == (
        f"offer.{ending} is no {ending.upper()} file, whatever its name says."
    )


def test_a_program_as_text_is_refused():
    assert refusal("a.csv", b"MZ\x90\x00") == "a.csv is no text file, whatever its name says."


def test_another_archive_under_the_name_of_a_document_is_refused():
    assert refusal("offer.docx", office("xlsx")) == (
        "offer.docx is no DOCX file, whatever its name says."
    )


@pytest.mark.parametrize(
    "part", ["xl/vbaProject__bin", "xl/activeX/activeX1__xml", "word/embeddings/oleObject1__bin"]
)
def test_macros_and_embedded_programs_are_refused(part):
    assert refusal("grid.xlsx", office("xlsx", **{part: b"x"})) == (
        "grid.xlsx holds macros or embedded programs: save it without them, as plain .xlsx."
    )


def test_the_settings_of_a_printer_do_no_harm():
    content = office("xlsx", **{"xl/printerSettings/printerSettings1__bin": b"x"})

    assert inspect("grid.xlsx", content).name == "grid.xlsx"


def test_a_bomb_is_refused():
    content = office("xlsx", **{"xl/worksheets/sheet1__xml": b"0" * 30_000_000})

    assert len(content) < 100_000
    assert refusal("grid.xlsx", content) == (
        "grid.xlsx unpacks to far more than it seems: send a plain copy."
    )


def test_too_many_parts_are_refused():
    content = office("xlsx", **{f"xl/part{n}__xml": b"x" for n in range(inspection.MAX_ENTRIES)})

    assert refusal("grid.xlsx", content) == (
        "grid.xlsx unpacks to far more than it seems: send a plain copy."
    )


def test_a_damaged_document_is_refused():
    assert refusal("offer.docx", office("docx")[:60]) == (
        "offer.docx is damaged: save it again and send the new copy."
    )


def test_a_document_with_a_password_is_refused():
    assert refusal("offer.docx", inspection.OLD_OFFICE + b"rest") == (
        "offer.docx is in an old format or has a password: save it without one, as .docx."
    )


def test_an_empty_file_is_refused():
    assert refusal("offer.pdf", b"") == "offer.pdf is empty."


def test_a_large_file_is_refused_unread():
    upload = SimpleUploadedFile("offer.pdf", b"%PDF-")
    upload.size = inspection.MAX_BYTES + 1

    with pytest.raises(inspection.FileRefusedError) as caught:
        inspection.inspect(upload)

    assert str(caught.value) == (
        "offer.pdf is too large: 25 MB at most. Split it, or save it smaller."
    )
    assert upload.tell() == 0


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\offers\\offer.pdf", "offer.pdf"),
        ("of\u202efer\x00.pdf", "offer.pdf"),
        (" offer.pdf. ", "offer.pdf"),
        ("Angebot Größe.pdf", "Angebot Größe.pdf"),
        ("\u202e", "file"),
        (None, "file"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_a_name_is_cleaned(name, cleaned):
    assert inspection.clean_name(name) == cleaned
