"""
The worker of the crash tests: the product's own, which kills itself where CRASH_AT says.

The product carries no hook for it: the steps of a delivery are functions, and are wrapped here.
"""

import os
import signal
from pathlib import Path

from config.celery import app
from notifications import delivery
from notifications.relay import Relay
from tests.notifications.running import broker_in

app.conf.update(broker_in(Path(os.environ["TEST_BROKER_FOLDER"])))

CRASH_AT = os.environ.get("CRASH_AT", "")


def crash(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def crashing(function, *, before: str, after: str):
    """Wrap a step so that the process dies before or after it."""

    def step(*args, **options):
        if before == CRASH_AT:
            crash()
        answer = function(*args, **options)
        if after == CRASH_AT:
            crash()
        return answer

    return step


if CRASH_AT:
    delivery.claim = crashing(delivery.claim, before="before claim", after="after claim")
    delivery.start = crashing(delivery.start, before="before sending", after="after sending")
    Relay.hand_over = crashing(Relay.hand_over, before="", after="after the answer")
    delivery.finish = crashing(delivery.finish, before="", after="after sent")
