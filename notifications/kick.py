"""
Wake the workers after a commit, at the cost of at most about a second, and never of an error.

The row is the promise and the sweep finds it; a kick only saves the wait. So kicks of one moment
become one, and after a failure the broker is left alone for a while: a frozen Redis costs one
request a second, not every request.
"""

import logging
import threading
import time

from celery import current_app

TASK = "notifications.tasks.deliver"
COALESCE_SECONDS = 0.1
REST_SECONDS = 5.0  # after a failure: as long as a sweep takes to come
EXPIRES_SECONDS = 60

logger = logging.getLogger(__name__)

_lock = threading.Lock()
_not_before = 0.0  # of the monotonic clock


def kick() -> bool:
    """Send one ``deliver`` task unless one has just gone out; tell whether one was sent."""
    global _not_before
    with _lock:
        started = time.monotonic()
        if started < _not_before:
            return False
        # Set before sending: the next request does not wait behind a broker that hangs.
        _not_before = started + REST_SECONDS
    try:
        current_app.send_task(TASK, retry=False, expires=EXPIRES_SECONDS, ignore_result=True)
    except Exception as error:  # whatever the broker raises, the form is saved
        logger.warning("the broker took no kick, the sweep will deliver: %r", error)
        return False
    with _lock:
        _not_before = started + COALESCE_SECONDS
    return True
