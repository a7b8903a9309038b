"""
Django's SMTP backend that can say how far a hand-over got, and what the server answered.

smtplib raises the same error for a connection lost before the message and after it, and throws the
final reply away. Whether a mail may be sent again hangs on the first; the second holds the relay's
queue number, the evidence that it was taken.
"""

import smtplib
from contextlib import contextmanager

from django.core.mail.backends import smtp

from notifications.message import Message, envelope

# RFC 5321, 4.5.3.2.6: the server may take ten minutes to accept. Giving up earlier is how a mail
# that was accepted gets sent twice.
ACCEPT_SECONDS = 600


class _Watched:
    """An smtplib connection that remembers the last hand-over."""

    was_offered = False  # the server may have the message
    reply = ""

    def sendmail(self, from_addr, to_addrs, msg, mail_options=(), rcpt_options=()):
        """Hand over as smtplib does, in two round trips instead of four where the server can."""
        self.was_offered, self.reply = False, ""
        if len(to_addrs) > 1 or mail_options or not self.has_extn("pipelining"):
            return super().sendmail(from_addr, to_addrs, msg, mail_options, rcpt_options)
        self._ask_at_once(from_addr, to_addrs[0], len(msg))
        self._hand(msg)
        return {}

    def data(self, message):
        self.was_offered = True
        with _patience(self.sock):
            code, text = super().data(message)
        self.reply = f"{code} {text.decode(errors='replace')}"
        return code, text

    def _ask_at_once(self, sender: str, recipient: str, size: int) -> None:
        """Send MAIL, RCPT and DATA in one write (RFC 2920) and read the three answers."""
        limit = f" size={size}" if self.has_extn("size") else ""
        self.send(f"MAIL FROM:<{sender}>{limit}\r\nRCPT TO:<{recipient}>\r\nDATA\r\n")
        mail, rcpt, data = self.getreply(), self.getreply(), self.getreply()
        is_refused = mail[0] // 100 != 2 or rcpt[0] // 100 != 2
        if is_refused and data[0] == 354:  # it waits for a message all the same: an empty one
            self.send(".\r\n")
            self.getreply()
        elif is_refused or data[0] != 354:
            self._rset()
        if mail[0] // 100 != 2:
            raise smtplib.SMTPSenderRefused(*mail, sender)
        if rcpt[0] // 100 != 2:
            raise smtplib.SMTPRecipientsRefused({recipient: rcpt})
        if data[0] != 354:
            raise smtplib.SMTPDataError(*data)

    def _hand(self, message: bytes) -> None:
        """Write the message with its end in one piece: two would wait for each other for 40 ms."""
        quoted = smtplib._quote_periods(message)
        if not quoted.endswith(b"\r\n"):
            quoted += b"\r\n"
        self.was_offered = True
        with _patience(self.sock):
            self.send(quoted + b".\r\n")
            code, text = self.getreply()
        self.reply = f"{code} {text.decode(errors='replace')}"
        if code != 250:
            if code == 421:
                self.close()
            else:
                self._rset()
            raise smtplib.SMTPDataError(code, text)


@contextmanager
def _patience(sock):
    """Give the server the time it may take to accept, then the usual one again."""
    usual = sock.gettimeout()
    sock.settimeout(max(usual or 0, ACCEPT_SECONDS))
    try:
        yield
    finally:
        if sock.fileno() >= 0:
            sock.settimeout(usual)


class _SMTP(_Watched, smtplib.SMTP):
    pass


class _SMTPOverTLS(_Watched, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's own backend with watched connections; the same settings."""

    @property
    def connection_class(self):
        return _SMTPOverTLS if self.use_ssl else _SMTP

    def open(self):
        opened = super().open()
        if opened:
            # A server that will not have us says so here, not at the first message's expense.
            self.connection.ehlo_or_helo_if_needed()
        return opened

    def _send(self, email_message):
        """Hand a message of the outbox over, without working its addresses out a second time."""
        if not isinstance(email_message, Message):
            return super()._send(email_message)
        data = email_message.message().as_bytes(linesep="\r\n")
        sender = envelope(email_message.from_email)
        self.connection.sendmail(sender, [envelope(email_message.to[0])], data)
        return True

    @property
    def was_offered(self) -> bool:
        return getattr(self.connection, "was_offered", False)

    @property
    def reply(self) -> str:
        return getattr(self.connection, "reply", "")
