"""The evaluator's pages: nothing before the declaration, never a price, one cell at a time."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rfps.models import Bid, Evaluator, Score
from rfps.services import panel, scoring
from tests.rfps import panels, sealed

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def ada(scored, client_of):
    """Give the client of the first evaluator."""
    client = client_of(scored.evaluators[0].user)
    client.evaluator = scored.evaluators[0]
    return client


@pytest.fixture
def undeclared(scored, client_of, evaluator):
    """Give the client of a named colleague who has not declared yet."""
    panel.name(
        rfp=scored.rfp,
        user=evaluator,
        limits=panels.NO_LIMITS,
        by=scored.lead,
        now=timezone.now(),
    )
    return client_of(evaluator)


def cell_of(scored, vendor="Brackenfell", name=panels.FIT) -> str:
    return reverse("score-cell", args=[scored.rfp.pk, scored.bid_of(vendor).pk, scored.key(name)])


def sheet_of(scored) -> str:
    return reverse("rfp-scoring", args=[scored.rfp.pk])


def test_nothing_of_a_bid_before_the_declaration(scored, undeclared):
    declare = reverse("rfp-declare", args=[scored.rfp.pk])

    for address in (sheet_of(scored), cell_of(scored)):
        assert (undeclared.get(address).url, undeclared.post(address).status_code) in {
            (declare, 302),
            (declare, 405),
        }
    assert undeclared.get(reverse("rfp-bids", args=[scored.rfp.pk])).status_code == 403
    page = text(undeclared.get(declare))
    assert "Brackenfell" in page
    assert "By PAT" not in page


def test_a_conflict_locks_out_and_needs_a_word(scored, undeclared, evaluator):
    declare = reverse("rfp-declare", args=[scored.rfp.pk])

    silent = undeclared.post(declare, {"has_conflict": "yes", "statement": " "})
    said = undeclared.post(declare, {"has_conflict": "yes", "statement": "I own shares."})

    assert (silent.status_code, said.status_code) == (422, 302)
    assert "You do not score here" in text(undeclared.get(declare))
    assert undeclared.get(cell_of(scored)).url == declare
    assert undeclared.get(reverse("rfp-bids", args=[scored.rfp.pk])).status_code == 403


def test_a_cell_shows_answers_anchors_and_no_price(scored, ada):
    page = text(ada.get(cell_of(scored)))

    assert "By PAT." in page
    assert "5 Complete, specific, names risks we had not seen" in page
    assert re.search(r"\b\d+ of 12\b", page)  # which one says nothing of whose bid it is
    assert "1,000.25" not in page
    assert "30 days" not in page  # an answer of the commercial envelope


def test_it_is_saved_as_it_is_typed_and_by_the_button(scored, ada):
    address = cell_of(scored)

    typed = ada.post(address, {"comment": "Names the risk"}, headers={"HX-Request": "true"})
    sent = ada.post(address, {"points": "4", "comment": "Names the risk", "next": "yes"})

    score = Score.objects.get(evaluator=ada.evaluator)
    assert "Saved" in text(typed)
    assert (score.points, score.comment) == (4, "Names the risk")
    assert sent.url == re.search(r'rel="next" href="([^"]+)"', ada.get(address).content.decode())[1]


@pytest.mark.parametrize("points", ["6", "-1", "2.5", "x"])
def test_outside_the_scale_nothing_is_saved(scored, ada, points):
    address = cell_of(scored)

    plain = ada.post(address, {"points": points, "comment": ""})
    typed = ada.post(address, {"points": points}, headers={"HX-Request": "true"})

    assert plain.status_code == 422
    assert "A score is a whole number from 0 to 5." in text(plain)
    assert "Not saved." in text(typed)
    assert not Score.objects.exists()


def test_after_closing_nothing_is_saved(scored, ada):
    address = cell_of(scored)
    scoring.close(rfp=scored.rfp, reason="Time is up.", by=scored.lead, now=timezone.now())

    late = ada.post(address, {"points": "4", "comment": ""})

    assert late.status_code == 422
    assert "is closed; nothing was changed" in text(late)
    assert not Score.objects.exists()


def test_the_sheet_is_handed_in_when_every_cell_is_scored(scored, ada):
    hand_in = reverse("scoring-hand-in", args=[scored.rfp.pk])
    scored.put(ada.evaluator, "Brackenfell", panels.FIT, 3)

    early = text(ada.post(hand_in, follow=True))
    scored.fill(ada.evaluator, {"Brackenfell": 3, "Cindervale": 4, "Hallowmere": 2})
    done = text(ada.post(hand_in, follow=True))

    assert "11 scores left before you can hand in" in early
    assert "Handed in. Thank you" in done
    assert Evaluator.objects.get(pk=ada.evaluator.pk).submitted_at


def test_without_names_a_bid_is_a_letter_in_answers_and_files(
    asked, bidders, procurement, lead, client_of, as_sponsor
):
    content = asked.versions.last().content
    sealed.attach(bidders[0], name="Brackenfell brochure.PDF")
    raw = sealed.filled(content, answer="At Brackenfell AG we use PAT; ask I. Brackenfell.")
    shown = panels.open_panel(
        asked, bidders[:1], [procurement, lead], bids=[raw], names_hidden=True
    )
    client = client_of(shown.evaluators[0].user)

    page = client.get(cell_of(shown)).content.decode()
    name = re.search(r'href="([^"]+/files/[^"]+)">([^<]+)<', page)
    file = client.get(name[1])

    assert "Bidder A" in page
    assert "brackenfell" not in page.lower()
    assert "Ida Lund" not in page
    assert name[2] == "Bidder A, file 1.pdf"
    assert "Bidder A, file 1.pdf" in file.headers["Content-Disposition"]
    assert client.get(reverse("rfp-bids", args=[asked.pk])).status_code == 403


def test_limited_to_a_criterion_and_a_section(
    asked, bidders, procurement, lead, client_of, as_sponsor
):
    shown = panels.open_panel(asked, bidders, [procurement, lead])
    one = shown.evaluators[0]
    other = asked.section_set.create(
        organisation=asked.organisation, title="Other", position=9, envelope="technical"
    )
    panel.limit(
        evaluator=one,
        limits=panels.NO_LIMITS | {"criteria": [shown.key("Timeline")], "sections": [other.key]},
        by=procurement,
        now=timezone.now(),
    )
    client = client_of(one.user)

    assert "3 scored" in text(client.get(sheet_of(shown)))
    assert client.get(cell_of(shown)).status_code == 404
    page = text(client.get(cell_of(shown, name="Timeline")))
    assert "None of the sections you read is answered by this bid" in page
    assert "By PAT." not in page
    assert "Ida Lund" not in page


@pytest.mark.parametrize("who", ["stranger", "procurement", "member"])
def test_who_is_not_named_meets_404(request, client_of, scored, who):
    client = client_of(request.getfixturevalue(who))
    addresses = [sheet_of(scored), cell_of(scored), reverse("rfp-declare", args=[scored.rfp.pk])]

    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.post(reverse("scoring-hand-in", args=[scored.rfp.pk])).status_code == 404


def test_another_evaluators_scores_are_not_shown(scored, ada):
    scored.put(scored.evaluators[1], "Brackenfell", panels.FIT, 5, "Others must not read this")

    for address in (sheet_of(scored), cell_of(scored)):
        assert "Others must not read this" not in text(ada.get(address))
    assert "0 of 12 scored" in text(ada.get(sheet_of(scored)))


def test_a_sheet_takes_as_many_queries_for_three_bids_as_for_one(scored, ada):
    with CaptureQueriesContext(connection) as of_three:
        ada.get(sheet_of(scored))
    Bid.objects.exclude(pk=scored.bids[0].pk).update(withdrawn_at=timezone.now())
    with CaptureQueriesContext(connection) as of_one:
        assert "of 4 scored" in text(ada.get(sheet_of(scored)))

    assert len(of_three) == len(of_one)
