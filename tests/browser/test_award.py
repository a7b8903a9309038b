"""From the opening to the debrief: a panel of three, one who recommends, one who signs, a loser."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.models import User
from audit import acting
from rfps.models import Bid
from tests.factories.accounts import OrganisationFactory, person
from tests.journeys import stage
from tests.rfps import decided, panels, sealed
from tests.rfps.conftest import code_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def request_closed():
    """Give a request of two lots with three sealed bids, a moment after its deadline."""
    with acting.as_system():
        sponsor = OrganisationFactory(name="Auroral Therapeutics")
        for name, words in (("mina", "Mina Okafor"), ("petra", "Petra Lindqvist")):
            person(sponsor, Role.PROCUREMENT, email=f"{name}@auroral.example", name=words)
        mina = User.objects.get(email="mina@auroral.example")
    with acting.as_organisation(sponsor.pk):
        rfp = decided.request(sponsor, mina)
    with acting.as_system():
        decided.bid(rfp)
        sealed.close(rfp)
    rfp.created_by = mina
    return rfp


def score(rfp) -> None:
    """Let three evaluators declare, score alone and hand in."""
    with acting.as_organisation(rfp.organisation_id):
        panel = panels.Panel(rfp, panels.admitted(rfp, panels.people(rfp.organisation)))
        for evaluator in panel.evaluators:
            for vendor, ((fit, quality), _) in decided.BIDS.items():
                panel.put(evaluator, vendor, "Technical fit", fit)
                panel.put(evaluator, vendor, "Quality", quality)
            panels.scoring.hand_in(evaluator=evaluator, now=panels.timezone.now())


def press(visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name, exact=True).click()
    visitor.page.wait_for_load_state()


def test_from_the_opening_to_the_debrief(visitor, request_closed):
    rfp = request_closed
    mina, petra = visitor(), visitor()
    mina.sign_in("mina@auroral.example")
    mina.go(reverse("rfp-opening", args=[rfp.pk]))
    press(mina, "I agree to open the bids")
    score(rfp)
    mina.go(reverse("rfp-decision", args=[rfp.pk]))
    assert mina.page.get_by_text("Nothing to decide yet").is_visible()
    mina.go(reverse("rfp-moderation", args=[rfp.pk]))
    press(mina, "Close the technical scores")
    mina.go(reverse("rfp-opening", args=[rfp.pk]))
    press(mina, "I agree to open the prices")

    mina.go(reverse("rfp-decision", args=[rfp.pk]))
    mina.look()
    mina.page.get_by_label("Budget for all lots").fill("3500")
    mina.page.get_by_label("Budget for all lots").press("Tab")
    mina.page.get_by_role("heading", name="Yours").wait_for()
    mina.page.get_by_role("link", name="Recommend an award").click()
    mina.look()
    mina.page.get_by_label("Why this award").fill("First in both lots, and complete.")
    press(mina, "Recommend it")
    assert mina.page.get_by_text("a second person has to sign it").first.is_visible()

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
    hallowmere_reads(visitor(), rfp)


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
    assert ida.page.get_by_text("Quality: 1, and 2 was needed").is_visible()
    assert "Cindervale" not in ida.page.content()
    ida.look()
    with acting.as_system():
        assert not Bid.objects.exists()  # what the vendor saw, the system still does not
