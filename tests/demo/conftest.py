"""The demo world in the test database, for one module at a time, and gone after it."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import transaction

from demo.seeding import seed as seeding
from demo.world import build, oddities
from vendors.choices import ListingState

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def whole_world():
    return build.world(today=NOW.date())


@pytest.fixture(scope="session")
def small_world(whole_world):
    """Give the vendors that the story names or that are odd, and a few of the others."""
    named = {*oddities.LETTERS, *oddities.RECENT}
    entries = [
        entry
        for number, entry in enumerate(whole_world.entries)
        if entry.key.startswith("anchor-")
        or entry.key in named
        or entry.state != ListingState.LISTED
        or number % 20 == 0
    ]
    return build.World(entries, [record for entry in entries for record in entry.actions])


@pytest.fixture(scope="module")
def demo_world(django_db_setup, django_db_blocker, whole_world):
    """Seed the whole world once for the module, and take it back at its end."""
    with seeded(django_db_blocker, whole_world) as counts:
        yield counts


@pytest.fixture(scope="module")
def small_demo(django_db_setup, django_db_blocker, small_world):
    """Seed the small world once for the module, and take it back at its end."""
    with seeded(django_db_blocker, small_world) as counts:
        yield counts


@contextmanager
def seeded(blocker, world):
    with blocker.unblock(), transaction.atomic():
        yield seeding.seed(now=NOW, world=world)
        transaction.set_rollback(True)
