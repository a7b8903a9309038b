"""An outbox with a kind of its own: the product's kinds belong to the apps that send them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from accounts.models import User
from notifications import kick, outbox
from tests.notifications import running

TEMPLATES = Path(__file__).parent / "templates"
LONG_AGO = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _kind_of_the_tests(settings):
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], TEMPLATES]}]


@pytest.fixture(autouse=True)
def _rested_kick(monkeypatch):
    monkeypatch.setattr(kick, "_not_before", 0.0)


@pytest.fixture
def enqueue():
    """Give a short ``enqueue``: a test names only what it is about."""

    def make(key="one", **changes):
        arguments = {
            "kind": "outbox-test",
            "to": "vera@vendor.example",
            "context": {"name": "Bell & Co"},
            "now": LONG_AGO,
        }
        return outbox.enqueue(key=key, **arguments | changes)

    return make


@pytest.fixture
def sink(settings):
    """Give a real SMTP server; Django's settings point at it."""
    with running.smtp_sink() as server:
        settings.EMAIL_BACKEND = "notifications.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = server.port
        yield server


@pytest.fixture
def folder(tmp_path):
    """Give the folder of a filesystem broker, to which kicks go as well."""
    running.use_broker(running.broker_in(tmp_path))
    yield tmp_path
    running.use_broker({"broker_url": "memory://", "broker_transport_options": {}})


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("root@phaseline.example", "a long password")
