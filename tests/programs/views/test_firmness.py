"""How firm the first place is: what the matching page says about weights and open questions."""

import re

import pytest
from django.urls import reverse

from tests.factories.programs import WorkPackageFactory
from tests.factories.vendors import VendorFactory
from tests.programs.matching import worlds
from tests.programs.views.shown import text
from vendors.models import CapabilityLine


def test_question_that_could_move_most_is_named(world, member, client_of):
    # Cedar would pass nobody at 30 + 20; Birch at 28 + 20 = 48 passes Cedar's 30.
    shown = text(client_of(member).get(world.url))

    assert (
        "Ask Birch Manufacturing: “Do you offer aseptic filling in Phase 1, and how well is it "
        "proven?” The best answer brings it 28.00 + 20.00 = 48.00 points, from place 3 to 2. "
        "No single answer of the 3 vendors here brings one to a better place."
    ) in shown


def test_firmness_of_the_first_place(world, member, client_of):
    shown = text(client_of(member).get(world.url))

    assert (
        "How firm is the first place Alder Biologics The weight of one need alone could change the "
        "first place for 2 of 6 needs , the nearest to it first."
    ) in shown


@pytest.fixture
def rivals(sponsor):
    """Make Fir, that does A and C, and Elm, that does B and C; A, B and C weigh 35, 15 and 50."""
    package = WorkPackageFactory(program__organisation=sponsor, program__modality="MAB")
    for letter, code, weight in (("A", "M1.01", 7), ("B", "M2.01", 3), ("C", "M3.01", 10)):
        worlds.leaf(code, f"Work {letter}", gxp="none")
        worlds.need(package, "P1", code, f"Work {letter}", weight)
    for name, codes in (("Fir", ["M1.01", "M3.01"]), ("Elm", ["M2.01", "M3.01"])):
        site = worlds.SiteFactory(vendor=VendorFactory(name=name, slug=name.lower()))
        for code in codes:
            worlds.line(site, code)
    return reverse("package-match", args=[package.pk])


def test_needs_that_the_first_place_hangs_on_come_nearest_first(rivals, member, client_of):
    page = client_of(member).get(rivals)
    shown = text(page)

    # B: Fir is ahead by -1 here and by 35 / 85 elsewhere: 0.4118 / 1.4118 = 29.17, 14.17 away.
    # A: by 1 here and by -15 / 65 elsewhere: -0.2308 / -1.2308 = 18.75, 16.25 away.
    assert [hold.asked.label for hold in page.context["shown"].deciding] == ["Work B", "Work A"]
    assert "could change the first place for 2 of 3 needs , the nearest to it first" in shown
    assert (
        "0.00 to 29.17 above 29.17: Elm d = -1.0000, R = 0.4118: 100 × R / (R − d) = 29.17"
    ) in shown
    assert (
        "18.75 to 100.00 below 18.75: Elm d = 1.0000, R = -0.2308: 100 × R / (R − d) = 18.75 "
        "Elm leads"
    ) in shown
    assert "1 need that changes nothing about it" in shown


def test_first_place_that_no_need_decides_alone(rivals, member, client_of):
    CapabilityLine.objects.filter(capability_id="M2.01").delete()

    assert (
        "No need decides it alone: with any of them at any weight from 0 to 100, or left out, Fir "
        "stays first. The 3 needs"
    ) in text(client_of(member).get(rivals))


@pytest.mark.parametrize("query", ["", "?sort=best", "?show=cro", "?page=2"])
def test_leader_of_a_shared_first_place_is_the_first_of_the_list(sponsor, member, client_of, query):
    package = worlds.asking(sponsor).package
    for name in ("Zinnia", "Aster"):
        worlds.line(worlds.SiteFactory(vendor=VendorFactory(name=name)), "M2.01", phases=["PRE"])
    for vendor in VendorFactory.create_batch(30):
        worlds.line(worlds.SiteFactory(vendor=vendor), "M5.03")

    shown = text(client_of(member).get(reverse("package-match", args=[package.pk]) + query))

    assert "How firm is the first place Aster, which shares it with 1 other" in shown


def test_plausible_weights_are_the_same_for_everybody(world, member, lead, client_of):
    seen = [
        re.findall(r"In the top 5 in \d+ %", text(client_of(user).get(world.url)))
        for user in (member, lead)
    ]

    assert seen[0] == seen[1] == ["In the top 5 in 100 %"] * 3
