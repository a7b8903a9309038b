"""Run the whole of Phaseline with a fictional world: ``make demo``."""

import os
import secrets
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error, connection
from django.utils import timezone

from config import postgres
from demo import logins, services
from demo.processes import ProcessError, Processes

READY_SECONDS = 90


class Command(BaseCommand):
    help = "Migrate, seed, start the worker, the scheduler and the web server, and wait."
    requires_system_checks = []
    requires_migrations_checks = False

    def handle(self, **options):
        for name in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.default_int_handler)
        try:
            self.run()
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")
        except (services.DemoError, ProcessError, OSError, Error) as error:
            sys.exit(f"phaseline: {one_line(error)}")
        finally:
            connection.close()
            if settings.EMBEDDED_POSTGRES:
                postgres.stop_if_unused()

    def run(self) -> None:
        port = free_port(os.environ.get("PORT") or "8000")
        if not settings.DEMO:
            raise services.DemoError("Run the demo by 'make demo', which sets DEMO=1.")
        self.stdout.write("Preparing the demo world (a new one takes about two minutes) ...")
        services.claim(now=timezone.now())
        call_command("migrate", verbosity=0)
        call_command("seed_demo", stdout=self.stdout)
        connection.close()

        url = f"http://localhost:{port}"
        with Processes(
            log_folder=settings.LOCAL_DIR / "log", environment=environment(url)
        ) as processes:
            start(processes, port)
            wait_until_ready(processes, url)
            self.stdout.write(f"\nPhaseline runs at {url} (Ctrl-C stops it).\n")
            self.stdout.write(logins.table())
            while True:
                processes.check()
                time.sleep(0.5)


def free_port(text: str) -> int:
    """Return the port to serve on, having seen that nobody else does."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise services.DemoError(f"PORT is {text!r}: it must be a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            raise services.DemoError(
                f"Port {text} cannot be used ({error.strerror}): choose another one, "
                "say PORT=8001 make demo."
            ) from error
    return int(text)


def environment(url: str) -> dict[str, str]:
    return {**os.environ, "DEMO": "1", "SITE_URL": url, "SECRET_KEY": secret_key()}


def secret_key() -> str:
    """Keep one random key per clone, so that a restart leaves people logged in."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    path: Path = settings.LOCAL_DIR / "secret-key"
    if not path.is_file() or len(path.read_text()) < 64:
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()


def start(processes: Processes, port: int) -> None:
    schedule = settings.LOCAL_DIR / "celery-schedule"
    celery = ("celery", "--app", "config")
    processes.start("worker", *celery, "worker", "--concurrency", "2", "--loglevel", "INFO")
    processes.start("beat", *celery, "beat", "--schedule", str(schedule))
    address = ("--bind", f"127.0.0.1:{port}")
    processes.start(
        "web", "gunicorn", "config.wsgi", *address, "--threads", "8", "--no-control-socket"
    )


def wait_until_ready(processes: Processes, url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not (answers(url) and " ready." in processes.log("worker").read_text(errors="replace")):
        processes.check()
        if time.monotonic() > deadline:
            raise ProcessError(
                f"The demo is not ready after {READY_SECONDS} s: see {processes.log_folder}."
            )
        time.sleep(0.2)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url + "/", timeout=10) as page:  # noqa: S310 - our own address
            return page.status == 200
    except urllib.error.HTTPError as error:
        raise ProcessError(f"{url}/ answers {error.code}: see .local/log/web.log.") from error
    except OSError:
        return False


def one_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    if "No space left on device" in str(error):
        return "The disk is full: free some space and try again."
    return lines[0]
