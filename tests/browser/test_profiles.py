"""A vendor in Chromium: it claims its profile, proposes, the curator accepts, the profile shows it."""

import pytest
from django.core.cache import cache

from audit import acting
from notifications.models import Email
from tests.journeys import stage
from vendors.models import CapabilityLine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROFILE = "/vendors/corriemoor-pharma/"
PDF = {"name": "gmp.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 certificate"}


def press(visitor, name: str) -> None:
    visitor.page.get_by_role("main").get_by_role("button", name=name).first.click()
    visitor.page.wait_for_load_state()


def test_from_the_claim_to_the_profile(visitor):
    cache.clear()
    stage.set_up()
    ida = visitor()
    page = ida.page

    # A visitor claims the profile and proves the address.
    ida.go(PROFILE)
    page.get_by_role("link", name="Your company? Claim it").click()
    ida.look()
    page.fill("input[name=name]", "Ida Lund")
    page.fill("input[name=email]", "ida@corriemoor.example")
    page.fill("input[name=job]", "Quality")
    press(ida, "Claim the profile")
    ida.look()
    with acting.as_system():
        mail = Email.objects.select_related("content").get(kind="claim-link")
    ida.go("/vendors/claims/" + mail.content.text.partition("/claims/")[2].partition("\n")[0])
    ida.look()
    page.fill("input[name=password]", "a long enough sentence")
    press(ida, "Prove the address")
    assert page.get_by_text("Waiting").is_visible()

    # A curator confirms.
    vera = visitor()
    vera.sign_in("curator@phaseline.example")
    vera.go("/admin/vendors/claim/")
    vera.look()
    vera.page.check("#result_list input.action-select")
    vera.page.select_option("select[name=action]", label="Confirm: they speak for the vendor")
    vera.page.click("button[name=index]")
    vera.page.wait_for_load_state()

    # The vendor changes a line, adds a certificate, and sends both.
    ida.go("/vendors/own/")
    page.get_by_role("link", name="Change M4.06").click()
    ida.look()
    page.fill("input[name=lead_time_weeks]", "9")
    press(ida, "Keep as a draft")
    page.get_by_role("link", name="Add a certificate").first.click()
    page.select_option("select[name=scheme]", "GMP")
    page.fill("input[name=authority]", "Danish Medicines Agency")
    page.fill("input[name=number]", "DK H 7")
    page.set_input_files("input[name=upload]", PDF)
    page.get_by_label("M4.06").check()
    ida.look()
    press(ida, "Keep as a draft")
    ida.look()
    press(ida, "Send 2 drafts")

    # The curator sees old and new, accepts both; the profile shows it.
    vera.go("/admin/vendors/proposal/")
    vera.page.get_by_role("link", name="Corriemoor Pharma").first.click()
    vera.look()
    assert vera.page.get_by_label("Accept").count() == 2
    for choice in vera.page.get_by_label("Accept").all():
        choice.check()
    vera.page.get_by_role("button", name="Decide").click()
    vera.page.wait_for_load_state()
    with acting.as_system():
        line = CapabilityLine.objects.get(
            site__vendor__name="Corriemoor Pharma", capability="M4.06"
        )
        assert (line.lead_time_weeks, line.certificate.number) == (9, "DK H 7")
    ida.go(f"{PROFILE}?cell=M4.06:P3")
    assert page.get_by_text("9 weeks").is_visible()
    assert page.get_by_text("Vendor statement").first.is_visible()

    # A sponsor asks what is unknown, and the vendor finds it without a name.
    mina = visitor()
    mina.sign_in("mina@auroral.example")
    mina.go(f"{PROFILE}")
    mina.page.get_by_role("link", name="Ask Corriemoor Pharma").click()
    mina.look()
    mina.page.select_option("select[name=capability]", "M2.10")
    press(mina, "Ask without my name")
    ida.go("/vendors/own/")
    assert page.get_by_text("Do you offer").first.is_visible()
    assert "Mina" not in page.content()
