"""The matching page in Chromium: change a weight and watch the list, open what lies behind it."""

import os
import random
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.choices import Role
from audit import acting
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.programs import WorkPackageFactory
from tests.factories.vendors import VendorFactory
from tests.programs.matching import worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def package():
    with acting.as_system():
        sponsor = OrganisationFactory(name="Auroral Therapeutics", slug="auroral")
        person(sponsor, Role.PROGRAM_LEAD, email="tomas@auroral.example", name="Tomas Vass")
        asking = worlds.asking(sponsor)
        worlds.alder(), worlds.birch(), worlds.cedar(), worlds.dogwood()
        other = WorkPackageFactory(program=asking.program, name="Stability", key="stability")
        worlds.leaf("M6.01", "Stability studies", gxp="GMP")
        worlds.need(other, "P1", "M6.01", "Stability studies", 20)
        rng = random.Random(4)
        for name in ("Elm Pharma", "Fir Biotech", "Gorse Labs", "Hazel CDMO"):
            worlds.random_vendor(asking.package, rng, name=name, slug=name.split()[0].lower())
        VendorFactory(name="Ivy Silent", slug="ivy")
    return asking.package


def picture(page, name: str) -> None:
    """Keep pictures of the page where a person has asked for them."""
    if folder := os.environ.get("PICTURES"):
        for width in (1280, 360):
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")


def test_change_a_weight_and_watch_the_list(visitor, package):
    tomas = visitor()
    page = tomas.page
    tomas.sign_in("tomas@auroral.example")
    tomas.go(package.get_absolute_url())
    tomas.look()
    picture(page, "match")
    first = page.locator("#results .ranks details summary b").first
    expect(first).to_have_text("Alder Biologics")

    # Points: only the release testing counts, in which Cedar is inspected.
    page.get_by_label("Weigh the needs by").select_option("points")
    expect(page.locator("#weightlist input")).to_have_count(6)
    for place, field in enumerate(page.locator("#weightlist input").all()):
        field.fill("1" if place in (3, 4) else "0")
    expect(first).to_have_text("Cedar Research")
    assert "weighing=points" in page.url
    tomas.look()
    picture(page, "match-tried")

    # Keep them, go back to the needs' own, and take the kept ones up again.
    page.get_by_label("Name of these weights").fill("Quality")
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**set=*")
    page.get_by_role("link", name="Reset").click()
    expect(first).to_have_text("Alder Biologics")
    page.get_by_role("link", name="Quality").click()
    expect(first).to_have_text("Cedar Research")

    # Places instead of points.
    page.get_by_label("Weigh the needs by").select_option("centroid")
    expect(page.locator("#weightlist input").first).to_have_attribute("max", "6")
    tomas.look()


def test_open_what_lies_behind_the_numbers(visitor, package):
    tomas = visitor()
    page = tomas.page
    tomas.sign_in("tomas@auroral.example")
    tomas.go(package.get_absolute_url())

    # One vendor, need by need, and the arithmetic of one answer.
    alder = page.locator("#v-alder")
    alder.locator("summary").first.click()
    alder.locator(".arith summary").nth(3).click()
    expect(alder.get_by_text("15.00 × 0.6 evidence × 0.4 lead time")).to_be_visible()
    tomas.look()
    picture(page, "match-open")

    # A near miss: how its score comes about, and the way to the waiver.
    near = page.locator("section[aria-labelledby=h-n]")
    row = near.get_by_role("row", name="Dogwood Pharma")
    row.locator(".arith summary").click()
    expect(row.get_by_text("as if this gate were waived")).to_be_visible()
    near.get_by_text("What you could relax").click()
    expect(near.get_by_text("Drop the gate")).to_be_visible()

    # Two vendors side by side.
    alder.get_by_role("link", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Alder Biologics or")
    tomas.look()
    picture(page, "compare")

    # The whole program together.
    tomas.go(package.get_absolute_url())
    page.get_by_role("link", name="Whole program").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("AUR-1: vendors for 2 packages")
    tomas.look()
