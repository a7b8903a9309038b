import pytest

from programs.plans import drawing
from programs.plans.wish import Wish
from tests.programs.plans import directory


@pytest.fixture
def world(sponsor, lead):
    return directory.build(sponsor, created_by=lead)


@pytest.fixture
def record(world, now):
    return drawing.draw(world.program, Wish(), now=now)


@pytest.fixture
def plan(record):
    return record["plans"][0]
