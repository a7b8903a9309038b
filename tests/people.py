"""The cast: two sponsors who must not see each other, a curator, and a client for each person."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from accounts.choices import OrganisationKind, Role
from audit import acting
from tests.factories.accounts import OrganisationFactory, person
from vendors import taxonomy as vendors_taxonomy


@pytest.fixture(autouse=True)
def _acting_as_system(request):
    """
    Let a test's own body act as the system; requests through a client act for their user.

    A transactional test has real commits, so it opens its contexts itself.
    """
    marker = request.node.get_closest_marker("django_db")
    uses_db = marker or {"db", "client"} & set(request.fixturenames)
    is_transactional = (marker and marker.kwargs.get("transaction")) or (
        {"transactional_db", "live_server"} & set(request.fixturenames)
    )
    if not uses_db or is_transactional:
        yield
        return
    request.getfixturevalue("db")
    with acting.as_system():
        yield


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def taxonomy(db, now) -> None:
    """Load the whole tree of capabilities."""
    vendors_taxonomy.sync(now=now)


@pytest.fixture
def sponsor(db):
    return OrganisationFactory(name="Auroral Therapeutics", slug="auroral")


@pytest.fixture
def other_sponsor(db):
    return OrganisationFactory(name="Boreal Bio", slug="boreal")


@pytest.fixture
def platform(db):
    return OrganisationFactory(name="Phaseline", slug="phaseline", kind=OrganisationKind.PLATFORM)


@pytest.fixture
def member(sponsor):
    return person(sponsor, Role.MEMBER, email="member@auroral.example", name="Mem Ber")


@pytest.fixture
def lead(sponsor):
    return person(sponsor, Role.PROGRAM_LEAD, email="lead@auroral.example", name="Lea D")


@pytest.fixture
def procurement(sponsor):
    return person(
        sponsor, Role.PROCUREMENT, email="procurement@auroral.example", name="Pro Curement"
    )


@pytest.fixture
def evaluator(sponsor):
    return person(sponsor, Role.EVALUATOR, email="evaluator@auroral.example", name="Eva Luator")


@pytest.fixture
def org_admin(sponsor):
    return person(sponsor, Role.ADMIN, email="admin@auroral.example", name="Ada Min")


@pytest.fixture
def curator(platform):
    return person(
        platform, Role.CURATOR, email="curator@phaseline.example", name="Cura Tor", is_staff=True
    )


@pytest.fixture
def stranger(other_sponsor):
    """Someone with every role, in another sponsor's organisation."""
    return person(
        other_sponsor,
        Role.ADMIN,
        Role.PROCUREMENT,
        Role.PROGRAM_LEAD,
        email="stranger@boreal.example",
        name="Stran Ger",
    )


@pytest.fixture
def client_of():
    """Give a client that is signed in as a user."""

    def make(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let transactional tests empty the audit trail between them; the product refuses that."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_truncate")
