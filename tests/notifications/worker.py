"""
The product's own worker with two additions of the tests: it kills itself where CRASH_AT says, and
waits seconds instead of minutes where WAIT_SCALE says.

The product carries no hook for it: the steps of a delivery are functions, and are wrapped here.
As a module it is a Celery application; run as a program it delivers once, without Celery.
"""
# ruff: noqa: E402 - Django must know its apps before their models are imported

import os
import signal
from pathlib import Path

import django

django.setup()

from config.celery import app
from notifications import answers, breaker, delivery, smtp
from notifications.relay import Relay
from tests.notifications.running import broker_in

CRASH_AT = os.environ.get("CRASH_AT", "")
WAIT_SCALE = float(os.environ.get("WAIT_SCALE", "1"))


def crash():
    os.kill(os.getpid(), signal.SIGKILL)


def crashing(function, name: str):
    """Wrap a step so that the process dies before or after it."""

    def step(*args, **options):
        if f"before {name}" == CRASH_AT:
            crash()
        answer = function(*args, **options)
        if f"after {name}" == CRASH_AT:
            crash()
        return answer

    return step


class CrashingConnection(smtp._SMTP):
    """Dies half way through a message, or when all of it is written."""

    def send(self, data):
        is_message = isinstance(data, bytes) and data.endswith(b"\r\n.\r\n")
        if is_message and CRASH_AT == "mid-message":
            super().send(data[: len(data) // 2])
            crash()
        super().send(data)
        if is_message and CRASH_AT == "after the message":
            crash()


if folder := os.environ.get("TEST_BROKER_FOLDER"):
    app.conf.update(broker_in(Path(folder)))
if url := os.environ.get("TEST_BROKER_URL"):
    app.conf.update({"broker_url": url, "worker_log_color": False})
delivery.claim = crashing(delivery.claim, "claim")
delivery.start = crashing(delivery.start, "sending")
delivery.finish = crashing(delivery.finish, "sent")
Relay.hand_over = crashing(Relay.hand_over, "the answer")
smtp._SMTP = CrashingConnection
answers.WAITS = [wait * WAIT_SCALE for wait in answers.WAITS]
answers.DROPPED_WAIT *= WAIT_SCALE
breaker.LONGEST_WAIT_SECONDS *= WAIT_SCALE

if __name__ == "__main__":
    delivery.drain(lanes=2)
