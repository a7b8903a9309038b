"""
Canaries in every commercial field while technical scores are made, and in the file of a bid below
the minimum for ever: no page shows one to the lead, the evaluators or anybody else of the sponsor.
"""

import logging

import pytest

from audit import acting
from audit.models import Event
from notifications.models import Content
from rfps.models import BidFile, Evaluator
from rfps.services import openings, scoring
from tests import crawling
from tests.rfps import panels, sealed
from tests.rfps.conftest import open_link
from tests.rfps.test_sealed_crawl import leaks as found_leaks

pytestmark = pytest.mark.django_db

# Of the words test_sealed_crawl looks for, those of the commercial envelope.
COMMERCIAL = {
    "price": "918273.64",
    "assumption": "canary-assumption-4711",
    "exclusion": "canary-exclusion-4711",
    "note": "canary-note-4711",
    "answer": "canary-answer-4711",
    "file name": "canary-name-4711",
    "file": "canary-content-4711",
}
POINTS = {"Brackenfell": 1, "Cindervale": 5, "Hallowmere": 5}  # Brackenfell is below the minimum


@pytest.fixture(autouse=True)
def _quiet(caplog):
    caplog.set_level(logging.CRITICAL, "django.request")


@pytest.fixture
def panel(asked, bidders, procurement, lead, as_sponsor):
    """Give a panel before three bids, the first of them with canaries where the prices are."""
    content = asked.versions.get().content
    raw = sealed.filled(content, price=COMMERCIAL["price"])
    raw["answers"][sealed.key_of(content, "Payment terms?")] = COMMERCIAL["answer"]
    raw["prices"][sealed.key_of(content, "Filling")]["note"] = COMMERCIAL["note"]
    raw |= {"assumptions": COMMERCIAL["assumption"], "exclusions": COMMERCIAL["exclusion"]}
    sealed.save(bidders[0], raw)
    sealed.attach(
        bidders[0],
        name=f"{COMMERCIAL['file name']}.pdf",
        data=b"%PDF-1.7 " + COMMERCIAL["file"].encode(),
        envelope="commercial",
    )
    plain = sealed.filled(content)
    return panels.open_panel(asked, bidders, [procurement, lead], bids=[raw, plain, plain])


@pytest.fixture
def world(panel, bidders, now):
    """Give the addresses of every page, pointed at the request and at the bid with the canaries."""
    with acting.as_system():
        world = crawling.build(now)
    rfp, bid = panel.rfp, panel.bid_of("Brackenfell")
    with sealed.acting_as(bidders[0]):
        file = BidFile.objects.without_content().get()
    world.ids |= {
        "rfp": rfp.pk,
        "lot": rfp.lots.get().pk,
        "line": rfp.scope_lines.first().pk,
        "invitation": bid.invitation_id,
        "recipient": bidders[0].pk,
        "link": bidders[1].token,
        "key": file.pk,
        "bid": bid.pk,
        "criterion": panel.key(panels.FIT),
        "evaluator": panel.evaluators[1].pk,
        "program": rfp.program_id,
        "package": rfp.lots.get().package_id,
    }
    return world


def leaks(client, world, methods=("GET",)) -> list[tuple]:
    """Return where a page shows a commercial canary, or breaks."""
    return [
        one
        for one in found_leaks(client, world, methods)
        if one[2].partition(",")[0] in {*COMMERCIAL, "total", "error"}
    ]


@pytest.mark.parametrize("who", ["procurement", "lead", "org_admin"])
def test_no_page_shows_a_price_while_technical_scores_are_made(
    who, request, panel, world, client_of
):
    assert leaks(client_of(request.getfixturevalue(who)), world) == []


def test_no_page_and_no_move_shows_a_price_to_an_evaluator(panel, world, client_of):
    evaluator = Evaluator.objects.get(pk=panel.evaluators[0].pk)

    assert leaks(client_of(evaluator.user), world, methods=("GET", "POST")) == []


def test_no_move_of_the_lead_shows_a_price(panel, world, client_of, procurement):
    assert leaks(client_of(procurement), world, methods=("POST",)) == []


def test_below_the_minimum_prices_stay_sealed_for_ever(
    panel, world, bidders, client, client_of, procurement, lead
):
    for evaluator in panel.evaluators:
        panel.hand_in(evaluator, POINTS)
    panel.close()
    for opener in (procurement, lead):
        openings.agree_commercial(rfp=panel.rfp, by=opener)

    found = leaks(client_of(procurement), world)
    open_link(client, bidders[1].token, bidders[1].email)
    with acting.as_system():
        said = [
            *Content.objects.values_list("text", flat=True),
            *Event.objects.values_list("summary", flat=True),
            *map(str, Event.objects.values_list("data", flat=True)),
        ]

    assert found == []
    assert leaks(client, world) == []
    allowed = {"file name"}  # the vendor's own receipt names its files
    told = {what for what, word in COMMERCIAL.items() if any(word in one for one in said)}
    assert told <= allowed


def test_the_crawl_would_see_an_opened_price(panel, world, client_of, procurement, lead):
    for evaluator in panel.evaluators:
        panel.hand_in(evaluator, dict.fromkeys(POINTS, 5))
    assert scoring.unscored(panel.evaluators[0], panel.rules) == 0
    panel.close()
    for opener in (procurement, lead):
        openings.agree_commercial(rfp=panel.rfp, by=opener)

    found = {what.partition(",")[0] for _, _, what in leaks(client_of(procurement), world)}

    assert {"price", "assumption", "exclusion", "note", "answer", "file"} <= found
