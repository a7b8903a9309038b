"""Two people at once, with real transactions on connections of their own."""

from datetime import UTC, datetime

import pytest

from accounts.choices import Role
from audit import acting
from programs.errors import ProgramError
from programs.models import Program, ShortlistEntry
from programs.services import program as programs
from programs.services import shortlists
from tests.at_once import acting_for, at_once
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.programs import NeedFactory, ProgramFactory
from tests.factories.vendors import VendorFactory

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def lead(transactional_db):
    with acting.as_system():
        return person(OrganisationFactory(name="Auroral"), Role.PROGRAM_LEAD)


def test_one_vendor_shortlisted_twice_at_once_is_there_once(lead):
    with acting.as_system():
        package = NeedFactory(
            package__program=ProgramFactory(organisation=lead.organisation)
        ).package
        vendor = VendorFactory()
    add = acting_for(lead, shortlists.add, package=package, vendor=vendor, by=lead, now=NOW)

    entries = at_once(add, add, add)

    with acting.as_system():
        known = ShortlistEntry.objects.get()
    assert entries == [known] * 3


def test_one_program_registered_twice_at_once_is_refused_once(lead):
    data = {"code": "AUR-1", "target_phase": "COM"}
    register = acting_for(lead, programs.register, data=data, by=lead, now=NOW)

    results = at_once(register, register)

    with acting.as_system():
        known = Program.objects.get()
    assert {str(result) for result in results} == {
        str(known),
        "Your organisation already has a program with the code AUR-1.",
    }
    assert [type(result) for result in results if result != known] == [ProgramError]
