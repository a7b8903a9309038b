"""
Django's SMTP backend that can say how far a hand-over got, and what the server answered.

smtplib raises the same error for a connection lost before the message and after it, and throws the
final reply away. Whether a mail may be sent again hangs on the first; the second holds the relay's
queue number, the evidence that it was taken.
"""

import smtplib

from django.core.mail.backends import smtp

# RFC 5321, 4.5.3.2.6: the server may take ten minutes to accept. Giving up earlier is how a mail
# that was accepted gets sent twice.
ACCEPT_SECONDS = 600


class _Watched:
    """An smtplib connection that remembers the last hand-over."""

    was_offered = False  # the server may have the message
    reply = ""

    def mail(self, *args, **options):
        self.was_offered, self.reply = False, ""
        return super().mail(*args, **options)

    def data(self, message):
        self.was_offered = True
        usual = self.sock.gettimeout()
        self.sock.settimeout(max(usual or 0, ACCEPT_SECONDS))
        try:
            code, text = super().data(message)
        finally:
            if self.sock:
                self.sock.settimeout(usual)
        self.reply = f"{code} {text.decode(errors='replace')}"
        return code, text


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

    @property
    def was_offered(self) -> bool:
        return getattr(self.connection, "was_offered", False)

    @property
    def reply(self) -> str:
        return getattr(self.connection, "reply", "")
