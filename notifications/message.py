"""
Build the message of a row: the same bytes at every try.

Written out here rather than by ``email.mime``: the same message takes a tenth of the time, which is
most of what a hand-over costs. A provider's backend does not ask for bytes; it reads the attributes.
"""

import base64
import binascii
import re
from email.header import Header
from email.utils import parseaddr
from functools import lru_cache

from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.core.mail.message import sanitize_address

CRLF = b"\r\n"
ADDRESSES = {"From", "To"}
# A bare address without a quoted part or a comment says itself what it is.
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
PLAIN = re.compile(rf"{ATOM}(\.{ATOM})*@[A-Za-z0-9.-]+")


class Message(EmailMultiAlternatives):
    """
    An e-mail with a fixed boundary, from a claimed row or an ``Email``.

    Exchange drops a re-send only if nothing in it changed; Message-ID and Date are in the row.
    ``metadata`` lets a provider's webhook name the row it reports on.
    """

    def __init__(self, email):
        content = email.content
        headers = dict(content.headers)
        super().__init__(
            subject=content.subject,
            body=content.text,
            from_email=headers.pop("From"),  # twice is "on behalf of" to a provider's backend
            to=[email.to],
            headers=headers,
        )
        self.attach_alternative(content.html, "text/html")
        for part in content.attachments:
            self.attach(part["name"], part["text"], part["type"])
        self.written = None
        self.boundary = f"={email.pk.hex}="
        self.metadata = {"email": str(email.pk)}

    def message(self):
        """
        Return what a backend writes to its server.

        :raises ValueError: for an address or a header that cannot be written
        """
        self.written = self.written or Written(self)
        return self.written


class Written:
    """A message as bytes, with the little of ``email.message.Message`` that backends ask of it."""

    def __init__(self, message: Message):
        headers = message.extra_headers | {
            "From": message.from_email,
            "To": message.to[0],
            "Subject": message.subject,
        }
        lines = [_header(name, value) for name, value in headers.items()]
        bodies = [(message.body, "text/plain")]
        bodies += [(part.content, part.mimetype) for part in message.alternatives]
        body = _multipart("alternative", message.boundary, [_text(*body) for body in bodies])
        if message.attachments:
            parts = [body, *(_file(part) for part in message.attachments)]
            body = _multipart("mixed", message.boundary + "m", parts)
        self._bytes = CRLF.join([*lines, b"MIME-Version: 1.0", body])

    def as_bytes(self, linesep: str = "\n", **options) -> bytes:
        return self._bytes if linesep == "\r\n" else self._bytes.replace(CRLF, linesep.encode())

    def get_charset(self):
        """Say that each part names its own."""


def _header(name: str, value: str) -> bytes:
    """Write one header; whoever puts a line break into a name or subject is refused."""
    if "\n" in value or "\r" in value:
        raise BadHeaderError(f"a newline in the header {name}")
    if name in ADDRESSES:
        value = address(value)
    elif not value.isascii():
        value = Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
    return f"{name}: {value}".encode()


@lru_cache(maxsize=1000)
def address(value: str) -> str:
    """Return an address as mail carries it, names encoded and domains in ASCII."""
    if PLAIN.fullmatch(value):
        return value
    return sanitize_address(value, "utf-8")


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"'.encode()
    line = b"--" + boundary.encode()
    return CRLF.join(
        [head, b"", *(piece for part in parts for piece in (line, part)), line + b"--"]
    )


def _text(text: str, kind: str) -> bytes:
    data = binascii.b2a_qp(text.encode().replace(CRLF, b"\n"))
    return CRLF.join(
        [
            f'Content-Type: {kind}; charset="utf-8"'.encode(),
            b"Content-Transfer-Encoding: quoted-printable",
            b"",
            data.replace(b"\n", CRLF),
        ]
    )


def _file(part) -> bytes:
    """Write an attachment in base64, so that no server re-wraps a calendar's lines."""
    content = part.content.encode() if isinstance(part.content, str) else part.content
    return CRLF.join(
        [
            f"Content-Type: {part.mimetype}".encode(),
            b"Content-Transfer-Encoding: base64",
            f'Content-Disposition: attachment; filename="{part.filename}"'.encode(),
            b"",
            base64.encodebytes(content).strip().replace(b"\n", CRLF),
        ]
    )


@lru_cache(maxsize=1000)
def envelope(value: str) -> str:
    """Return the bare address of one that may have a name, for MAIL and RCPT."""
    if PLAIN.fullmatch(value):
        return value
    return parseaddr(address(value))[1]
