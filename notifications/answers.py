"""
What the outcome of a hand-over means: taken, refused for now, refused for good, or not known.

Only a definite answer lets a mail be sent again. Codes: RFC 5321, 4.2; enhanced codes: RFC 3463.
"""

import re
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from anymail.exceptions import (
    AnymailAPIError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
from requests.exceptions import ConnectionError as NoConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError

from notifications.choices import EmailState

# Refusals that speak of the way we use the server, not of this mail: a wrong password or a lost
# STARTTLS must not fail a hundred invitations. Nobody but a person can mend them.
OURS = {503, 530, 534, 535, 538}
CLOSING = 421
TOO_MANY_CONNECTIONS = 432
TOO_BIG = 552
NO_MAILBOX = {550, 551, 553}  # unless an enhanced code says otherwise
SENDERS_ADDRESS = {7, 8}  # X.1.7 and X.1.8 speak of ours
# A provider's backend raises these before it asks the provider anything.
UNWRITABLE = (AnymailInvalidAddress, AnymailSerializationError, AnymailUnsupportedFeature)
HTTP_LOGIN = {401, 403}
HTTP_LATER = {408, 425, 429, 503}

DROPPED_WAIT = timedelta(seconds=10)
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240)]
MAX_ATTEMPTS = 17  # with these waits about two days


@dataclass(frozen=True)
class Answer:
    """
    The end of one hand-over.

    ``state`` is where the e-mail goes. ``is_broken`` says that the connection is of no more use,
    ``suppresses`` that the address is none, ``pauses`` that only a person can make the server take
    our mail again.
    """

    state: EmailState
    phase: str
    code: int | None
    text: str
    is_broken: bool = False
    suppresses: bool = False
    pauses: bool = False
    provider_id: str = ""


def accepted(reply: str, provider_id: str = "") -> Answer:
    code = reply[:3]
    return Answer(
        EmailState.SENT,
        "accepted",
        int(code) if code.isdigit() else None,
        reply,
        provider_id=provider_id,
    )


def read(error: Exception, *, was_offered: bool) -> Answer:
    """
    Read an error of the backend.

    :param was_offered: whether the server may have got the message itself
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _refused("recipient", code, _words(text), was_offered)
    if isinstance(error, smtplib.SMTPResponseException):
        phase = {
            smtplib.SMTPSenderRefused: "sender",
            smtplib.SMTPDataError: "message",
        }.get(type(error), "dialogue")
        return _refused(phase, error.smtp_code, _words(error.smtp_error), was_offered)
    if isinstance(error, AnymailRecipientsRefused):
        return Answer(EmailState.FAILED, "recipient", None, _words(error))
    if isinstance(error, UNWRITABLE):
        return Answer(EmailState.FAILED, "dialogue", None, f"{type(error).__name__}: {error}")
    if isinstance(error, AnymailAPIError) and error.status_code:
        return _provider(error.status_code, _words(error))
    if _never_connected(error):
        was_offered = False
    return _lost(f"{type(error).__name__}: {error}", was_offered)


def nothing_sent() -> Answer:
    """Answer for a backend that reports no error and no message sent."""
    return Answer(EmailState.READY, "dialogue", None, "the backend sent nothing", is_broken=True)


def next_try(email_id: UUID, attempts: int, answer: Answer, now: datetime) -> datetime | None:
    """
    Return when to try again after so many attempts; None is the end.

    The wait varies by a quarter from mail to mail, so that a server which was full is not
    visited by all of them at once.
    """
    if attempts >= MAX_ATTEMPTS:
        return None
    if answer.is_broken and attempts == 1:
        return now + DROPPED_WAIT
    wait = WAITS[min(attempts + _head_start(answer), len(WAITS)) - 1]
    return now + wait * (0.75 + 0.5 * (email_id.int % 1000) / 1000)


def _head_start(answer: Answer) -> int:
    """Say how many of the short waits are in vain: a full mailbox is not emptied in a minute."""
    subject, detail = _enhanced(answer.text)
    if (subject, detail) == (2, 2):
        return 2
    return 1 if subject == 7 and detail > 1 else 0  # 4.7.1 is greylisting, the rest their rate


def reason(code: int | None, text: str) -> str:
    """Say in words why a server refused."""
    subject, detail = _enhanced(text)
    if _is_no_mailbox(code, text):
        return "no such mailbox"
    if (subject, detail) == (2, 2):
        return "the mailbox is full"
    if subject == 3 or code == TOO_BIG:
        return "the message is too big for them"
    if subject == 7:
        return "refused by their policy"
    return "refused by their server" if code else "it could not be sent"


def _enhanced(text: str) -> tuple[int, int]:
    """Return subject and detail of an enhanced code, 1 and 1 of ``5.1.1``; zeros where none is."""
    found = re.search(r"\b[45]\.(\d{1,3})\.(\d{1,3})\b", text)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _is_no_mailbox(code: int | None, text: str) -> bool:
    subject, _ = _enhanced(text)
    return subject == 1 or (not subject and code in NO_MAILBOX)


def _is_dead(text: str) -> bool:
    """
    Say whether the address itself is named as none.

    Never by the bare code: "550 relaying denied" is our fault, and would close every address.
    """
    subject, detail = _enhanced(text)
    return subject == 1 and detail not in SENDERS_ADDRESS


def _refused(phase: str, code: int, text: str, was_offered: bool) -> Answer:
    # The sender is always ours: a refusal of it is no fault of this mail, unless it is the size.
    is_ours = code in OURS or phase == "dialogue" or (phase == "sender" and code != TOO_BIG)
    if 500 <= code < 600 and not is_ours:
        return Answer(EmailState.FAILED, phase, code, text, suppresses=_is_dead(text))
    if 400 <= code < 600:
        return Answer(
            EmailState.READY,
            phase,
            code,
            text,
            is_broken=code in OURS | {CLOSING, TOO_MANY_CONNECTIONS},
            pauses=code in OURS - {503},
        )
    # Not an answer at all: smtplib gives -1 for a line without a code.
    return _lost(f"the server answered {code} {text}", was_offered)


def _provider(status: int, text: str) -> Answer:
    """Read the HTTP status of a provider; a 500 may come after it took the message."""
    if status in HTTP_LOGIN:
        return Answer(EmailState.READY, "login", status, text, is_broken=True, pauses=True)
    if status in HTTP_LATER:
        return Answer(EmailState.READY, "message", status, text)
    state = EmailState.FAILED if 400 <= status < 500 else EmailState.UNKNOWN
    return Answer(state, "message", status, text)


def _never_connected(error: Exception) -> bool:
    """Say whether a provider's backend failed to reach the provider at all."""
    cause = error.__cause__
    if not isinstance(cause, NoConnection) or not cause.args:
        return False
    found = cause.args[0]
    return isinstance(found, MaxRetryError) and isinstance(found.reason, NewConnectionError)


def _lost(text: str, was_offered: bool) -> Answer:
    state = EmailState.UNKNOWN if was_offered else EmailState.READY
    return Answer(state, "message" if was_offered else "dialogue", None, text, is_broken=True)


def _words(text) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else str(text)
