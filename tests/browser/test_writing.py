"""A request written in minutes in Chromium: lots, template, facts, questions, grid, criteria, approval."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Organisation
from audit import acting
from rfps.models import RFP
from tests.factories.accounts import person
from tests.factories.programs import (
    NeedFactory,
    ProgramFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WorkPackageFactory,
)
from tests.journeys import stage
from vendors.choices import Phase
from vendors.models import Vendor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOARD = re.compile(r"/rfps/[0-9a-f-]{36}/$")


def shortlists() -> None:
    """Give Auroral a program with two packages, each with a shortlist of three."""
    stage.set_up()
    with acting.as_system():
        auroral = Organisation.objects.get(slug="auroral")
        person(auroral, Role.PROCUREMENT, email="iris@auroral.example", name="Iris Holm")
        person(auroral, Role.ADMIN, email="petra@auroral.example", name="Petra Lang")
        program = ProgramFactory(
            organisation=auroral,
            code="AUR-201",
            blinded_synopsis="An oral tablet for a rare disease.",
        )
        needs = {
            "Drug product": [("M4.06", "Tablets, GMP clinical"), ("M4.02", "Formulation")],
            "Testing": [("M5.02", "Method validation"), ("M5.05", "Stability")],
        }
        for place, (name, leaves) in enumerate(needs.items()):
            package = WorkPackageFactory(program=program, name=name, position=place)
            for code, label in leaves:
                NeedFactory(
                    package=package, slot=code, capabilities=[code], label=label, phase=Phase.P1
                )
            shortlist = ShortlistFactory(package=package)
            for vendor in Vendor.objects.order_by("name"):
                ShortlistEntryFactory(shortlist=shortlist, vendor=vendor)


def test_from_two_shortlists_to_an_approved_request(visitor):
    shortlists()
    petra = visitor()
    petra.sign_in("petra@auroral.example")
    petra.go("/rfps/policy/")
    petra.look()
    petra.page.get_by_label("A second person approves").check()
    petra.page.get_by_role("button", name="Save").click()
    petra.page.wait_for_url("**/rfps/")

    # Two packages as lots, each from the template for its leaves.
    mina = visitor()
    page = mina.page
    mina.sign_in("mina@auroral.example")
    mina.go("/rfps/new/")
    for name in ("Drug product", "Testing"):
        page.get_by_label(name, exact=True).check()
    mina.look()
    page.get_by_role("button", name="Write a request").click()
    mina.look()
    page.get_by_role("button", name="Save as a draft").click()
    page.wait_for_url(BOARD)
    mina.look()
    board = page.url

    # A missing fact is stated, and the score rises.
    before = int(page.locator(".score b").inner_text().split()[0])
    page.get_by_role("navigation", name="Parts").get_by_role("link", name="Facts").click()
    mina.look()
    row = page.locator("li", has=page.locator("input[value='Batch size']"))
    row.get_by_label("What vendors should know").fill("120,000 tablets, two strengths")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/brief/")
    assert "1 brief item edited" in page.locator("main").inner_text()
    page.goto(board)
    assert int(page.locator(".score b").inner_text().split()[0]) > before

    # Its questionnaire, a question of the library, grid, criteria and rules.
    for part in ("questionnaire", "library", "grid", "criteria", "rules", "template", "fill"):
        page.goto(f"{board}{part}/")
        mina.look()
    page.goto(f"{board}criteria/")
    page.locator("input[name='criterion-4-weight']").fill("10")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/criteria/")
    assert "90 of 100 points given" in page.locator("main").inner_text()
    page.locator("input[name='criterion-4-weight']").fill("20")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/criteria/")
    for path in ("/rfps/templates/", "/rfps/questions/"):
        mina.go(path)
        mina.look()

    # Asked for, sent back, asked again, approved by somebody else.
    page.goto(board)
    page.get_by_role("button", name="Ask for approval").click()
    page.wait_for_url(BOARD)
    mina.look()
    iris = visitor()
    iris.sign_in("iris@auroral.example")
    iris.page.goto(f"{board}approval/")
    iris.look()
    iris.page.get_by_label("What has to change?").fill("Name the strengths in the title.")
    iris.page.get_by_role("button", name="Send it back").click()
    iris.page.wait_for_url(BOARD)
    page.goto(board)
    assert "Sent back: Name the strengths in the title." in page.locator("main").inner_text()
    page.get_by_role("button", name="Ask for approval").click()
    page.wait_for_url(BOARD)
    iris.page.goto(f"{board}approval/")
    iris.page.get_by_role("button", name="Approve and issue").click()
    iris.page.wait_for_url(BOARD)
    iris.look()
    with acting.as_system():
        rfp = RFP.objects.get()
        assert (rfp.state, rfp.lots.count(), rfp.invitations.count()) == ("issued", 2, 3)
        assert rfp.approved_by.email == "iris@auroral.example"
        assert rfp.deadline_at > timezone.now() + timedelta(days=14)
