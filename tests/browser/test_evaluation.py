"""Scoring by keyboard, moderation and the opening report, as the panel and the lead see them."""

import pytest
from django.urls import reverse

from accounts.models import User
from audit import acting
from rfps.models import Score
from tests.browser import keyboard
from tests.browser.test_bids import asked, recipients  # noqa: F401 - a fixture
from tests.journeys import stage
from tests.rfps import panels

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def panel(asked):  # noqa: F811 - the fixture
    bidders = recipients(asked)
    with acting.as_organisation(asked.organisation_id):
        asked.created_by = User.objects.get(email="mina@auroral.example")
        found = panels.open_panel(asked, bidders, [asked.created_by])
    for evaluator in found.evaluators:
        evaluator.user.set_password(stage.PASSWORD)
        evaluator.user.save()
    return found


def test_a_panel_scores_and_the_lead_compares(visitor, panel):
    rfp = panel.rfp
    ada = visitor()
    ada.sign_in(panel.evaluators[0].user.email)
    ada.go(reverse("rfp-scoring", args=[rfp.pk]))
    ada.look()
    ada.page.get_by_role("link", name="Begin").click()
    ada.page.wait_for_url("**/scoring/*/*/")

    assert ada.page.get_by_label("3 Sound, with gaps that questions can close").is_visible()
    keyboard.score(ada, 4, "Names the risk.")
    ada.look()
    keyboard.go_on(ada)
    with acting.as_organisation(rfp.organisation_id):
        score = Score.objects.get()
        assert (score.points, score.comment) == (4, "Names the risk.")
        for evaluator, shift in zip(panel.evaluators, (0, 0, -3), strict=True):
            names = [bid.invitation.vendor.name for bid in panel.bids]
            panel.hand_in(evaluator, dict.fromkeys(names, 3 + shift) | {names[0]: 4 + shift})

    mina = visitor()
    mina.sign_in("mina@auroral.example")
    for name in ("rfp-evaluation", "rfp-moderation", "opening-report"):
        mina.go(reverse(name, args=[rfp.pk]))
        mina.look()
    mina.go(reverse("rfp-moderation", args=[rfp.pk]))
    mina.page.locator("td.asks a.cellscore").first.click()
    mina.page.wait_for_url("**/moderation/*/*/")
    mina.look()
    mina.page.get_by_label("Moderated score").fill("3.5")
    mina.page.get_by_label("Reason").fill("Agreed after a talk.")
    mina.page.get_by_role("button", name="Settle").click()
    mina.page.get_by_text("moderated").first.wait_for()
