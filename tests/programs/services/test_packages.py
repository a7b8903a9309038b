import pytest

from audit.models import Event
from programs.errors import ProgramError
from programs.models import WorkPackage
from programs.services import packages
from tests.factories.programs import (
    GateFactory,
    NeedFactory,
    ProgramFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WorkPackageFactory,
)
from tests.factories.vendors import VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(sponsor):
    return ProgramFactory(organisation=sponsor)


def package_with(program, count, **fields):
    package = WorkPackageFactory(program=program, **fields)
    NeedFactory.create_batch(count, package=package)
    return package


def shortlisted(package):
    ShortlistEntryFactory(shortlist=ShortlistFactory(package=package), vendor=VendorFactory())
    return package


def test_new_package_has_the_gates_that_most_sponsors_want(program):
    package = packages.create(program, key="testing", name="Testing")

    assert {gate.kind: gate.parameters for gate in package.gates.all()} == {
        "gxp": {},
        "warning_letter": {"years": 3},
        "disqualified": {},
    }
    assert package.position == 2


def test_merge_moves_the_needs_and_names_the_first(program, lead, now):
    second = package_with(program, 3, name="Drug product", position=1)
    first = package_with(program, 2, name="Drug substance", position=0)
    other = package_with(program, 1, name="Clinical", position=2)

    kept = packages.merge(packages=[second, first], name=" Integrated CDMO ", by=lead, now=now)

    assert kept == first
    assert (kept.name, kept.needs.count()) == ("Integrated CDMO", 5)
    assert set(program.packages.all()) == {first, other}
    assert Event.objects.get().summary == "Drug product merged into Integrated CDMO"


def test_merge_keeps_the_package_with_the_shortlist(program, lead, now):
    first = package_with(program, 2, position=0)
    second = shortlisted(package_with(program, 2, position=1))

    kept = packages.merge(packages=[first, second], name="Both", by=lead, now=now)

    assert kept == second
    assert kept.position == 0
    assert kept.shortlist.entries.count() == 1


def test_merge_refuses_two_shortlists(program, lead, now):
    both = [shortlisted(package_with(program, 1, name=name)) for name in "AB"]

    with pytest.raises(ProgramError, match=r"^A and B each have a shortlist\."):
        packages.merge(packages=both, name="Both", by=lead, now=now)


def test_merge_refuses_one_package(program, lead, now):
    with pytest.raises(ProgramError, match=r"^Choose two or more packages of one program\.$"):
        packages.merge(packages=[package_with(program, 1)], name="One", by=lead, now=now)


def test_merge_refuses_packages_of_two_programs(program, lead, now):
    foreign = package_with(ProgramFactory(organisation=program.organisation), 1)

    with pytest.raises(ProgramError, match=r"^Choose two or more packages of one program\.$"):
        packages.merge(packages=[package_with(program, 1), foreign], name="Two", by=lead, now=now)


def test_merge_refuses_a_blank_name(program, lead, now):
    both = [package_with(program, 1), package_with(program, 1)]

    with pytest.raises(ProgramError, match=r"^Give the package a name\.$"):
        packages.merge(packages=both, name="  ", by=lead, now=now)

    assert WorkPackage.objects.count() == 2


def test_split_moves_the_ticked_and_inherits_the_gates(program, lead, now):
    package = package_with(program, 3, position=4)
    GateFactory(package=package, kind="country", parameters={"mode": "allow", "countries": ["CH"]})
    moving = package.needs.first()

    new = packages.split(package=package, needs=[moving], name="Viral clearance", by=lead, now=now)

    assert (new.name, new.key, new.position) == ("Viral clearance", "viral-clearance", 4)
    assert list(new.needs.all()) == [moving]
    assert package.needs.count() == 2
    assert [(gate.kind, gate.parameters) for gate in new.gates.all()] == [
        ("country", {"mode": "allow", "countries": ["CH"]})
    ]


@pytest.mark.parametrize(
    ("count", "message"),
    [
        (0, "Tick the needs that should move."),
        (2, "Leave at least one need behind, or rename the package instead."),
    ],
)
def test_split_refuses_none_and_all(program, lead, now, count, message):
    package = package_with(program, 2)

    with pytest.raises(ProgramError) as refusal:
        packages.split(
            package=package, needs=package.needs.all()[:count], name="New", by=lead, now=now
        )

    assert str(refusal.value) == message


def test_split_ignores_needs_of_other_packages(program, lead, now):
    package, other = package_with(program, 2), package_with(program, 1)

    with pytest.raises(ProgramError, match=r"^Tick the needs that should move\.$"):
        packages.split(package=package, needs=other.needs.all(), name="New", by=lead, now=now)


@pytest.mark.parametrize(
    ("name", "key"),
    [("Testing", "testing-2"), ("Taken", "taken-2"), ("試験", "package"), ("x" * 90, "x" * 34)],
)
def test_key_is_free_in_program_and_taxonomy(program, name, key):
    WorkPackageFactory(program=program, key="taken")

    assert packages.free_key(program, name) == key


def test_rename_is_recorded(program, lead, now):
    package = WorkPackageFactory(program=program)

    packages.rename(package=package, name="Fill and finish", by=lead, now=now)

    package.refresh_from_db()
    assert package.name == "Fill and finish"
    assert Event.objects.get().verb == "package.renamed"
