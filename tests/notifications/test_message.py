"""The bytes of a message, read back by the standard library."""

import email
from email import policy

import pytest

from notifications.message import Message
from notifications.models import Content, Email


def written(
    to="vera@vendor.example", subject="Plain", text="Hello\n", html="<p>Hello</p>", files=()
):
    content = Content(
        subject=subject,
        text=text,
        html=html,
        headers={"Message-ID": "<1@phaseline.example>", "From": "Phaseline <no-reply@p.example>"},
        attachments=list(files),
    )
    return Message(Email(to=to, content=content)).message().as_bytes(linesep="\r\n")


def read(**parts):
    return email.message_from_bytes(written(**parts), policy=policy.default)


def content(message, kind) -> str:
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_text_and_html_come_back_as_they_were():
    text = "Grüße, 漢字\n.\n..two\nx" + "y" * 3000 + "\n"
    message = read(text=text, html=f"<p>{text}</p>")

    assert message.defects == []
    assert content(message, "plain") == text
    assert content(message, "html") == f"<p>{text}</p>"


def test_every_line_is_short_and_ends_as_smtp_wants():
    data = written(text="é" * 5000, subject="ü" * 200)

    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 100


@pytest.mark.parametrize("subject", ["About Bell & Co", "Angebot für Zürich", "漢字 " * 40 + "end"])
def test_subject_comes_back(subject):
    assert read(subject=subject)["Subject"] == subject


@pytest.mark.parametrize(
    "to",
    [
        "o'brien@vendor.example",
        "first.last+tag@vendor.example",
        "a!#$%&'*/=?^_`{|}~-@vendor.example",
        '"quoted name"@vendor.example',
        "x@[192.0.2.7]",
    ],
)
def test_unusual_but_valid_addresses_are_written(to):
    assert read(to=to)["To"].addresses[0].addr_spec == to


def test_an_international_domain_is_written_in_ascii():
    assert read(to="vera@bücher.example")["To"] == "vera@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("to", "vera@vendor.example\r\nBcc: all@example.org"),
        ("subject", "Hello\nBcc: all@example.org"),
    ],
)
def test_a_line_break_in_a_header_is_refused(field, value):
    with pytest.raises(ValueError, match="newline"):
        written(**{field: value})


def test_an_attachment_is_carried_beside_the_body():
    file = {
        "name": "deadline.ics",
        "type": "text/calendar; charset=utf-8; method=PUBLISH",
        "text": "BEGIN:VCALENDAR\r\nSUMMARY:Zürich\r\nEND:VCALENDAR\r\n",
    }
    message = read(files=[file])

    part = next(message.iter_attachments())
    assert message.get_content_type() == "multipart/mixed"
    assert (part.get_filename(), part.get_content_type()) == ("deadline.ics", "text/calendar")
    assert part.get_param("method") == "PUBLISH"
    assert part.get_payload(decode=True).decode() == file["text"]
    assert content(message, "plain") == "Hello\n"
