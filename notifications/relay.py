"""The way out: one connection of the configured e-mail backend, kept over many messages."""

import contextlib
import smtplib
import ssl

from anymail.exceptions import AnymailError
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection

from notifications import answers
from notifications.answers import Answer
from notifications.message import Message

RECYCLE_AFTER = 100  # messages; many servers close a connection that never ends


class RelayError(Exception):
    """
    The mail server cannot be used now: no e-mail is at fault.

    ``needs_person``: waiting will not help, the password or the certificate is wrong.
    """

    def __init__(self, words: str, *, needs_person: bool = False):
        super().__init__(words)
        self.needs_person = needs_person


class Relay:
    """A connection that is opened before a message is risked, and reopened after it broke."""

    def __init__(self):
        self.backend = None
        self.handed = 0

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def open(self) -> None:
        """
        Be ready to hand a message over.

        :raises RelayError: if there is no connection, no TLS or no login
        """
        if self.handed >= RECYCLE_AFTER:
            self.close()
        if self.backend:
            return
        backend = None
        try:
            backend = get_connection()
            backend.open()
        except (OSError, smtplib.SMTPException, AnymailError, ImproperlyConfigured) as error:
            with contextlib.suppress(Exception):
                backend.close()
            words = f"{type(error).__name__}: {error}"
            raise RelayError(words, needs_person=_needs_person(error)) from error
        self.backend, self.handed = backend, 0

    def hand_over(self, message: Message) -> Answer:
        """Hand one message over and say how it went; whatever happens is an answer."""
        backend = self.backend
        self.handed += 1
        try:
            count = backend.send_messages([message])
        except Exception as error:  # a provider's backend raises what it likes
            # A backend that does not watch may have sent it.
            was_offered = getattr(backend, "was_offered", True)
            answer = answers.read(error, was_offered=was_offered)
        else:
            answer = _answer(backend, message) if count else answers.nothing_sent()
        if answer.is_broken:
            self.close()
        return answer

    def close(self) -> None:
        backend, self.backend, self.handed = self.backend, None, 0
        if backend:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                backend.close()


def _answer(backend, message: Message) -> Answer:
    """Read a yes: an SMTP server's line, or a provider's number of the message."""
    provider_id = getattr(getattr(message, "anymail_status", None), "message_id", None)
    if isinstance(provider_id, str):
        return answers.accepted(f"taken as {provider_id}", provider_id)
    return answers.accepted(getattr(backend, "reply", ""))


def _needs_person(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code in answers.OURS
    return isinstance(
        error,
        smtplib.SMTPNotSupportedError | ssl.SSLCertVerificationError | ImproperlyConfigured,
    )
