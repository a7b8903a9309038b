"""The way out: one connection of the configured e-mail backend, kept over many messages."""

import contextlib
import smtplib

from django.core.mail import get_connection

from notifications import answers
from notifications.answers import Answer
from notifications.message import Message

RECYCLE_AFTER = 100  # messages; many servers close a connection that never ends


class RelayError(Exception):
    """The mail server cannot be used now: no e-mail is at fault."""


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
        backend = get_connection()
        try:
            backend.open()
        except (OSError, smtplib.SMTPException) as error:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                backend.close()
            raise RelayError(f"{type(error).__name__}: {error}") from error
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
            if count:
                answer = answers.accepted(getattr(backend, "reply", ""))
            else:
                answer = answers.nothing_sent()
        if answer.is_broken:
            self.close()
        return answer

    def close(self) -> None:
        backend, self.backend, self.handed = self.backend, None, 0
        if backend:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                backend.close()
