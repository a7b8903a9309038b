"""A provider instead of an SMTP server: Postmark's backend of django-anymail against a real HTTP server."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from notifications import delivery
from notifications.calendars import Deadline
from notifications.choices import EmailState, RelayMode
from notifications.models import Email, RelayState
from tests.notifications import running
from tests.notifications.conftest import LONG_AGO

pytestmark = pytest.mark.django_db

TAKEN = (
    200,
    {"ErrorCode": 0, "Message": "OK", "MessageID": "pm-4711", "To": "vera@vendor.example"},
)


class Provider(BaseHTTPRequestHandler):
    """Notes what it gets and answers with the next of ``server.answers``."""

    def do_POST(self):
        size = int(self.headers["Content-Length"])
        self.server.received.append(json.loads(self.rfile.read(size)))
        status, body = self.server.answers.pop(0) if self.server.answers else TAKEN
        if status == 0:  # took it, and is gone before it says so
            return
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        """Stay quiet."""


@pytest.fixture
def provider(settings):
    server = HTTPServer(("127.0.0.1", 0), Provider)
    server.received, server.answers = [], []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "token",
        "POSTMARK_API_URL": f"http://127.0.0.1:{server.server_port}/",
    }
    yield server
    server.shutdown()
    server.server_close()


def drain():
    return delivery.drain(clock=lambda: LONG_AGO)


def test_a_provider_gets_all_that_an_smtp_server_gets(enqueue, provider):
    email = enqueue(calendar=Deadline(uid="rfp-1-answers", title="Due", at=LONG_AGO))

    drain()

    email.refresh_from_db()
    sent = provider.received[0]
    headers = {header["Name"]: header["Value"] for header in sent["Headers"]}
    assert (email.state, email.provider_id) == (EmailState.SENT, "pm-4711")
    assert sent["To"] == "vera@vendor.example"
    assert sent["Subject"] == email.content.subject
    assert (sent["TextBody"], sent["HtmlBody"]) == (email.content.text, email.content.html)
    assert sent["Metadata"] == {"email": str(email.pk)}
    assert headers["Message-ID"] == email.message_id
    assert [file["Name"] for file in sent["Attachments"]] == ["deadline.ics"]


@pytest.mark.parametrize(
    ("answer", "state", "mode"),
    [
        ((401, {"ErrorCode": 10, "Message": "bad token"}), EmailState.READY, RelayMode.PAUSED),
        ((429, {"ErrorCode": 429, "Message": "slowly"}), EmailState.READY, RelayMode.OPEN),
        (
            (422, {"ErrorCode": 300, "Message": "Invalid 'To' address: 'vera@vendor.example'."}),
            EmailState.FAILED,
            RelayMode.OPEN,
        ),
        ((500, {"ErrorCode": 500, "Message": "oh"}), EmailState.UNKNOWN, RelayMode.OPEN),
        ((0, None), EmailState.UNKNOWN, RelayMode.OPEN),
    ],
)
def test_an_answer_is_read_by_its_class(enqueue, provider, answer, state, mode):
    provider.answers = [answer]
    email = enqueue()

    drain()

    email.refresh_from_db()
    assert (email.state, RelayState.objects.get().mode) == (state, mode)
    assert len(provider.received) == 1


def test_a_provider_that_cannot_be_reached_is_tried_again(enqueue, provider, settings):
    settings.ANYMAIL |= {"POSTMARK_API_URL": f"http://127.0.0.1:{running.free_port()}/"}
    email = enqueue()

    drain()

    email.refresh_from_db()
    assert (email.state, email.attempts) == (EmailState.READY, 1)


def test_a_message_the_provider_cannot_take_fails_and_says_why(enqueue, provider):
    email = enqueue()
    Email.objects.update(to="no address at all")

    drain()

    email.refresh_from_db()
    assert email.state == EmailState.FAILED
    assert provider.received == []


def test_a_backend_that_is_not_set_up_pauses_and_fails_no_mail(enqueue, settings):
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {}
    email = enqueue()

    drain()

    email.refresh_from_db()
    assert (email.state, email.attempts) == (EmailState.READY, 0)
    assert RelayState.objects.get().mode == RelayMode.PAUSED
