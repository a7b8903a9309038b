import pytest


@pytest.fixture
def desk(client_of, curator):
    """Give the curator's client."""
    return client_of(curator)
