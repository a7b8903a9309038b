"""The real parts around the outbox: an SMTP server on a socket, and a Celery worker process."""

import email
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from email import policy
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.conf import settings
from django.db import connection
from kombu import pools

from config import postgres
from config.celery import app

ROOT = Path(settings.BASE_DIR)


class Sink:
    """
    An SMTP server that notes each message when it accepts it, before it says so.

    ``answers`` are given to the recipients in turn, ``final`` to the messages; "drop" cuts the
    line instead. ``gate`` holds every answer to a message back until it is set.
    """

    def __init__(self):
        self.accepted: list[email.message.EmailMessage] = []
        self.raw: list[bytes] = []
        self.answers: list[str] = []
        self.final: list[str] = []
        self.connections = 0
        self.arrived = threading.Event()
        self.gate = threading.Event()
        self.gate.set()
        self.port = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == "drop":
            server.transport.abort()
        elif answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self.final.pop(0) if self.final else "250 OK queued as 4711"
        if answer.startswith("250") or answer == "drop after":
            self.raw.append(envelope.content)
            parsed = email.message_from_bytes(envelope.content, policy=policy.default)
            self.accepted.append(parsed)
        self.arrived.set()
        while not self.gate.is_set():
            await server.loop.run_in_executor(None, self.gate.wait, 0.05)
        if answer.startswith("drop"):
            server.transport.abort()
        return answer

    @property
    def copies(self) -> Counter:
        return Counter(message["Message-ID"] for message in self.accepted)


class _Controller(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="sink.example")


@contextmanager
def smtp_sink():
    """Run a Sink; Django's settings must point at ``sink.port`` of 127.0.0.1."""
    sink = Sink()
    sink.port = free_port()
    controller = _Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        sink.gate.set()
        controller.stop()


class Worker:
    """A Celery worker process, in a session of its own so that all of it can be killed."""

    def __init__(self, process: subprocess.Popen, log: Path):
        self.process = process
        self.log = log

    def kill(self) -> None:
        """End it as a power cut would, its children included."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ready(self) -> None:
        """Wait until it consumes."""
        until(lambda: " ready." in self.log.read_text())

    def wait(self, seconds: float = 30) -> int:
        return self.process.wait(seconds)


@contextmanager
def celery_worker(folder: Path, sink_port: int, *options: str, **environment: str):
    """Run a worker on this test's database, this sink and a filesystem broker in ``folder``."""
    log = folder / "worker.log"
    command = [sys.executable, "-m", "celery", "-A", "tests.notifications.worker", "worker"]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, "--loglevel", "INFO", *options],
            cwd=ROOT,
            env=process_environment(folder, sink_port) | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    worker = Worker(process, log)
    try:
        yield worker
    finally:
        if process.poll() is None:
            worker.kill()


def process_environment(folder: Path, sink_port: int) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "1",
        "EMAIL_BACKEND": "notifications.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(sink_port),
        "TEST_BROKER_FOLDER": str(folder),
    }


def database_url() -> str:
    """Return the address of the test database."""
    name = connection.settings_dict["NAME"]
    if settings.EMBEDDED_POSTGRES:
        return postgres.url(name)
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def broker_in(folder: Path) -> dict:
    """Return the settings of a filesystem broker; both sides of a test use them."""
    queue, control = folder / "queue", folder / "control"
    for made in (queue, control):
        made.mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "filesystem://localhost",
        "broker_transport_options": {
            "data_folder_in": str(queue),
            "data_folder_out": str(queue),
            "control_folder": str(control),
        },
    }


@contextmanager
def redis_server(folder: Path):
    """Run a Redis of our own; yield its process and its address."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        until(lambda: is_listening(port))
        yield process, f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def use_broker(settings_of_broker: dict) -> None:
    """Let this process's kicks go to another broker."""
    app.conf.update(settings_of_broker)
    app._after_fork()  # forgets the producers of the old one
    pools.reset()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def until(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait for a condition; fail the test when it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
