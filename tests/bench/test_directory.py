"""The directory's benchmark in small: its world is built whole, and every question is answered."""

import pytest

from audit import acting
from bench import directory, directory_world
from vendors import index
from vendors.models import CapabilityLine, Certificate, Site, Vendor

COUNT = 80


@pytest.mark.django_db
def test_the_world_is_built_and_asked_all_there_is():
    index.current()  # the process knows another directory already
    with acting.as_system():
        directory_world.build(COUNT)

    assert Vendor.objects.listed().count() == Certificate.objects.count() == COUNT
    assert Site.objects.count() == COUNT * directory_world.SITES_PER_VENDOR
    assert CapabilityLine.objects.count() == COUNT * directory_world.LINES_PER_VENDOR
    parts = (directory._index, directory._facets, directory._names, directory._alerts)
    rows = {row["name"]: row["value"] for part in parts for row in part(COUNT)}
    assert rows["lines"] == COUNT * directory_world.LINES_PER_VENDOR
    assert rows["of 60 such names not among the first 10"] == 0
    assert len(rows) == 19


def test_growth_is_the_exponent_of_the_vendors():
    rows = [
        directory._row(f"directory, {size} vendors: a page", size / 100) | {"unit": "ms"}
        for size in (1_000, 10_000, 100_000)
    ]

    assert [(row["name"], row["value"]) for row in directory.growth(rows)] == [
        ("growth exponent: a page", 1.0)
    ]
