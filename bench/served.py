"""Whole pages over HTTP: the product as it is served, by gunicorn, on a database of the benchmarks."""

import http.client
import os
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.db import connection

from config import postgres

WARM, RUNS, PATIENCE = 3, 9, 600  # requests, requests, seconds: the first reads the directory


def pages(database: str, paths: dict[str, str]) -> dict[str, list[float]]:
    """Return the times of each page in milliseconds, of one worker that has answered it before."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"DATABASE_URL": _url(database), "DEBUG": "0", "DEMO": "1"}
    options = ["--bind", f"127.0.0.1:{port}", "--timeout", str(PATIENCE)]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "config.wsgi", *options],
        env=environment,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        return {name: _times(port, path) for name, path in paths.items()}
    finally:
        server.terminate()
        server.wait()


def _url(database: str) -> str:
    """Return the address of another database of the same server."""
    if settings.EMBEDDED_POSTGRES:
        return postgres.url(database)
    before, _, after = os.environ["DATABASE_URL"].rpartition(connection.settings_dict["NAME"])
    return f"{before}{database}{after}"


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn did not start")


def _times(port: int, path: str) -> list[float]:
    found = []
    for _ in range(WARM + RUNS):
        # gunicorn's plain worker ends each connection; opening one is part of the page
        client = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
        begun = time.perf_counter()
        client.request("GET", path)
        answer = client.getresponse()
        answer.read()
        found.append(1000 * (time.perf_counter() - begun))
        client.close()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    return found[WARM:]
