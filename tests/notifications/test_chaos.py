"""
Nothing lost, nothing twice, whatever breaks. Twenty seconds here, a minute in CI, longer by
``make chaos``; CHAOS_SECONDS and CHAOS_SEED decide, and the seed is printed.
"""

import json
import os
from pathlib import Path

import pytest
from django.conf import settings

from tests.notifications import running
from tests.notifications.chaos import Chaos

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.redis]

SECONDS = float(os.environ.get("CHAOS_SECONDS", "20"))
SEED = int(os.environ.get("CHAOS_SEED", "20261124"))
FIGURES = Path(settings.BASE_DIR) / ".local" / "chaos.json"
# A broker with default settings holds a request for three quarters of a minute. The figure itself
# is about a second; a bound near it would measure how busy the machine is.
LONGEST_REQUEST_SECONDS = 10


def test_chaos_loses_nothing_and_doubles_nothing(tmp_path, capsys):
    with Chaos(seed=SEED, seconds=SECONDS, folder=tmp_path) as chaos:
        options = settings.REDIS_BROKER_OPTIONS
        running.use_broker({"broker_url": chaos.redis_url, "broker_transport_options": options})
        try:
            figures = chaos.run()
        finally:
            running.use_broker({"broker_url": "memory://", "broker_transport_options": {}})
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=2) + "\n")
    with capsys.disabled():
        _print(figures, chaos.done)

    assert sum(chaos.done.values()) > SECONDS / 10
    assert figures["enqueued"] > SECONDS
    assert (figures["lost"], figures["duplicated"]) == (0, 0)
    assert figures["longest_request_s"] < LONGEST_REQUEST_SECONDS


def _print(figures: dict, faults: dict) -> None:
    print(f"\nchaos, seed {SEED}, {SECONDS:.0f} s")  # noqa: T201 - it is what make chaos is for
    for name, value in figures.items():
        print(f"  {name:<20}{value:>10}")  # noqa: T201
    done = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sorted(faults.items()))
    print(f"  faults: {done}")  # noqa: T201
