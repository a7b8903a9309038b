import pytest

from tests.programs.plans import directory


@pytest.fixture
def world(sponsor, lead):
    return directory.build(sponsor, created_by=lead)
