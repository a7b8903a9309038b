"""Query strings and bodies that nobody's browser would send: a clean page or a 4xx, never a 5xx."""

import logging

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from accounts.choices import Role
from tests import crawling
from tests.factories.accounts import OrganisationFactory, person

pytestmark = pytest.mark.django_db

NUL, SUPERSCRIPT, ENDLESS = "a\0b", "²", "9" * 5000
GARBAGE = {
    "nul": NUL,
    "superscript": SUPERSCRIPT,
    "arabic digit": "٣",
    "beyond bigint": str(10**30),
    "endless": ENDLESS,
    "negative": "-1",
    "not a number": "NaN",
    "wrong uuid": "00000000-0000-4000-8000",
}
QUERY = (
    *("q", "kind", "function", "capability", "phase", "modality", "form", "evidence", "country"),
    *("sort", "page", "cell", "open", "show", "stopped"),
    *("package", "program", "shortlist", "vendor"),
)
READS_QUERY = (
    *("vendor-list", "vendor-detail", "package-match", "package-merge", "gate-waive", "guide"),
    *("program-list", "rfp-list", "rfp-create", "mailbox"),
)


@pytest.fixture(autouse=True)
def _quiet(caplog):
    caplog.set_level(logging.CRITICAL, "django")


@pytest.fixture
def world(now, settings):
    settings.DEMO = True  # or there is no mailbox
    return crawling.build(now)


@pytest.fixture
def owner(world, client_of):
    """Give a client whose user may open and do everything of the world."""
    client = client_of(world.people["admin"])
    client.raise_request_exception = False
    return client


def status(client, method, address, data) -> int:
    """Return what a request is answered with; whatever it did is taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(address, data)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("value", GARBAGE.values(), ids=GARBAGE)
def test_no_page_breaks_on_a_tampered_query_or_body(owner, world, value):
    everything = {name: [value, value] for name in (*QUERY, *world.sent)}

    broken = [
        (method, name)
        for name, address in crawling.addresses(world).items()
        for method in ("get", "post")
        if status(owner, method, address, everything) >= 500
    ]

    assert broken == []


@pytest.mark.parametrize(
    "value", [NUL, SUPERSCRIPT, ENDLESS], ids=["nul", "superscript", "endless"]
)
def test_no_page_breaks_on_one_tampered_parameter(owner, world, value):
    addresses = crawling.addresses(world)

    broken = [
        (page, name)
        for page in READS_QUERY
        for name in QUERY
        if status(owner, "get", addresses[page], {name: value}) >= 500
    ]

    assert broken == []


def test_no_form_breaks_on_one_field_with_a_nul_character(owner, world):
    broken = [
        (page, name)
        for page, address in crawling.addresses(world).items()
        for name in ("name", "note", "reason", "message", "value", "need", "email")
        if status(owner, "post", address, world.sent | {name: NUL}) >= 500
    ]

    assert broken == []


@pytest.mark.parametrize(
    "value", ["0", str(10**30), ENDLESS, "%C2%B2", "%D9%A3", "-1", "a%00b", "%ff"]
)
def test_no_address_breaks_on_a_tampered_id(owner, world, value):
    found = {
        page: status(owner, method, "/".join(pieces), {})
        for page, address in crawling.addresses(world).items()
        for place, piece in enumerate(address.split("/"))
        if piece in {str(part) for part in world.ids.values()} - {world.ids["fact"]}
        for pieces in [[*address.split("/")[:place], value, *address.split("/")[place + 1 :]]]
        for method in ("get", "post")
    }

    # Behind a link that is not open in this browser everything is refused, whatever the id.
    refused = {page for page, code in found.items() if code == 403 and page.startswith("respond-")}
    assert {
        page: code for page, code in found.items() if code not in {404, 405} and page not in refused
    } == {}


@pytest.mark.parametrize("value", GARBAGE.values(), ids=GARBAGE)
def test_no_list_of_the_admin_breaks_on_a_tampered_query(world, client_of, value):
    root = person(OrganisationFactory(), Role.ADMIN, is_staff=True, is_superuser=True)
    client = client_of(root)
    client.raise_request_exception = False
    broken = []

    for model, pages in admin.site._registry.items():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        filters = [
            item if isinstance(item, str) else getattr(item, "parameter_name", None) or item[0]
            for item in pages.list_filter
        ]
        names = [*"qpo", "all", "pk", "id__exact", "_to_field", "state__exact"]
        names += [name + end for name in filters for end in ("", "__exact", "__isnull")]
        names += [
            f"{pages.date_hierarchy}__{part}" for part in ("year", "month") if pages.date_hierarchy
        ]
        broken += [
            (model._meta.label, name)
            for name in names
            if status(client, "get", address, {name: value}) >= 500
        ]

    assert broken == []
