"""Requests that are open by the wall clock, which is what the pages go by."""

from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def data(now) -> dict:
    return {
        "title": "Drug product, tablets",
        "kind": "RFP",
        "message": "Please plan for two campaigns.",
        "deadline_at": now + timedelta(days=30),
        "time_zone": "Europe/Zurich",
        "currencies": ["EUR", "CHF"],
    }
