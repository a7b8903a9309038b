"""Every function a sponsor may look for is served by vendors of the demo."""

from datetime import date

import pytest

from demo.world import build, tables
from vendors.choices import ListingState
from vendors.functions import FUNCTIONS


@pytest.fixture(scope="module")
def offered():
    """Return the listed vendors by the leaf they offer."""
    found: dict[str, set[str]] = {}
    for entry in build.world(today=date(2026, 11, 22)).entries:
        if entry.state == ListingState.LISTED:
            for line in entry.lines:
                if line.get("is_offered", True):
                    found.setdefault(line["capability"], set()).add(entry.name)
    return found


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.slug)
def test_function_is_served_by_three_listed_vendors(function, offered):
    vendors = set().union(*(offered.get(code, set()) for code in function.leaves))

    assert len(vendors) >= 3
    assert set(function.leaves) <= set(tables.leaves())


def test_every_leaf_of_the_taxonomy_is_offered_by_somebody(offered):
    assert set(tables.leaves()) - set(offered) == set()
