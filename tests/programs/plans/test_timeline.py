import pytest

from programs.plans import drawing, timeline
from programs.plans.wish import Wish

pytestmark = pytest.mark.django_db


def said(record, plan):
    """Return by workstream the lanes: (from, to, partner, begins with a hand-off)."""
    return {
        row.label: [
            [
                (block.first, block.last, block.partner and block.partner["slug"], block.handoff)
                for block in lane
            ]
            for lane in row.lanes
        ]
        for group in timeline.groups(record, plan)
        for row in group.rows
    }


def test_partners_are_blocks_along_the_phases_with_handoffs_between(record, plan):
    assert [row["phase"] for row in record["phases"]] == ["P1", "P3", "COM"]
    assert said(record, plan) == {
        "Drug substance": [
            [(1, 2, "alder", "")],
            [
                (
                    3,
                    3,
                    "birch",
                    "Hand-off: Alder Biologics to Birch Manufacturing, before Commercial",
                )
            ],
        ],
        "Analytical": [[(1, 3, "cedar", "")]],
        "Clinical operations": [[(2, 2, "cedar", "")]],
    }


def test_block_says_how_much_and_where(record, plan):
    making = timeline.groups(record, plan)[0]

    assert (making.package, making.rows[0].note) == ("Making", "technology transfer")
    assert making.rows[0].lanes[0][0].text == "2 needs, Alder One"


def test_what_nobody_does_is_a_block_of_its_own(world, now):
    record = drawing.draw(world.program, Wish(exclude=("birch",), cap=1), now=now)

    groups = timeline.groups(record, record["plans"][0])

    gaps = [
        block.text
        for group in groups
        for row in group.rows
        for lane in row.lanes
        for block in lane
        if block.is_gap
    ]
    assert sorted(gaps) == [
        "1 need: left out by the cap",
        "1 need: left out by the cap",
        "1 need: nobody whom these options allow meets it",
    ]


def test_two_handoffs_to_one_partner_are_both_told(record, plan):
    (handoff,) = plan["handoffs"]
    doubled = plan | {"handoffs": [handoff, handoff | {"givers": [handoff["taker"]]}]}

    begins = [
        block.handoff
        for group in timeline.groups(record, doubled)
        for row in group.rows
        for lane in row.lanes
        for block in lane
        if block.handoff
    ]

    names = [partner["vendor"] for partner in plan["partners"]]
    giver, taker = names[handoff["givers"][0]], names[handoff["taker"]]
    assert begins == [
        f"Hand-off: {giver} to {taker}, before Commercial; "
        f"Hand-off: {taker} to {taker}, before Commercial"
    ]
