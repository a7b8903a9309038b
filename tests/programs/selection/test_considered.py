from decimal import Decimal

import pytest

from programs import matching
from programs.choices import GateKind
from programs.selection import considered
from programs.selection.document import Section, Table
from tests.factories.programs import GateFactory
from tests.factories.vendors import RelationshipFactory, VendorFactory

pytestmark = pytest.mark.django_db

HEAD = ["Vendor", "Rank", "Sure", "Possible", "Met\u00a0%", "What is missing"]
MATCHED = "The directory as matched on 22 Nov 2026, method anchored-sum/1: "


def section(world, now, *shortlisted):
    return considered.section(matching.leaders(world.making, now=now, top=20), shortlisted)


def test_those_not_shortlisted_are_named_with_what_they_lack(world, now):
    VendorFactory(name="Silent")  # nothing on file

    found = section(world, now, world.alder)

    row = [
        "Birch Manufacturing",
        2,
        Decimal("22.22"),
        Decimal("100.00"),
        Decimal("22.22"),
        "No answer on drug substance in Phase 1 and Phase 3: ask.",
    ]
    assert found == Section(
        considered.TITLE,
        [f"{MATCHED}listed 4; meet one must or more 2."],
        [Table(considered.TITLE, HEAD, [row], [4, 1, 1, 1, 1, 8])],
    )


def test_vendor_that_a_gate_stops_is_named_with_the_gate(world, sponsor, now):
    GateFactory(package=world.making, kind=GateKind.DISQUALIFIED)
    RelationshipFactory(
        organisation=sponsor, vendor=world.birch, standing="disqualified", reason="Late twice"
    )

    found = section(world, now, world.alder)

    assert [(row[0], row[1], row[-1]) for row in found.tables[0].rows] == [
        (
            "Birch Manufacturing",
            None,
            "Gate “Not disqualified by us”: Disqualified by us: Late twice.",
        )
    ]


def test_nobody_else_is_said(world, now):
    found = section(world, now, world.alder, world.birch)

    assert (found.sentences[1:], found.tables) == (
        ["No other vendor has anything on file about these needs."],
        [],
    )
