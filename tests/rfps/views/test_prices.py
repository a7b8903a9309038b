"""The prices like for like, on the page and as a workbook, and the page that explains them."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from audit import acting
from audit.models import Event
from tests.rfps import priced, sealed

pytestmark = pytest.mark.django_db

QUERIES = 21


def text(response) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(plain.replace("&#x27;", "'").split())


def page(rfp, name="rfp-prices") -> str:
    return reverse(name, args=[rfp.pk])


@pytest.fixture
def opened(asked, bidders, procurement, lead):
    priced.submit(asked, bidders)
    priced.rate(asked, procurement)
    sealed.open_bids(asked, procurement, lead)
    return asked


def test_lines_stand_side_by_side_with_their_states_in_words(client_of, procurement, opened):
    said = text(client_of(procurement).get(page(opened)))

    assert "Not priced filled in with 125.00, from one bid alone" in said
    assert "CHF 6,000.00, 2,000.00 each" in said
    assert "1 CHF = 0.5 EUR (ECB," in said
    assert "No total: it prices no line of this lot" in said
    assert "Not priced no other bid prices it" not in said  # the option is filled nowhere
    assert "No points for the price: No price anchors were published for this lot" in said
    assert Event.objects.filter(verb="rfp.bids-viewed", summary__contains="the prices").count() == 1


def test_the_bar_says_what_it_shows(client_of, procurement, opened):
    html = client_of(procurement).get(page(opened)).content.decode()

    assert re.findall(r'role="img" aria-label="([^"]+)"', html) == [
        "Brackenfell: 3,125.00 likely, from 3,125.00 to 3,125.00, 0\u00a0% filled in from other bids",
        "Cindervale: 3,125.00 likely, from 3,125.00 to 3,125.00, 4\u00a0% filled in from other bids",
    ]


def test_published_anchors_give_points_beside_the_totals(client_of, procurement, opened):
    priced.publish_anchors(opened)

    said = text(client_of(procurement).get(page(opened)))

    assert "Points of 20" in said
    assert "All 20 points at EUR 1,250 or below, none from EUR 5,000, as published." in said


def test_the_relative_formula_counts_every_bid_until_the_scores_are_closed(
    client_of, procurement, opened
):
    with acting.as_organisation(opened.organisation_id):
        sealed.add_version(
            opened, lambda before: before | {"pricing": before["pricing"] | {"formula": "lowest"}}
        )

    said = text(client_of(procurement).get(page(opened)))

    assert "Every opened bid counts so far: the technical scores are not closed yet" in said


def test_only_gaps_and_marked_prices_on_request(client_of, procurement, opened):
    client = client_of(procurement)

    said = text(client.get(page(opened), {"show": "differences"}))

    assert "All lines, 0 more Only gaps and marked prices" in said


def test_a_currency_without_a_rate_is_named_and_leads_to_the_rates(
    client_of, procurement, lead, asked, bidders
):
    priced.submit(asked, bidders)
    sealed.open_bids(asked, procurement, lead)

    response = client_of(procurement).get(page(asked))

    assert response.status_code == 200
    assert (
        "This lot cannot be compared yet. The bid of Cindervale is in CHF, and CHF has no exchange"
        " rate. Add the rate" in text(response)
    )


def test_one_bid_alone_says_so(client_of, procurement, lead, asked, bidders):
    priced.submit(asked, bidders[:1])
    sealed.open_bids(asked, procurement, lead)

    assert "One bid alone: there is nothing to compare it with" in text(
        client_of(procurement).get(page(asked))
    )


def test_no_bid_and_no_grid_say_so(client_of, procurement, lead, asked):
    sealed.open_bids(asked, procurement, lead)
    client = client_of(procurement)

    assert "No bid for this lot has an opened commercial envelope." in text(client.get(page(asked)))
    sealed.add_version(
        asked, lambda content: content | {"lots": [content["lots"][0] | {"grid": []}]}
    )
    assert "This request has no bid grid" in text(client.get(page(asked)))


@pytest.mark.parametrize("name", ["rfp-prices", "rfp-prices-export"])
def test_sealed_prices_lead_to_the_opening(client_of, procurement, asked, bidders, name):
    priced.submit(asked, bidders)

    response = client_of(procurement).get(page(asked, name))

    assert (response.status_code, response.url) == (302, page(asked, "rfp-opening"))


@pytest.mark.parametrize("name", ["rfp-prices", "rfp-prices-export"])
@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("curator", 404), ("member", 403)])
def test_who_may_not_read_them(request, client_of, opened, name, who, status):
    client = client_of(request.getfixturevalue(who))

    assert client.get(page(opened, name)).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_follow_the_bids(
    client_of, procurement, lead, asked, bidders, count
):
    priced.submit(asked, bidders[:count])
    priced.rate(asked, procurement)
    sealed.open_bids(asked, procurement, lead)
    client = client_of(procurement)
    client.get(page(asked))  # the first look is put on the trail

    with CaptureQueriesContext(connection) as queries:
        client.get(page(asked))

    assert len(queries) == QUERIES


def test_the_workbook_holds_the_same_and_runs_no_formula(client_of, procurement, opened):
    response = client_of(procurement).get(page(opened, "rfp-prices-export"))

    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Totals", "Rates", "Lot 1"]
    totals = list(book["Totals"].iter_rows(min_row=4, values_only=True))
    assert [row[1:8] for row in totals] == [
        ("Brackenfell", "EUR", 3125, 3125, 3125, 0, 0),
        ("Cindervale", "CHF", 3125, 3125, 3125, 125, 0.04),
        ("Hallowmere", None, None, None, None, 0, None),
    ]
    release = next(row for row in book["Lot 1"].iter_rows() if row[0].value == "Release")
    assert [cell.value for cell in release[4:10]] == [
        *("Priced", 125, 125, 125, "'=1+1"),
        "Not priced, filled in from one bid",
    ]
    assert release[8].data_type == "s"


def test_the_help_page_computes_the_paradox(client):
    said = text(client.get(reverse("price-guide")))

    assert "B price 150 quality 80 53.33 first 73.33" in said
    assert "A price 100 quality 60 50.00 80.00 first" in said
    assert "C price 40 quality 0 50.00 struck" in said
    assert said.count("Striking a loser changes the winner.") == 1
