"""
Canaries in every field and file of a bid: no page, export, e-mail or log shows one to anybody but
its vendor, whatever the role and the state, until the bids are opened.
"""

import logging

import pytest
from django.contrib import admin
from django.db import transaction

from accounts.choices import Role
from audit import acting
from audit.models import Event
from notifications.models import Content
from rfps.models import BidFile
from rfps.services import bids
from rfps.services import rfp as rfp_services
from tests import crawling
from tests.factories.accounts import person
from tests.rfps import sealed
from tests.rfps.conftest import open_link

pytestmark = pytest.mark.django_db

SECRETS = {
    "answer": "canary-answer-4711",
    "cell": "canary-cell-4711",
    "price": "918273.64",
    "price, grouped": "918,273.64",
    "total": "2754820.92",
    "total, grouped": "2,754,820.92",
    "note": "canary-note-4711",
    "assumption": "canary-assumption-4711",
    "exclusion": "canary-exclusion-4711",
    "person": "canary-person-4711",
    "task": "canary-task-4711",
    "file name": "canary-name-4711",
    "file": "canary-content-4711",
}
PEOPLE = ("procurement", "lead", "evaluator", "org_admin", "member", "curator", "stranger")


@pytest.fixture(autouse=True)
def _quiet(caplog):
    caplog.set_level(logging.CRITICAL, "django.request")


@pytest.fixture
def bidder(bidders):
    """Give the vendor whose draft and submitted bid are full of canaries."""
    bidder = bidders[0]
    with sealed.acting_as(bidder):
        content = bidder.invitation.rfp.versions.last().content
    raw = sealed.filled(content, price=SECRETS["price"], answer=SECRETS["answer"])
    raw["answers"][sealed.key_of(content, "Name the equipment")] = [[SECRETS["cell"], "200 kg"]]
    raw["prices"][sealed.key_of(content, "Filling")]["note"] = SECRETS["note"]
    raw |= {
        "assumptions": SECRETS["assumption"],
        "exclusions": SECRETS["exclusion"],
        "team": [{"name": SECRETS["person"], "role": "Lead", "share": "40"}],
        "timeline": [{"task": SECRETS["task"], "start": "2027-01-11", "end": "2027-03-26"}],
    }
    sealed.save(bidder, raw)
    sealed.attach(
        bidder, name=f"{SECRETS['file name']}.pdf", data=b"%PDF-1.7 " + SECRETS["file"].encode()
    )
    bidder.raw = raw
    return bidder


def as_drafted(bidder):
    """Leave it a draft."""


def as_submitted(bidder):
    sealed.submit(bidder, bidder.raw)


def as_withdrawn(bidder):
    as_submitted(bidder)
    sealed.as_its_vendor(bidder, bids.withdraw)


def as_closed(bidder):
    as_submitted(bidder)
    sealed.close(bidder.invitation.rfp)


def as_cancelled(bidder):
    as_submitted(bidder)
    rfp = bidder.invitation.rfp
    rfp_services.cancel(rfp=rfp, reason="Paused.", by=bidder.buyer, now=rfp.issued_at)


STATES = {
    move.__name__.removeprefix("as_"): move
    for move in (as_drafted, as_submitted, as_withdrawn, as_closed, as_cancelled)
}


@pytest.fixture(params=STATES)
def sealed_bid(request, bidder, procurement):
    bidder.buyer = procurement
    STATES[request.param](bidder)
    return bidder


@pytest.fixture
def world(asked, bidders, now):
    """Give the addresses of every page, with the ids of the request and of the bid it got."""
    world = crawling.build(now)
    return crawling.World(world.sponsor, world.people, world.ids, world.sent)


def aim(world, asked, bidder, link) -> None:
    """Point every address at the request with the bid; a link at another vendor's."""
    with sealed.acting_as(bidder):
        file = BidFile.objects.without_content().get()
    world.ids |= {
        "rfp": asked.pk,
        "lot": asked.lots.get().pk,
        "line": asked.scope_lines.first().pk,
        "invitation": bidder.invitation_id,
        "recipient": bidder.pk,
        "program": asked.program_id,
        "package": asked.lots.get().package_id,
        "shortlist": asked.lots.get().shortlist_id,
        "vendor": bidder.invitation.vendor_id,
        "slug": bidder.invitation.vendor.slug,
        "link": link,
        "key": file.pk,
    }


def leaks(client, world, methods=("GET",)) -> list[tuple]:
    client.raise_request_exception = False
    found = []
    for name, address in crawling.addresses(world).items():
        for method in methods:
            with transaction.atomic():
                answer = crawling.ask(client, method, address, world.sent)
                shown = answer.getvalue().decode(errors="replace") + str(answer.headers)
                transaction.set_rollback(True)
            found += [(name, method, what) for what, word in SECRETS.items() if word in shown]
            found += [(name, method, "error")] if answer.status_code >= 500 else []
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_shows_a_sealed_bid(who, request, sealed_bid, asked, bidders, world, client_of):
    user = request.getfixturevalue(who)
    aim(world, asked, sealed_bid, bidders[1].token)

    assert leaks(client_of(user), world) == []


def test_no_page_shows_a_sealed_bid_to_a_visitor_or_another_vendor(
    client, sealed_bid, asked, bidders, world
):
    aim(world, asked, sealed_bid, bidders[1].token)
    as_a_visitor = leaks(client, world)
    if asked.openings.exists() or asked.state == "issued":
        open_link(client, bidders[1].token, bidders[1].email)

    assert as_a_visitor == []
    assert leaks(client, world, methods=("GET", "POST")) == []


@pytest.mark.parametrize("who", ["procurement", "org_admin"])
def test_no_move_shows_a_sealed_bid(who, request, sealed_bid, asked, bidders, world, client_of):
    user = request.getfixturevalue(who)
    aim(world, asked, sealed_bid, bidders[1].token)

    assert leaks(client_of(user), world, methods=("POST",)) == []


def test_no_mail_and_no_log_tells_what_is_in_a_bid(sealed_bid):
    with acting.as_system():
        said = [
            *Content.objects.values_list("subject", flat=True),
            *Content.objects.values_list("text", flat=True),
            *Content.objects.values_list("html", flat=True),
            *Event.objects.values_list("summary", flat=True),
            *map(str, Event.objects.values_list("data", flat=True)),
        ]

    allowed = {"file name"}  # the receipt names each file beside its fingerprint
    found = {what for what, word in SECRETS.items() if any(word in one for one in said)}
    assert found <= allowed


def test_no_administrators_page_is_about_a_request():
    assert [model for model in admin.site._registry if model._meta.app_label == "rfps"] == []


def test_the_crawl_would_see_an_opened_bid(asked, bidder, procurement, lead, world, client_of):
    sealed.submit(bidder, bidder.raw)
    sealed.open_bids(asked, procurement, lead)
    aim(world, asked, bidder, bidder.token)

    found = {what for _, _, what in leaks(client_of(procurement), world)}

    assert {"answer", "cell", "note", "assumption", "exclusion", "person", "file"} <= found
    assert found & {"price", "price, grouped"}


def test_a_superuser_of_the_platform_sees_no_bid(sealed_bid, asked, bidders, world, client_of):
    root = person(world.sponsor, Role.MEMBER, is_staff=True, is_superuser=True)
    aim(world, asked, sealed_bid, bidders[1].token)

    assert leaks(client_of(root), world) == []
