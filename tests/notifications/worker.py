"""
The worker of the crash tests: the product's own, which kills itself where CRASH_AT says.

The product carries no hook for it: the steps of a delivery are functions, and are wrapped here.
"""
# ruff: noqa: E402 - Django must know its apps before their models are imported

import os
import signal
from pathlib import Path

import django

django.setup()

from config.celery import app
from notifications import delivery
from notifications.relay import Relay
from tests.notifications.running import broker_in

CRASH_AT = os.environ.get("CRASH_AT", "")


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


app.conf.update(broker_in(Path(os.environ["TEST_BROKER_FOLDER"])))
delivery.claim = crashing(delivery.claim, "claim")
delivery.start = crashing(delivery.start, "sending")
Relay.hand_over = crashing(Relay.hand_over, "the answer")
delivery.finish = crashing(delivery.finish, "sent")
