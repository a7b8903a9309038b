"""Every page of ours, with another sponsor's ids, for everybody: no 5xx, and not one of its words."""

import logging

import pytest
from django.db import transaction
from django.test import Client

from accounts.choices import ROLES_BY_KIND, OrganisationKind, Role
from accounts.models import OwnedQuerySet
from audit.models import Event
from notifications.models import EmailQuerySet
from tests import crawling
from tests.factories.accounts import OrganisationFactory, person

pytestmark = pytest.mark.django_db

# RFC 8058: the reader's mail provider posts the link of a digest, and has no cookie of ours.
WITHOUT_TOKEN = ["digest-stop"]

# An admin has every role, so the others need not go every way.
OTHER_ROLES = sorted(ROLES_BY_KIND[OrganisationKind.SPONSOR] - {Role.ADMIN})


@pytest.fixture(autouse=True)
def _quiet(caplog):
    """Thousands of refusals are what is asked for."""
    caplog.set_level(logging.CRITICAL, "django.request")


@pytest.fixture
def world(now):
    return crawling.build(now)


def crawl(client: Client, world: crawling.World, ways=(False, True)):
    """Yield the name, the method and the answer of every page, each on an untouched world."""
    client.raise_request_exception = False
    for name, address in crawling.addresses(world).items():
        for method in ("GET", "POST"):
            for is_htmx in ways:
                with transaction.atomic():
                    answer = crawling.ask(client, method, address, world.sent, is_htmx=is_htmx)
                    yield name, method, answer
                    transaction.set_rollback(True)
                if answer.status_code == 405:
                    break


def faults(client: Client, world: crawling.World, **options) -> list[tuple]:
    """Return every server error, every leak and everything that was written about the sponsor."""
    about = Event.objects.filter(organisation=world.sponsor)
    before = about.count()
    return [
        (name, method, answer.status_code, found)
        for name, method, answer in crawl(client, world, **options)
        if (found := crawling.leaks(name, answer))
        or answer.status_code >= 500
        or (about.count() > before and not name.startswith(("respond", "bid")))
    ]


def test_every_page_of_ours_is_among_the_crawled():
    pages = crawling.patterns()

    known = {page.name for page in pages if page.pattern.converters}
    parameterless = [page.name for page in pages if not page.pattern.converters]
    assert known == crawling.PARTS.keys()
    assert all(parameterless)


def test_visitor_reads_none_of_it(client, world):
    assert faults(client, world) == []


def test_stranger_with_every_role_reads_none_of_it(world, client_of):
    stranger = person(OrganisationFactory(), Role.ADMIN)

    assert faults(client_of(stranger), world) == []


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_stranger_of_one_role_reads_none_of_it(role, world, client_of):
    stranger = person(OrganisationFactory(), role)

    assert faults(client_of(stranger), world, ways=[False]) == []


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.PLATFORM, Role.CURATOR),
        (OrganisationKind.VENDOR, Role.VENDOR_CONTACT),
    ],
)
def test_other_kinds_of_organisation_read_none_of_it(kind, role, world, client_of):
    other = person(OrganisationFactory(kind=kind), role, is_staff=kind == OrganisationKind.PLATFORM)

    assert faults(client_of(other), world) == []


def test_second_wall_holds_alone_on_every_page(world, client_of, monkeypatch):
    stranger = person(OrganisationFactory(), Role.ADMIN)
    for rows in (OwnedQuerySet, EmailQuerySet):
        monkeypatch.setattr(rows, "for_user", lambda self, user: self.all())

    assert faults(client_of(stranger), world, ways=[False]) == []


def test_no_get_writes_anything(world, client_of):
    client = client_of(world.people["admin"])
    before = Event.objects.count()

    for name, address in crawling.addresses(world).items():
        crawling.ask(client, "GET", address, world.sent)

        assert Event.objects.count() == before, name


@pytest.mark.parametrize("who", [None, "admin"])
def test_every_post_needs_the_token_of_a_form(who, world):
    client = Client(enforce_csrf_checks=True)
    if who:
        client.force_login(world.people[who])

    accepted = [
        name
        for name, address in crawling.addresses(world).items()
        if crawling.ask(client, "POST", address, world.sent).status_code != 403
    ]

    assert accepted == WITHOUT_TOKEN


def test_the_crawl_would_see_a_leak(world, client_of):
    owner = client_of(world.people["admin"])

    found = {
        where for name, _, answer in crawl(owner, world) for where in crawling.leaks(name, answer)
    }

    assert found == crawling.CANARIES.keys()


@pytest.mark.parametrize("who", ["evaluator", "admin"])
def test_colleague_meets_no_server_error(who, world, client_of):
    broken = [
        (name, method, answer.status_code)
        for name, method, answer in crawl(client_of(world.people[who]), world)
        if answer.status_code >= 500
    ]

    assert broken == []
