"""The vendors of the demo world, as plain data: enough of them, everywhere, and plainly invented."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from demo.world import build, standing, tables
from vendors.choices import ActionKind, Evidence, ListingState, VendorKind

TODAY = date(2026, 11, 22)

# Words of real companies' names in this field; no invented name may contain one.
REAL = Path(__file__).with_name("real_companies.txt").read_text().split()


@pytest.fixture(scope="module")
def world():
    return build.world(today=TODAY)


def lines(world):
    return [line for entry in world.entries for line in entry.lines]


def sites(world):
    return [site for entry in world.entries for site in entry.profile["sites"]]


def test_world_is_large_enough(world):
    kinds = Counter(entry.profile["kind"] for entry in world.entries)
    groups = {tables.leaves()[line["capability"]].group for line in lines(world)}

    assert len(world.entries) >= 240
    assert len(sites(world)) >= 400
    assert len({site["country"] for site in sites(world)}) >= 30
    assert set(kinds) == set(VendorKind)
    assert len(groups) == 13


def test_world_is_the_same_for_the_same_seed_and_another_for_another(world):
    assert build.world(today=TODAY).digest() == world.digest()
    assert build.world(today=TODAY, seed=1).digest() != world.digest()


def test_every_archetype_is_there_in_its_number(world):
    drawn = Counter(entry.key.rpartition("-")[0] for entry in world.entries)

    assert {name: drawn[name] for name in (a.key for a in tables.ARCHETYPES)} == {
        archetype.key: archetype.count for archetype in tables.ARCHETYPES
    }
    assert len(tables.ARCHETYPES) >= 30


def test_everything_is_marked_as_fictional(world):
    for entry in world.entries:
        assert entry.profile["is_fictional"]
        assert "Fictional company" in entry.profile["description"]
        assert entry.profile["website"].endswith(".example/")
        assert all(contact["email"].endswith(".example") for contact in entry.profile["contacts"])
    assert all("ictional" in record["source"] for record in world.actions)
    assert all(record["record_id"].startswith("DEMO-") for record in world.actions)
    assert all(
        certificate["number"].startswith("DEMO-")
        for site in sites(world)
        for certificate in site["certificates"]
    )


def test_identifiers_lie_in_a_range_no_register_uses(world):
    numbers = [site["fei"] for site in sites(world) if site["fei"]]

    assert len(numbers) == len(set(numbers))
    assert {number[:2] for number in numbers} == {"99"}


def test_names_are_unique_and_none_is_a_real_company(world):
    names = [entry.name for entry in world.entries]
    domains = [entry.profile["website"] for entry in world.entries]
    words = {word.lower() for name in names for word in name.replace("-", " ").split()}

    assert len(set(names)) == len(names)
    assert len(set(domains)) == len(domains)
    assert words & set(REAL) == set()
    assert [
        name for name in names if any(real in name.lower() for real in REAL if len(real) > 5)
    ] == []


def test_sites_lie_in_their_country(world):
    for site in sites(world):
        bounds = tables.countries()[site["country"]]

        assert bounds.south <= site["latitude"] <= bounds.north, site["name"]
        assert bounds.west <= site["longitude"] <= bounds.east, site["name"]


def test_cities_lie_in_their_country():
    for code, cities in tables.cities().items():
        bounds = tables.countries()[code]
        for city in cities:
            assert bounds.south <= city.latitude <= bounds.north, city
            assert bounds.west <= city.longitude <= bounds.east, city


def test_lines_say_nothing_their_leaf_does_not_know(world):
    for line in lines(world):
        leaf = tables.leaves()[line["capability"]]

        assert set(line.get("phases", [])) <= set(leaf.phases)
        assert set(line.get("modalities", [])) <= set(leaf.modalities)
        assert set(line.get("dosage_forms", [])) <= set(leaf.dosage_forms)
        assert ("scale_min" in line) <= bool(leaf.scale_unit)


def test_evidence_rests_on_what_the_site_can_show(world):
    inspected = {r["fei"] for r in world.actions if r["kind"] == ActionKind.INSPECTION}
    assert "" not in inspected
    for site in sites(world):
        papers = site["certificates"]
        registers = [p for p in papers if not p["scheme"].startswith(("ISO9001", "ISO27001"))]
        for line in site["lines"]:
            level = line.get("evidence", Evidence.DECLARED)
            if level == Evidence.INSPECTED:
                assert site["fei"] in inspected, site["name"]
            elif level == Evidence.ON_REGISTER:
                assert registers, site["name"]
            elif level == Evidence.DOCUMENTED:
                assert papers or site["fei"], site["name"]


def test_world_holds_what_a_curator_has_to_notice(world):
    papers = [paper for site in sites(world) for paper in site["certificates"]]
    expiries = [paper["expires_on"] for paper in papers if paper["expires_on"]]
    kinds = Counter(record["kind"] for record in world.actions)
    closed = {record["closes"] for record in world.actions if "closes" in record}
    letters = [r["record_id"] for r in world.actions if r["kind"] == ActionKind.WARNING_LETTER]
    states = Counter(entry.state for entry in world.entries)
    confirmed = [entry.profile["confirmed_at"] for entry in world.entries]
    stale = [at for at in confirmed if at and at.date() < TODAY - timedelta(days=365)]

    assert sum(TODAY <= day <= TODAY + timedelta(days=90) for day in expiries) >= 10
    assert sum(day < TODAY for day in expiries) >= 5
    assert closed < set(letters)
    assert kinds[ActionKind.FORM_483] >= 5
    assert confirmed.count(None) >= 10
    assert len(stale) >= 10
    assert states[ListingState.IN_REVIEW] >= 5
    assert states[ListingState.SUSPENDED] == states[ListingState.DRAFT] == 1
    assert sum(not line.get("is_offered", True) for line in lines(world)) >= 50


def test_groups_are_confirmed_in_part(world):
    confirmed = total = 0
    for entry in world.entries:
        groups = {tables.leaves()[line["capability"]].group for line in entry.lines}
        total += len(groups)
        confirmed += len(groups & {c["group"] for c in entry.profile["confirmations"]})

    assert 0.25 < confirmed / total < 0.75


def test_warning_letter_without_close_out_stays_open():
    letter = standing.warning_letter(
        fei="9900000001", serial=1, firm="Quernvale Sterile", country="US", dated=TODAY
    )

    assert [record["kind"] for record in letter] == [ActionKind.WARNING_LETTER]
