"""A shortlist of three, a draft made from it, and the same issued."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from accounts.choices import Role
from notifications.models import Email
from programs.choices import Priority
from rfps.services import rfp as rfp_services
from tests.factories.accounts import person
from tests.factories.programs import (
    NeedFactory,
    ProgramFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WorkPackageFactory,
)
from tests.factories.vendors import ContactFactory, VendorFactory
from vendors.choices import Phase

DEADLINE = datetime(2026, 12, 24, 16, 0, tzinfo=UTC)


@pytest.fixture
def data() -> dict:
    return {
        "title": "Drug product, tablets",
        "kind": "RFP",
        "message": "Please plan for two campaigns.",
        "deadline_at": DEADLINE,
        "time_zone": "Europe/Zurich",
        "currencies": ["EUR", "CHF"],
    }


@pytest.fixture
def colleague(sponsor):
    """Give a second person of procurement."""
    return person(sponsor, Role.PROCUREMENT, email="colleague@auroral.example", name="Col League")


@pytest.fixture
def package(sponsor):
    program = ProgramFactory(organisation=sponsor, code="AUR-114")
    package = WorkPackageFactory(program=program, name="Drug product")
    NeedFactory(
        package=package,
        phase=Phase.P3,
        label="Commercial tablets",
        slot="D1.01",
        note="Our secret plan",
        priority=Priority.SHOULD,
    )
    NeedFactory(
        package=package,
        phase=Phase.P1,
        label="Clinical tablets",
        slot="D1.02",
        scale=Decimal("20000"),
        scale_unit="units/batch",
    )
    return package


@pytest.fixture
def vendors():
    found = [VendorFactory(name=name) for name in ("Brackenfell", "Cindervale", "Hallowmere")]
    for vendor in found:
        name = vendor.name.lower()
        ContactFactory(vendor=vendor, name=f"I. {vendor.name}", email=f"rfp@{name}.example")
    return found


@pytest.fixture
def shortlist(package, vendors):
    shortlist = ShortlistFactory(package=package)
    for vendor in vendors:
        ShortlistEntryFactory(shortlist=shortlist, vendor=vendor, note="Cheap, says Tomas")
    return shortlist


@pytest.fixture
def draft(shortlist, procurement, data, now):
    return rfp_services.create(shortlists=[shortlist], by=procurement, data=data, now=now)


@pytest.fixture
def issued(draft, procurement, now):
    return rfp_services.issue(rfp=draft, by=procurement, now=now)


@pytest.fixture
def invitation(issued, vendors):
    """Give the invitation of the first vendor, Brackenfell."""
    return issued.invitations.get(vendor=vendors[0])


@pytest.fixture
def recipient(invitation):
    return invitation.recipients.get()


@pytest.fixture
def token(recipient) -> str:
    return token_for(recipient)


def token_for(recipient) -> str:
    """Return the token a person finds in the newest e-mail to their address."""
    mail = Email.objects.filter(to=recipient.email).select_related("content").latest("created_at")
    return re.search(r"/respond/([^/]+)/", mail.content.text)[1]
