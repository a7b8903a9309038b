"""The demo world in the test database, for one module at a time, and gone after it."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from demo.seeding import seed as seeding

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo_world(django_db_setup, django_db_blocker):
    """Seed once for the module, inside a transaction that is rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seeding.seed(now=NOW)
        transaction.set_rollback(True)
