from datetime import date

import pytest
from django.http import QueryDict

from tests.factories.vendors import CapabilityLineFactory, SiteFactory, VendorFactory
from vendors import pictures, worldmap
from vendors.filters import Reader, VendorFilter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]


def drawn(query="") -> pictures.Pictures:
    filterset = VendorFilter(QueryDict(query), reader=Reader(), today=date(2026, 11, 22))
    return pictures.of(filterset)


@pytest.fixture
def world():
    ash, birch = VendorFactory(name="Ash"), VendorFactory(name="Birch")
    odense = SiteFactory(vendor=ash, country="DK", longitude="10.40", latitude="55.40")
    tokyo = SiteFactory(vendor=ash, country="JP")
    SiteFactory(vendor=birch, country="")
    CapabilityLineFactory(site=odense, capability__code="M4.14", phases=["P1", "P2"], evidence=4)
    CapabilityLineFactory(site=odense, capability__code="M4.06", phases=["P2"], evidence=1)
    CapabilityLineFactory(site=tokyo, capability__code="M4.14", phases=["P1"], evidence=2)


def test_map_places_sites_by_coordinates_or_else_by_country(world):
    found = drawn()

    assert [mark.label for mark in found.marks] == ["Denmark: 1 site", "Japan: 1 site"]
    japan = worldmap.project(*worldmap.centres()["JP"])
    assert (found.marks[1].x, found.marks[1].y) == tuple(round(value, 1) for value in japan)
    assert (found.sites, found.unplaced) == (3, 1)


def test_table_beside_the_map_counts_sites_and_vendors(world):
    assert [(p.name, p.sites, p.vendors) for p in drawn().places] == [
        ("Country not stated", 1, 1),
        ("Denmark", 1, 1),
        ("Japan", 1, 1),
    ]


def test_pictures_follow_the_filters(world):
    found = drawn("phase=P2")

    assert [place.name for place in found.places] == ["Denmark"]
    assert [(bar.level, bar.count) for bar in found.bars if bar.count] == [("4", 1)]


def test_bars_count_each_vendor_at_its_best(world):
    assert [(bar.level, bar.count, bar.share) for bar in drawn().bars] == [
        ("4", 1, 50.0),
        ("3", 0, 0.0),
        ("2", 0, 0.0),
        ("1", 0, 0.0),
        ("u", 1, 50.0),
    ]


def heat(query) -> dict[str, dict[str, int]]:
    return {
        row.code: {phase.value: cell.count for phase, cell in row.cells if cell.count}
        for row in drawn(query).heat
    }


def test_heat_counts_vendors_by_group_and_phase(world):
    CapabilityLineFactory(capability__code="M4.14", phases=["P1"])

    assert heat("")["M4"] == {"P1": 2, "P2": 1}
    assert heat("")["R4"] == {}


def test_heat_shows_the_chosen_leaves(world):
    assert heat("capability=M4.14&capability=M4.06") == {
        "M4.06": {"P2": 1},
        "M4.14": {"P1": 1, "P2": 1},
    }


@pytest.mark.parametrize(
    "query",
    ["", "capability=M4.14&capability=M4.06", "country=DK&view=pictures", "evidence=2&kind=CDMO"],
)
def test_a_number_of_the_heat_grid_leads_to_exactly_these(world, query):
    CapabilityLineFactory(capability__code="M4.15", phases=["P1"])
    cells = [cell for row in drawn(query).heat for _, cell in row.cells if cell.count]

    assert cells
    for cell in cells:
        found = VendorFilter(QueryDict(cell.query[1:]), reader=Reader(), today=date(2026, 11, 22))
        assert (found.tally.total, found.chosen.get("view")) == (cell.count, None)


@pytest.mark.parametrize(
    "query", ["phase=P1", "lines=some", "capability=CDMO", "function=injectables"]
)
def test_where_no_query_says_what_was_counted_nothing_is_led_to(world, query):
    cells = [cell for row in drawn(query).heat for _, cell in row.cells]

    assert any(cell.count for cell in cells)
    assert {cell.query for cell in cells} == {""}


def test_every_place_is_on_the_map():
    for longitude, latitude in [(-180, -90), (180, 90), (0, 0), *worldmap.centres().values()]:
        x, y = worldmap.project(longitude, latitude)

        assert 0 <= x <= worldmap.WIDTH
        assert 0 <= round(y, 6) <= worldmap.HEIGHT
