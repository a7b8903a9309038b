"""A plan with a cap in Chromium: drawn, kept, downloaded and read back; then a vendor signed off."""

import re

import pypdf
import pytest

from accounts.choices import Role
from audit import acting
from programs.services import shortlists
from tests.factories.accounts import OrganisationFactory, person
from tests.programs.plans import directory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(now):
    with acting.as_system():
        sponsor = OrganisationFactory(name="Auroral Therapeutics", slug="auroral")
        mina = person(sponsor, Role.PROCUREMENT, email="mina@auroral.example", name="Mina Okafor")
        made = directory.build(sponsor, created_by=mina)
        made.entry = shortlists.add(package=made.making, vendor=made.alder, by=mina, now=now)
        return made


def test_a_plan_with_a_cap_is_drawn_kept_and_read_back(visitor, world, tmp_path):
    mina = visitor()
    page = mina.page
    mina.sign_in("mina@auroral.example")
    mina.go(world.program.get_absolute_url())
    page.get_by_role("link", name="Partner plan").click()
    mina.look()
    assert (
        "Three partners with one hand-off cover 6 of 6 needs."
        in page.locator("h1 + p").inner_text()
    )

    # A cap of two: the plan says what it leaves out.
    page.locator("details.planopts > summary").click()
    mina.look()
    page.get_by_label("Partners at most").fill("2")
    page.get_by_role("button", name="Draw the plan").click()
    page.wait_for_url("**cap=2**")
    page.get_by_text("The cap leaves out").wait_for()
    mina.look()

    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    file = tmp_path / "plan.pdf"
    download.value.save_as(file)
    text = " ".join(" ".join(one.extract_text() for one in pypdf.PdfReader(file).pages).split())
    assert "Partner plan for AUR-9" in text
    assert "At most two partners" in text
    assert "Left out by the cap" in text
    assert "Alder Biologics" in text

    # Kept with a reason, opened again, compared.
    page.get_by_label("Why this plan").fill("Two contracts are what we can manage")
    page.get_by_role("button", name="Keep with this reason").click()
    page.wait_for_url(re.compile(r"/programs/plans/[0-9a-f-]{36}/(#keep)?$"))
    mina.look()
    page.get_by_role("link", name="What changed since").click()
    page.get_by_text("Nothing: drawn today, it is the same plan.").wait_for()
    mina.look()


def test_an_option_that_makes_no_sense_keeps_the_form_open(visitor, world):
    mina = visitor()
    mina.sign_in("mina@auroral.example")

    mina.go(f"/programs/{world.program.pk}/plan/?include_name=Nobody")

    assert mina.page.get_by_role("alert").inner_text().count("Nobody") == 1
    mina.look()


def test_a_shortlisted_vendor_is_signed_off_on_its_frozen_result(visitor, world):
    mina = visitor()
    page = mina.page
    mina.sign_in("mina@auroral.example")
    mina.go(world.entry.shortlist.get_absolute_url())
    mina.look()
    page.get_by_role("link", name="Frozen result of Alder Biologics").click()
    mina.look()
    page.get_by_label("Reason").fill("Audited by us in May")
    page.get_by_role("button", name="Sign off").click()
    page.get_by_role("heading", name="Signed off by Mina Okafor").wait_for()
    with acting.as_system():
        world.alder.sites.get(name="Alder One").lines.update(phases=["P1"])
    page.get_by_role("link", name="What changed since").click()
    page.get_by_role("group", name="Needs that changed").wait_for()
    mina.look()
