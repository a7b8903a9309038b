"""The demo as a person starts it: a process of its own, stopped by a signal."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import psycopg
import pytest
from django.conf import settings

from accounts.models import User
from config import postgres
from tests.redis_server import free_port

COMMAND = [sys.executable, "manage.py", "run_demo"]
DATABASE = "test_run_demo"


def run(environment: dict) -> subprocess.CompletedProcess:
    return subprocess.run(
        COMMAND,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DEMO": "1", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def demo_environment(tmp_path, worker_id):
    """Give the settings of a demo on an empty database, whose first run was cut short."""
    name = f"{DATABASE}_{worker_id}"
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        environment = {
            **os.environ,
            "DEMO": "1",
            "DATABASE_URL": postgres.url(name),
            "LOCAL_DIR": str(tmp_path),
            "PORT": str(free_port()),
        }
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "demo", "-v", "0"],
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
        )
        yield environment
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def start(demo_environment):
    """Return a function that starts the demo and reads what it says until it runs."""
    started = []

    def start() -> tuple[subprocess.Popen, str]:
        process = subprocess.Popen(
            COMMAND,
            cwd=settings.BASE_DIR,
            env=demo_environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        said = ""
        while "Log in with" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        return process, said

    yield start
    for process in started:
        process.kill()
        process.communicate()


def children(process: subprocess.Popen) -> dict[str, int]:
    """Map what the launcher has started to its process number, by program."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(process.pid)],
        capture_output=True,
        text=True,
    ).stdout
    return {
        re.search(r"worker|beat|gunicorn", line).group(): int(line.split()[0])
        for line in listed.splitlines()
    }


def alive(pids) -> list[int]:
    """List which of these sessions still have a running process: a zombie runs no more."""
    command = ["ps", "-eo", "sid=,stat="]
    listed = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    sessions = {sid for sid, state in map(str.split, listed) if not state.startswith("Z")}
    return [pid for pid in pids if str(pid) in sessions]


def test_demo_starts_stops_and_starts_again(start, demo_environment):
    url = f"http://localhost:{demo_environment['PORT']}"

    process, said = start()
    pids = children(process)
    with urllib.request.urlopen(f"{url}/", timeout=10) as page:
        status = page.status
    process.send_signal(signal.SIGTERM)
    rest = process.communicate(timeout=60)[0]

    assert f"Phaseline runs at {url} (Ctrl-C stops it)." in said
    assert set(pids) == {"worker", "beat", "gunicorn"}
    assert status == 200
    assert process.returncode == 0
    assert rest.endswith("Stopped.\n")
    assert alive(pids.values()) == []

    # Again on the same database; this time a process dies, and takes the others along.
    process, _ = start()
    pids = children(process)
    os.kill(pids["worker"], signal.SIGKILL)
    rest = process.communicate(timeout=60)[0]

    assert "phaseline: The worker process has ended" in rest
    assert process.returncode == 1
    assert alive(pids.values()) == []


def test_demo_refuses_a_taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        answer = run({"PORT": str(port)})

    assert answer.returncode == 1
    assert answer.stderr == (
        f"phaseline: Port {port} cannot be used (Address already in use): choose another one, "
        "say PORT=8001 make demo.\n"
    )


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_demo_refuses_a_port_that_is_none(port):
    answer = run({"PORT": port})

    assert answer.returncode == 1
    assert answer.stderr == (f"phaseline: PORT is '{port}': it must be a number from 1 to 65535.\n")


def test_demo_refuses_a_database_in_use(transactional_db):
    User.objects.create_user("mara@real.example")

    answer = run(
        {
            "DATABASE_URL": postgres.url(settings.DATABASES["default"]["NAME"]),
            "PORT": str(free_port()),
        }
    )

    assert answer.returncode == 1
    assert answer.stderr == (
        "phaseline: This database is in use and not marked as a demo: "
        "set DATABASE_URL to an empty one.\n"
    )


def test_demo_tells_of_a_database_that_does_not_answer(tmp_path):
    answer = run(
        {"DATABASE_URL": f"postgres://x@/x?host={tmp_path}&port=5432", "PORT": str(free_port())}
    )

    assert answer.returncode == 1
    assert answer.stderr.startswith("phaseline: connection is bad: ")
    assert answer.stderr.count("\n") == 1
