import smtplib
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from notifications import answers
from notifications.choices import EmailState

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
S = EmailState


@pytest.mark.parametrize(
    ("error", "was_offered", "state", "phase", "is_broken"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no")}), False, S.FAILED, "recipient", False),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"no")}), False, S.READY, "recipient", False),
        (smtplib.SMTPDataError(554, b"spam"), True, S.FAILED, "message", False),
        (smtplib.SMTPDataError(451, b"later"), True, S.READY, "message", False),
        # The server goes away but has said no: the mail may be sent again.
        (smtplib.SMTPDataError(421, b"bye"), True, S.READY, "message", True),
        # smtplib's way to say that the answer was none.
        (smtplib.SMTPDataError(-1, b"\x15\x03"), True, S.UNKNOWN, "message", True),
        (smtplib.SMTPSenderRefused(421, b"bye", "p"), False, S.READY, "sender", True),
        # No fault of this mail.
        (smtplib.SMTPSenderRefused(550, b"who?", "p"), False, S.READY, "sender", False),
        (smtplib.SMTPSenderRefused(530, b"log in", "p"), False, S.READY, "sender", True),
        (smtplib.SMTPSenderRefused(552, b"too big", "p"), False, S.FAILED, "sender", False),
        (smtplib.SMTPServerDisconnected("gone"), False, S.READY, "dialogue", True),
        (smtplib.SMTPServerDisconnected("gone"), True, S.UNKNOWN, "message", True),
        (TimeoutError("timed out"), True, S.UNKNOWN, "message", True),
        (RuntimeError("a provider's own"), True, S.UNKNOWN, "message", True),
    ],
)
def test_read_tells_a_refusal_from_what_nobody_knows(error, was_offered, state, phase, is_broken):
    answer = answers.read(error, was_offered=was_offered)

    assert (answer.state, answer.phase, answer.is_broken) == (state, phase, is_broken)


def test_next_try_waits_longer_each_time_and_ends():
    refused = answers.Answer(S.READY, "recipient", 451, "later")
    middle = uuid.UUID(int=500)

    tries = [answers.next_try(middle, attempts, refused, NOW) for attempts in range(1, 18)]

    minutes = [(found - NOW) / timedelta(minutes=1) for found in tries[:-1]]
    assert minutes == [1, 5, 15, 30, 60, 120, *[240] * 10]
    assert tries[-1] is None


def test_next_try_comes_soon_after_the_first_cut_line():
    cut = answers.Answer(S.READY, "dialogue", None, "gone", is_broken=True)

    assert answers.next_try(uuid.uuid4(), 1, cut, NOW) == NOW + timedelta(seconds=10)


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        (550, "5.1.1 <a@b>: user unknown", "no such mailbox"),
        (550, "unknown user", "no such mailbox"),
        (552, "5.2.2 quota exceeded", "the mailbox is full"),
        (552, "5.3.4 message size", "the message is too big for them"),
        (550, "5.7.1 blocked", "refused by their policy"),
        (554, "no", "refused by their server"),
        (None, "It cannot be written", "it could not be sent"),
    ],
)
def test_reason_says_why_in_words(code, text, words):
    assert answers.reason(code, text) == words
