"""The directory in Chromium: find, compare, save, and hear what has changed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from audit import acting
from notifications.models import Email
from tests.journeys import stage
from vendors import alerts
from vendors.choices import Evidence

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_finding_to_an_alert(visitor):
    stage.set_up()
    mina = visitor()
    page = mina.page
    mina.sign_in("mina@auroral.example")
    mina.go("/vendors/")
    mina.look()

    # The key / goes to the search, until it is switched off.
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    key = page.locator("[data-slash-key]")
    key.click()
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") != "q"
    assert key.get_attribute("aria-pressed") == "false"

    # Find: each choice counts anew, and what was unfolded stays so.
    page.locator("#d-certificate summary").click()
    page.get_by_label("Phase 1, 3").check()
    page.wait_for_url("**/vendors/?phase=P1")
    page.locator("#f-evidence-2").check()
    page.wait_for_url("**/vendors/?phase=P1&evidence=2")
    page.wait_for_selector("#lead:has-text('2 of 3')")
    assert page.locator("#d-certificate").get_attribute("open") is not None
    assert page.locator("#f-kind-CRO").is_disabled()
    mina.look()
    page.locator(".chip", has_text="Documented or better").click()
    page.wait_for_url("**/vendors/?phase=P1")
    page.wait_for_selector("#lead:has-text('3 of 3')")

    # A name with typing errors.
    page.locator("input[name=q]").fill("Aldergorve Tabelts")
    page.locator("input[name=q]").press("Enter")
    page.wait_for_selector(".chip:has-text('Aldergorve')")
    assert page.locator(".res h3").first.inner_text() == "Aldergrove Tablets"
    mina.go("/vendors/?phase=P1")

    # The pictures follow the filters.
    page.locator("#f-view-pictures").check()
    page.wait_for_selector(".world circle")
    assert page.locator(".world use").bounding_box()["width"] > 300
    mina.look()
    page.locator("#f-view-list").check()
    page.wait_for_selector(".res h3")

    # Compare two of them.
    for name in ("Aldergrove Tablets", "Birkholm Solids"):
        page.get_by_label(f"Compare {name}").check()
        page.wait_for_selector(f".tray .slot:has-text('{name}')")
    mina.look()
    page.locator(".tray button", has_text="Compare").click()
    page.wait_for_url("**/vendors/compare/?**")
    assert page.locator(".sidebyside thead th").all_inner_texts() == [
        "Aldergrove Tablets Fictional",
        "Birkholm Solids Fictional",
    ]
    mina.look()
    page.get_by_role("link", name="Differences only").click()
    page.wait_for_url("**only=differences**")
    assert page.get_by_role("rowheader", name="Kind", exact=True).count() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename == "comparison.xlsx"

    # What is not listed is added for oneself, and an audit of it kept.
    mina.go("/vendors/add/?name=Elderwick")
    mina.look()
    page.select_option("select[name=kind]", "CDMO")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_selector("h1:has-text('Elderwick')")
    mina.go("/vendors/")
    page.get_by_role("link", name="Aldergrove Tablets", exact=True).click()
    page.get_by_role("link", name="Record an audit").click()
    mina.look()
    page.select_option("select[name=site]", index=1)
    page.fill("input[name=audited_on]", "2026-05-04")
    page.fill("input[name=outcome]", "No critical finding")
    page.get_by_role("button", name="Save the audit").click()
    page.wait_for_selector("h3:has-text('4 May 2026')")
    mina.look()

    # Save, and hear of a new one.
    mina.go("/vendors/?phase=P1")
    page.get_by_role("button", name="Save search").click()
    page.wait_for_url("**/vendors/searches/")
    mina.look()
    with acting.as_system():
        stage.list_vendor("Dunmarrow Forms", Evidence.DECLARED)
    assert alerts.send_due(now=timezone.now() + timedelta(days=1)) == 1
    with acting.as_system():
        text = Email.objects.select_related("content").get(kind="search-alert").content.text
    assert "New (1):\n- Dunmarrow Forms" in text
    mina.go(re.search(r"http://localhost:8000(/vendors/dunmarrow\S+)", text).group(1))
    mina.look()
