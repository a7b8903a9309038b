import pytest

from programs.choices import GateKind
from programs.matching import merging
from tests.factories.programs import GateFactory, WaiverFactory, WorkPackageFactory
from tests.factories.vendors import VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def packages(program):
    return [WorkPackageFactory(program=program) for _ in range(2)]


def merged(packages) -> dict:
    return {gate.kind: gate.parameters for gate in merging.gates(packages)[0]}


def country(package, mode: str, *countries: str):
    return GateFactory(
        package=package,
        kind=GateKind.COUNTRY,
        parameters={"mode": mode, "countries": list(countries)},
    )


@pytest.mark.parametrize(
    ("first", "second", "mode", "countries"),
    [
        (("allow", "DE", "US"), ("allow", "US", "CH"), "allow", ["US"]),
        (("exclude", "CN"), ("exclude", "RU"), "exclude", ["CN", "RU"]),
        (("allow", "DE", "CN"), ("exclude", "CN"), "allow", ["DE"]),
        (("allow", "DE"), ("allow", "US"), "allow", []),
        (("allow", "CN"), ("exclude", "CN"), "allow", []),
    ],
)
def test_countries_are_those_that_all_accept_and_none_excludes(
    packages, first, second, mode, countries
):
    country(packages[0], *first)
    country(packages[1], *second)

    assert merged(packages) == {"country": {"mode": mode, "countries": countries}}


def test_most_years_of_a_warning_letter_hold(packages):
    for package, years in zip(packages, (3, 5), strict=True):
        GateFactory(package=package, parameters={"years": years})

    assert merged(packages) == {"warning_letter": {"years": 5}}


def test_gate_of_one_package_holds_for_all(packages):
    GateFactory(package=packages[1], kind=GateKind.GXP, parameters={})

    assert merged(packages) == {"gxp": {}}


def test_waiver_holds_where_every_package_that_sets_the_gate_has_given_it(packages):
    gates = [GateFactory(package=package) for package in packages]
    known, half = VendorFactory.create_batch(2)
    WaiverFactory(gate=gates[0], vendor=known, reason="Audited")
    WaiverFactory(gate=gates[1], vendor=known, reason="Closed out")
    WaiverFactory(gate=gates[0], vendor=half)

    (gate,), waivers = merging.gates(packages)

    assert waivers == {(gate.pk, known.pk): "Audited; Closed out"}
