"""From the deadline to the debrief: a panel of three, one who recommends, one who signs, a loser."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from audit import acting
from rfps.models import Bid
from rfps.services import panel
from tests.browser import keyboard
from tests.factories.accounts import OrganisationFactory, person
from tests.journeys import stage
from tests.rfps import decided, panels, sealed
from tests.rfps.conftest import code_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIT, QUALITY = "Technical fit", "Quality"
BIDS = {name: decided.BIDS[name] for name in ("Cindervale", "Hallowmere")}
# What each of the three types in; the last is far off on one cell, which is then settled at 3.
SHEET = {
    (FIT, "Cindervale"): 4,
    (FIT, "Hallowmere"): 5,
    (QUALITY, "Cindervale"): 3,
    (QUALITY, "Hallowmere"): 2,
}
SHEETS = (SHEET, SHEET, SHEET | {(FIT, "Hallowmere"): 1})


@pytest.fixture
def asked():
    """Give a request of two lots with two sealed bids, shortly before its deadline, and its panel."""
    with acting.as_system():
        sponsor = OrganisationFactory(name="Auroral Therapeutics")
        for name, words in (("mina", "Mina Okafor"), ("petra", "Petra Lindqvist")):
            person(sponsor, Role.PROCUREMENT, email=f"{name}@auroral.example", name=words)
        mina = User.objects.get(email="mina@auroral.example")
        people = panels.people(sponsor)
    with acting.as_organisation(sponsor.pk):
        rfp = decided.request(sponsor, mina, vendors=tuple(BIDS))
        for one in people:
            one.set_password(stage.PASSWORD)
            one.save()
            panel.name(rfp=rfp, user=one, limits=panels.NO_LIMITS, by=mina, now=timezone.now())
    with acting.as_system():
        decided.bid(rfp, BIDS)
    return rfp


def press(visitor, name: str) -> None:
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=name, exact=True).click()


def open_envelope(mina, rfp, words: str) -> None:
    mina.go(reverse("rfp-opening", args=[rfp.pk]))
    press(mina, f"I agree to open the {words}")
    mina.page.get_by_text(f"The {words} are open.").wait_for()


def the_panel_scores(visitor, rfp) -> None:
    """Let each declare and score alone, all of it typed."""
    for place, sheet in enumerate(SHEETS):
        one = visitor()
        one.sign_in(f"panel{place}@auroral.example")
        keyboard.declare(one, rfp)
        keyboard.score_all(one, sheet)
        assert one.complaints == []
        one.page.context.close()


def the_lead_settles_and_closes(mina, rfp) -> None:
    mina.go(reverse("rfp-decision", args=[rfp.pk]))
    mina.page.get_by_role("link", name="Compare the scores").click()
    mina.page.get_by_text("1 cell asks for a talk").wait_for()
    mina.page.locator("td.asks a.cellscore").click()
    mina.page.get_by_label("Moderated score").fill("3")
    mina.page.get_by_label("Reason").fill("The line is not qualified for the strength.")
    press(mina, "Settle")
    mina.page.get_by_text("No cell asks for a talk").wait_for()
    press(mina, "Close the technical scores")
    mina.page.get_by_text("2 of 2 reach the minimum").wait_for()


def test_from_the_deadline_to_the_debrief(visitor, asked):
    rfp = asked
    mina, petra = visitor(), visitor()
    mina.sign_in("mina@auroral.example")
    mina.go(reverse("rfp-opening", args=[rfp.pk]))
    assert mina.page.get_by_role("button", name="I agree to open the bids").is_disabled()
    sealed.close(rfp)
    open_envelope(mina, rfp, "bids")
    the_panel_scores(visitor, rfp)
    the_lead_settles_and_closes(mina, rfp)
    open_envelope(mina, rfp, "prices")
    mina.go(reverse("rfp-prices", args=[rfp.pk]))
    assert mina.page.get_by_role("row", name="Hallowmere 1,400").is_visible()

    mina.go(reverse("rfp-decision", args=[rfp.pk]))
    ranking = mina.page.locator(".decrows").first.locator(".decsum b").all_inner_texts()
    assert ranking == ["82.00", "65.00"]  # 40 + 12 + 30; 30 settled + 8 + 27
    mina.look()
    mina.page.get_by_label("Budget for all lots").fill("3500")
    mina.page.get_by_label("Budget for all lots").press("Tab")
    mina.page.get_by_role("heading", name="Yours").wait_for()
    mina.page.get_by_role("link", name="Recommend an award").click()
    mina.look()
    mina.page.get_by_label("Why this award").fill("First in lot 1, alone in lot 2, and complete.")
    press(mina, "Recommend it")
    assert mina.page.get_by_text("a second person has to sign it").first.is_visible()

    petra_signs_and_sends(petra, rfp)
    hallowmere_reads(visitor(), rfp)


def petra_signs_and_sends(petra, rfp) -> None:
    petra.sign_in("petra@auroral.example")
    petra.go(reverse("rfp-award", args=[rfp.pk]))
    petra.look()
    petra.page.get_by_label("Your password").fill("a guess")
    press(petra, "Sign and award")
    assert petra.page.get_by_text("This is not your password").first.is_visible()
    petra.complaints.clear()  # the browser notes each refusal, 422
    petra.page.get_by_label("Your password").fill(stage.PASSWORD)
    press(petra, "Sign and award")
    petra.page.get_by_text("Signed by").first.wait_for()
    for name in ("rfp-award", "rfp-decision", "rfp-obligations", "rfp-debriefs"):
        petra.go(reverse(name, args=[rfp.pk]))
        petra.look()
    petra.page.get_by_role("link", name="Read and approve the debrief of Hallowmere").click()
    petra.look()
    press(petra, "Approve and send")


def hallowmere_reads(ida, rfp) -> None:
    with acting.as_system():
        recipient = decided.linked(rfp, "Hallowmere")[0]
    ida.go(reverse("respond", args=[recipient.token]))
    ida.page.get_by_role("button", name="Send me the code").click()
    with acting.as_system():
        code = code_for(recipient.email)
    ida.page.get_by_role("textbox", name="Code from the e-mail").fill(code)
    ida.page.keyboard.press("Enter")
    ida.page.get_by_role("button", name="Close the link").wait_for()
    sealed.read_newest(recipient)
    ida.go(reverse("respond-outcome", args=[recipient.token]))
    words = "your bid reached 65 of 100 points, place 2 of 2. The bid chosen had 17 points more."
    assert ida.page.get_by_text(words).is_visible()
    assert "Cindervale" not in ida.page.content()
    ida.look()
    with acting.as_system():
        assert not Bid.objects.exists()  # what the vendor saw, the system still does not
