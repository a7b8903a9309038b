"""The lead's pages: who is how far, never a value before scoring is over, then all side by side."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rfps.models import Evaluator, Moderation
from rfps.services import panel, scoring
from tests.rfps import panels, sealed

pytestmark = pytest.mark.django_db

UNEVEN = {"Brackenfell": 4, "Cindervale": 3, "Hallowmere": 1}


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def at(name: str, rfp, *more) -> str:
    return reverse(name, args=[rfp.pk, *more])


@pytest.fixture
def mina(client_of, procurement):
    return client_of(procurement)


@pytest.fixture
def apart(scored):
    """Give a panel that has handed in, one of the three far off on one cell."""
    for evaluator, points in zip(scored.evaluators, (4, 4, 0), strict=True):
        scored.fill(evaluator, UNEVEN)
        scored.put(evaluator, "Brackenfell", panels.FIT, points, "Told in moderation alone")
    for evaluator in scored.evaluators:
        scoring.hand_in(evaluator=evaluator, now=timezone.now())
    return scored


def test_progress_is_shown_and_no_value(scored, mina):
    scored.put(scored.evaluators[0], "Brackenfell", panels.FIT, 5, "A secret comment")

    page = text(mina.get(at("rfp-evaluation", scored.rfp)))
    refused = mina.get(at("rfp-moderation", scored.rfp))

    assert "1 of 12" in page
    assert "A secret comment" not in page
    assert refused.url == at("rfp-evaluation", scored.rfp)
    cell = (scored.bid_of("Brackenfell").pk, scored.key(panels.FIT))
    assert mina.get(at("moderation-cell", scored.rfp, *cell)).status_code == 302


@pytest.mark.parametrize(
    ("handed_in", "words"),
    [
        (2, "close it with the sheets that are in, or name another evaluator"),
        (0, "Nobody is left to score. Everybody named has declared a conflict of interest: name"),
    ],
)
def test_a_panel_without_anybody_left_says_what_to_do(scored, mina, handed_in, words):
    waited = text(mina.get(at("rfp-evaluation", scored.rfp)))
    for evaluator in scored.evaluators[:handed_in]:
        scored.hand_in(evaluator, UNEVEN)
    for evaluator in scored.evaluators[handed_in:]:
        panel.declare(
            evaluator=evaluator, has_conflict=True, statement="Shares.", now=timezone.now()
        )

    page = text(mina.get(at("rfp-evaluation", scored.rfp)))

    assert (words in waited, words in page) == (False, True)
    assert "Why close with what is there?" in page


def test_all_sheets_side_by_side(apart, mina):
    page = text(mina.get(at("rfp-moderation", apart.rfp)))

    assert "1 cell asks for a talk" in page
    assert "far off: Cy Three" in page
    assert "Sheets alone, by median" in page
    assert "Sheets alone, without Cy Three" in page
    assert "Technical points, of 80 " in page
    assert "1 Brackenfell 64.00" in page  # by median; the mean gives 56


def test_a_cell_is_settled_once_by_two_leads(apart, mina, client_of, colleague):
    address = at(
        "moderation-cell", apart.rfp, apart.bid_of("Brackenfell").pk, apart.key(panels.FIT)
    )
    other = client_of(colleague)

    assert "Told in moderation alone" in text(mina.get(address))
    first = mina.post(address, {"points": "3.5", "reason": "As discussed", "revision": "0"})
    second = other.post(address, {"points": "2", "reason": "I think", "revision": "0"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "settled it at 3.5 in the meantime" in text(second)
    assert Moderation.objects.get().points == 3.5
    for wrong in ({"points": "9", "reason": "x"}, {"points": "3", "reason": ""}):
        assert mina.post(address, wrong | {"revision": "1"}).status_code == 409


def test_closing_the_technical_scores_leads_to_the_prices(scored, mina, client_of, lead):
    scored.score_all(UNEVEN)

    page = text(mina.post(at("technical-close", scored.rfp), follow=True))
    opening = at("rfp-opening", scored.rfp)
    before = text(mina.get(at("rfp-bids", scored.rfp)))
    mina.post(opening, {"envelope": "commercial"})
    client_of(lead).post(opening, {"envelope": "commercial"})
    after = text(mina.get(at("rfp-bids", scored.rfp)))

    assert "Technical scores are closed: 2 of 3 reach the minimum." in page
    assert "Below the minimum: sealed for ever" in page
    assert "Sealed" in before
    assert "EUR 3,000.75" not in before
    assert "EUR 3,000.75" in after
    assert "EUR 3,006.75" not in after  # Hallowmere's
    assert "Sealed" in after


def test_the_lead_closes_scoring_with_a_reason(scored, mina):
    close = at("scoring-close", scored.rfp)

    silent = mina.post(close, {"reason": ""})
    said = mina.post(close, {"reason": "Two are ill."})

    assert (silent.status_code, said.url) == (422, at("rfp-moderation", scored.rfp))
    page = text(mina.get(at("rfp-moderation", scored.rfp)))
    assert "12 cells ask for a talk" in page
    assert "12 cells have no score yet" in page


def test_evaluators_are_named_limited_reminded_and_taken_off(
    asked, bidder, procurement, lead, evaluator, mina, as_sponsor
):
    form = {"user": evaluator.pk, "names_hidden": "on"}
    mina.post(at("evaluator-name", asked), form)
    one = Evaluator.objects.get()
    again = mina.post(at("evaluator-name", asked), form)
    mina.post(reverse("evaluator-limit", args=[one.pk]), {"sent": "yes"})
    limited = Evaluator.objects.get().names_hidden
    early = text(mina.post(reverse("evaluator-remind", args=[one.pk]), follow=True))
    mina.post(reverse("evaluator-drop", args=[one.pk]))

    assert (one.user, one.names_hidden, limited) == (evaluator, True, False)
    assert again.status_code == 422
    assert "Nobody scores at this time" in early
    assert not Evaluator.objects.exists()


def test_rules_are_changed_until_the_opening(asked, bidder, procurement, lead, mina, as_sponsor):
    rules = at("evaluation-rules", asked)
    form = {"is_two_step": "on", "minimum": "45", "aggregation": "median"}

    wrong = mina.post(rules, form | {"minimum": "101"})
    mina.post(rules, form)
    page = text(mina.get(at("rfp-evaluation", asked)))
    sealed.open_bids(asked, procurement, lead)
    late = mina.post(rules, form)

    assert (wrong.status_code, late.status_code) == (422, 422)
    assert "45 technical points" in page
    assert "frozen since its opening" in text(late)


LEADS = ("evaluation-rules", "evaluator-name", "scoring-close", "technical-close")


@pytest.mark.parametrize(
    ("who", "expected"),
    [("stranger", {404}), ("curator", {404}), ("lead", {403}), ("member", {403})],
)
def test_only_procurement_leads(request, scored, client_of, who, expected):
    client = client_of(request.getfixturevalue(who))
    one = scored.evaluators[0].pk
    addresses = [at(name, scored.rfp) for name in LEADS]
    addresses += [reverse(f"evaluator-{word}", args=[one]) for word in ("limit", "drop", "remind")]

    assert {client.post(address).status_code for address in addresses} == expected


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("member", 403), ("evaluator", 403), ("lead", 200)]
)
def test_who_reads_the_scores(request, apart, client_of, who, status):
    client = client_of(request.getfixturevalue(who))

    assert client.get(at("rfp-moderation", apart.rfp)).status_code == status


@pytest.mark.parametrize("name", ["rfp-moderation", "rfp-evaluation"])
def test_as_many_queries_for_three_bids_as_for_one(apart, mina, name):
    with CaptureQueriesContext(connection) as of_three:
        mina.get(at(name, apart.rfp))
    for bid in apart.bids[1:]:
        bid.withdrawn_at = timezone.now()
        bid.save(update_fields=["withdrawn_at"])
    with CaptureQueriesContext(connection) as of_one:
        mina.get(at(name, apart.rfp))

    assert len(of_three) == len(of_one)
