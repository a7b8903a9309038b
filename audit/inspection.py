"""
Look at an uploaded file before it is kept: is it what its name says, and does it do no harm?

Only a few kinds are taken. What is inside an office document is listed, never executed or
unpacked; a file that passes is still only ever served as an attachment.
"""

import hashlib
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

MAX_BYTES = 25 * 1024 * 1024
MAX_ENTRIES = 2_000  # parts of an office document
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200  # unpacked to packed: text and tables reach some 50, a bomb 1,000

OFFICE = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
SIGNATURES = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    **dict.fromkeys(OFFICE, b"PK\x03\x04"),
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # also what an office document with a password looks like
ACTIVE_PARTS = re.compile(r"vbaproject|vbadata|/activex/|\.(bin|exe|dll|js|vbs|cmd|bat)$", re.I)
HARMLESS_BINARIES = re.compile(r"/printersettings/|/printersettings\d+\.bin$", re.I)

ACCEPT = ",".join(f".{ending}" for ending in MEDIA_TYPES)
KINDS = "PDF, Word, Excel or PowerPoint without macros, CSV, text, PNG or JPEG"


class FileRefusedError(Exception):
    """A file is not taken; the message names it and says what to send instead."""


@dataclass(frozen=True)
class Inspected:
    """A file fit to be kept; ``sha256`` in hexadecimal, ``size`` in bytes."""

    name: str
    media_type: str
    size: int
    sha256: str
    content: bytes

    def fields(self) -> dict:
        """Return the fields of a ``StoredFile``."""
        return dict(vars(self))


def inspect(upload) -> Inspected:
    """
    Read an ``UploadedFile`` and check it.

    :raises FileRefusedError: with a sentence that names the file and the way out
    """
    name = clean_name(upload.name)
    if upload.size > MAX_BYTES:
        raise FileRefusedError(
            f"{name} is too large: {MAX_BYTES // 1024**2} MB at most. Split it, or save it smaller."
        )
    ending = name.rpartition(".")[2].lower()
    if "." not in name or ending not in MEDIA_TYPES:
        raise FileRefusedError(f"{name} is of a kind that is not taken: send {KINDS}.")
    content = upload.read()
    if not content:
        raise FileRefusedError(f"{name} is empty.")
    _check(name, ending, content)
    return Inspected(
        name=name,
        media_type=MEDIA_TYPES[ending],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def clean_name(name: str | None) -> str:
    """Return the bare name, without folders and invisible characters, 200 characters at most."""
    bare = unicodedata.normalize("NFC", name or "").replace("\\", "/").rpartition("/")[2]
    visible = "".join(sign for sign in bare if unicodedata.category(sign)[0] != "C").strip(" .")
    stem, dot, ending = visible.rpartition(".")
    return f"{stem[: 199 - len(ending)]}{dot}{ending}" if len(visible) > 200 else visible or "file"


def _check(name: str, ending: str, content: bytes) -> None:
    if content.startswith(OLD_OFFICE):
        raise FileRefusedError(
            f"{name} is in an old format or has a password: save it without one, as .{ending}."
        )
    if ending in {"csv", "txt"}:
        if b"\0" in content:
            raise FileRefusedError(f"{name} is no text file, whatever its name says.")
    elif not content.startswith(SIGNATURES[ending]):
        raise FileRefusedError(f"{name} is no {ending.upper()} file, whatever its name says.")
    if ending in OFFICE:
        _check_office(name, ending, content)


def _check_office(name: str, ending: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileRefusedError(
            f"{name} is damaged: save it again and send the new copy."
        ) from error
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or OFFICE[ending] not in names:
        raise FileRefusedError(f"{name} is no {ending.upper()} file, whatever its name says.")
    active = [
        one for one in names if ACTIVE_PARTS.search(one) and not HARMLESS_BINARIES.search(one)
    ]
    if active:
        raise FileRefusedError(
            f"{name} holds macros or embedded programs: save it without them, as plain .{ending}."
        )
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or any(entry.file_size > MAX_RATIO * max(entry.compress_size, 1024) for entry in entries)
    ):
        raise FileRefusedError(f"{name} unpacks to far more than it seems: send a plain copy.")
