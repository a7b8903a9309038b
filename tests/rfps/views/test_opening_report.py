"""The opening report: page and PDF for the sponsor, hashes alone for the vendors."""

import re

import pytest
from django.urls import reverse

from audit import acting
from rfps.bidding import draft
from rfps.services import opening_record
from tests.rfps import panels, sealed
from tests.rfps.conftest import open_link

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def at(name: str, rfp) -> str:
    return reverse(name, args=[rfp.pk])


@pytest.fixture
def opened(asked, bidders, procurement, lead, as_sponsor):
    """Open two bids technically, one of them without anything in its technical envelope."""
    panels.plan(asked)
    asked.question_set.update(is_mandatory=False)
    content = asked.versions.get().content
    sealed.submit(bidders[0])
    sealed.submit(bidders[1], sealed.filled(content))
    sealed.open_bids(asked, procurement, lead)
    return asked


def test_it_names_every_fingerprint_and_where_the_prices_are(
    opened, bidders, client_of, procurement
):
    page = client_of(procurement).get(at("opening-report", opened))

    words = text(page)
    for bidder in bidders[:2]:
        with sealed.acting_as(bidder):
            version = bidder.invitation.bid.versions.get()
        assert version.sha256 in words
        assert version.head["parts"]["commercial"] in words
    assert words.count("Verified") == 2
    assert words.count("Prices: sealed") == 2
    assert "Intact" in words
    assert "Broken" not in words


def test_the_pdf_is_one(opened, client_of, procurement):
    answer = client_of(procurement).get(at("opening-report-pdf", opened))

    assert answer.content.startswith(b"%PDF-")
    assert "opening report.pdf" in answer.headers["Content-Disposition"]


def test_a_vendor_finds_its_receipt_and_no_name(opened, bidders, client):
    open_link(client, bidders[0].token, bidders[0].email)
    page = client.get(reverse("respond-opening", args=[bidders[0].token]))

    with sealed.acting_as(bidders[0]):
        mine = bidders[0].invitation.bid.versions.get().sha256
    assert "Your receipt is among them." in text(page)
    assert mine in text(page)
    for name in ("Cindervale", "Hallowmere", "Procu", opened.created_by.email):
        assert name not in text(page)


def test_before_the_opening_a_vendor_reads_that_all_is_sealed(asked, bidder, client):
    sealed.submit(bidder)
    open_link(client, bidder.token, bidder.email)

    page = text(client.get(reverse("respond-opening", args=[bidder.token])))

    assert "The bids are sealed." in page


def test_before_the_opening_there_is_no_report(asked, bidder, client_of, procurement):
    client = client_of(procurement)

    for name in ("opening-report", "opening-report-pdf"):
        assert client.get(at(name, asked)).url == at("rfp-opening", asked)


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("member", 403), ("lead", 200)])
def test_who_reads_the_report(request, opened, client_of, who, status):
    client = client_of(request.getfixturevalue(who))

    assert client.get(at("opening-report", opened)).status_code == status


def test_a_changed_link_is_told(opened):
    with acting.as_system():
        before = opening_record.of(opened)
    links = [link.words for link in before.links]

    assert links == ["Request issued", "An opener agreed", "An opener agreed", "Bids opened"]
    assert before.is_intact
    assert before.receipts == sorted(before.receipts)


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("answers", "Nothing is in the technical envelope."),
        ("prices", "No line is priced in the commercial envelope."),
    ],
)
def test_a_bid_without_one_envelope_is_opened_and_flagged(
    asked, bidder, client_of, procurement, lead, missing, words
):
    asked.question_set.update(is_mandatory=False)
    content = sealed.add_version(asked, lambda before: optional(before)).content
    sealed.read_newest(bidder)
    raw = sealed.filled(content) | {"accepted": 2}
    empty = draft.empty(2)
    if missing == "answers":
        raw |= {name: empty[name] for name in ("answers", "team", "timeline")}
    else:
        raw["prices"] = {
            key: {"state": "not_priced", "price": "", "note": ""} for key in raw["prices"]
        }
    sealed.submit(bidder, raw)
    sealed.open_bids(asked, procurement, lead)

    assert words in text(client_of(procurement).get(at("opening-report", asked)))


def optional(content: dict) -> dict:
    """Return the content with no question mandatory."""

    def free(sections):
        return [
            section | {"questions": [one | {"is_mandatory": False} for one in section["questions"]]}
            for section in sections
        ]

    lots = [lot | {"sections": free(lot["sections"])} for lot in content["lots"]]
    return content | {"sections": free(content["sections"]), "lots": lots}
