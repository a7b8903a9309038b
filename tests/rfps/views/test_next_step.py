"""A decision that cannot be made yet leads to what has to be done first."""

import re

import pytest
from django.urls import reverse

from tests.rfps import sealed

pytestmark = pytest.mark.django_db

EVEN = {"Brackenfell": 5, "Cindervale": 4, "Hallowmere": 4}


@pytest.fixture
def step(client_of, procurement):
    """Return the sentence of the page and where its button leads."""

    def read(rfp) -> tuple[str, str]:
        page = client_of(procurement).get(reverse("rfp-decision", args=[rfp.pk])).content.decode()
        found = re.search(r"<p><b>(.*?)</b></p>.*?href=\"([^\"]+)\"", page, re.DOTALL)
        return found[1], found[2]

    return read


def at(name: str, rfp) -> str:
    return reverse(name, args=[rfp.pk])


def test_a_draft_leads_back_to_itself(draft, step):
    assert step(draft) == (
        "The request is a draft: nobody was asked yet.",
        draft.get_absolute_url(),
    )


def test_before_and_after_the_deadline_it_leads_to_the_opening(asked, step):
    before = step(asked)
    sealed.close(asked)

    assert before[0].startswith("Bids stay sealed until ")
    assert before[1] == at("rfp-opening", asked)
    assert step(asked) == (
        "The deadline is past: whoever is named opens the bids.",
        at("rfp-opening", asked),
    )


def test_scoring_moderation_and_prices_each_lead_to_their_page(scored, step):
    rfp = scored.rfp
    scoring = step(rfp)
    scored.score_all(EVEN)
    moderation = step(rfp)
    scored.close()

    assert scoring == ("The evaluators still score.", at("rfp-evaluation", rfp))
    assert moderation == (
        "Scoring is over: settle what asks for a talk, then close the technical scores for good.",
        at("rfp-moderation", rfp),
    )
    assert step(rfp) == (
        "The technical scores are closed: whoever is named opens the commercial envelope.",
        at("rfp-opening", rfp),
    )


def test_where_no_bid_reaches_the_minimum_it_says_so(scored, step):
    scored.score_all(dict.fromkeys(EVEN, 2))
    scored.close()

    assert step(scored.rfp) == (
        "No bid has the 40 technical points it needs: all prices stay sealed.",
        at("rfp-evaluation", scored.rfp),
    )


def test_in_one_step_open_prices_still_wait_for_the_scores(
    asked, bidders, procurement, lead, step, as_sponsor
):
    sealed.submit(bidders[0])
    sealed.open_bids(asked, procurement, lead)

    assert step(asked)[1] == at("rfp-evaluation", asked)
