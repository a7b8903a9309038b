"""Build the message of a row: the same bytes at every try."""

from django.core.mail import EmailMultiAlternatives

from notifications.models import Email


class Message(EmailMultiAlternatives):
    """
    An e-mail with a fixed boundary.

    Exchange drops a re-send only if nothing in it changed; Message-ID and Date are in the row.
    """

    def __init__(self, email: Email):
        content = email.content
        super().__init__(
            subject=content.subject,
            body=content.text,
            from_email=content.headers["From"],
            to=[email.to],
            headers=content.headers,
        )
        self.attach_alternative(content.html, "text/html")
        self.boundary = f"={email.pk.hex}="

    def message(self):
        mime = super().message()
        mime.set_boundary(self.boundary)
        return mime
