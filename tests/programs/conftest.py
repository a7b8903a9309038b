import pytest

from tests.factories.programs import (
    GateFactory,
    NeedFactory,
    OpenFactFactory,
    ProgramFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WaiverFactory,
    WorkPackageFactory,
)
from tests.factories.vendors import VendorFactory


@pytest.fixture
def program(sponsor, lead):
    return ProgramFactory(organisation=sponsor, code="AUR-7", created_by=lead)


@pytest.fixture
def package(program):
    return WorkPackageFactory(program=program, name="Drug product", key="drug-product")


@pytest.fixture
def need(package):
    return NeedFactory(package=package, label="Vial filling", slot="M4.14")


@pytest.fixture
def gate(package):
    return GateFactory(package=package)


@pytest.fixture
def waiver(gate):
    return WaiverFactory(gate=gate, vendor=VendorFactory())


@pytest.fixture
def fact(program):
    return OpenFactFactory(program=program, proposed="VIAL")


@pytest.fixture
def shortlist(package):
    return ShortlistFactory(package=package)


@pytest.fixture
def entry(shortlist):
    return ShortlistEntryFactory(shortlist=shortlist, vendor=VendorFactory(name="Fernhollow"))
