"""
The hand-computed world: six needs, one gate, four vendors, every state.

Today is 2026-11-22. The needs weigh 3 + 4 + 4 + 3 + 3 + 3 = 20, so their shares of 100 points are

    1  Preclinical  Cell line development     3   15.00   asked: declared
    2  Phase 1      Drug substance, 200 L     4   20.00   asked: documented
    3  Phase 1      Aseptic filling, vial     4   20.00   asked: on register
    4  Phase 1      Release testing           3   15.00   asked: documented
    5  Phase 3      Release testing           3   15.00   asked: documented
    6  Phase 3      Viral clearance           3   15.00   asked: declared

Preclinical has no planned start, Phase 1 starts on 2027-03-01 (99 days ahead), Phase 3 on
2029-01-01, more than 104 weeks ahead: lead times count for needs 2, 3 and 4 alone.
"""

from decimal import Decimal

import pytest

from programs import matching
from programs.choices import NeedState
from tests.factories.programs import WaiverFactory
from tests.programs.matching import worlds

MET, WEAKER, UNKNOWN, NOT_MET = NeedState


@pytest.fixture
def world(sponsor):
    asking = worlds.asking(sponsor)
    asking.alder, asking.birch = worlds.alder(), worlds.birch()
    asking.cedar, asking.dogwood = worlds.cedar(), worlds.dogwood()
    return asking


@pytest.fixture
def ranking(world, now):
    return matching.rank(world.package, now=now)


def of(ranking, vendor):
    return next(match for match in ranking.vendors if match.vendor == vendor)


def rows(match):
    return [
        (answer.state, answer.points, answer.best_points, answer.site and answer.site.name)
        for answer in match.answers
    ]


def points(*numbers: str) -> list[Decimal]:
    return [Decimal(number) for number in numbers]


def test_world_shares_are_the_weights_on_a_hundred(ranking):
    assert [(asked.no, asked.phase, asked.possible) for asked in ranking.needs] == [
        (1, "PRE", Decimal("15.00")),
        (2, "P1", Decimal("20.00")),
        (3, "P1", Decimal("20.00")),
        (4, "P1", Decimal("15.00")),
        (5, "P3", Decimal("15.00")),
        (6, "P3", Decimal("15.00")),
    ]


def test_world_order_and_ranks(ranking):
    found = [
        (match.vendor.name, match.rank, match.score, match.best_case, match.coverage_pct)
        for match in ranking.vendors
    ]

    assert found == [
        ("Alder Biologics", 1, *points("63.60", "84.00", "85.00")),
        ("Cedar Research", 2, *points("30.00", "65.00", "30.00")),
        ("Birch Manufacturing", 3, *points("28.00", "63.00", "50.00")),
        ("Dogwood Pharma", None, *points("2.40", "92.00", "20.00")),
    ]


def test_world_alder(world, ranking):
    # 1  declared, declared asked: 1                                     15.00 x 1         = 15.00
    # 2  documented as asked: 1; 200 L in 50 to 500: 1; 12 weeks, before the start: 1;
    #    certificate until 2028: 1                                       20.00 x 1         = 20.00
    # 3  on register as asked: 1; 16 weeks = 2027-03-14, 13 days late: 0.8  20.00 x 0.8    = 16.00
    # 4  declared, one below: 0.6; lead time not stated: 0.4 to 1
    #    worst 15.00 x 0.6 x 0.4 = 3.60, best 15.00 x 0.6 = 9.00
    # 5  declared, one below: 0.6; lead time not counted                 15.00 x 0.6       = 9.00
    # 6  no line, group M5 not confirmed: unknown, 0 to 15.00
    # worst 15 + 20 + 16 + 3.60 + 9 = 63.60; best 15 + 20 + 16 + 9 + 9 + 15 = 84.00
    # covered: 15 + 20 + 20 + 15 + 15 = 85
    assert rows(of(ranking, world.alder)) == [
        (MET, *points("15.00", "15.00"), "Alder One"),
        (MET, *points("20.00", "20.00"), "Alder One"),
        (MET, *points("16.00", "16.00"), "Alder One"),
        (WEAKER, *points("3.60", "9.00"), "Alder One"),
        (WEAKER, *points("9.00", "9.00"), "Alder One"),
        (UNKNOWN, *points("0.00", "15.00"), None),
    ]


def test_world_birch(world, ranking):
    # The warning letter of 2025-03-04 stops Birch North; Birch South answers alone.
    # 1  South, the only site left, says no: not met                                   0
    # 2  the alternative M2.03: documented: 1; up to 100 L, asked 200, factor 2: 0.5;
    #    10 weeks: 1                                                     20.00 x 0.5 = 10.00
    # 3  only at Birch North; M5 not confirmed: unknown, 0 to 20.00
    # 4  documented: 1; certificate lapsed on 2026-06-30: 0.6; 4 weeks: 1  15.00 x 0.6 = 9.00
    # 5  the same, without lead time                                     15.00 x 0.6 = 9.00
    # 6  a line that states no phases: unknown, 0 to 15.00
    # worst 10 + 9 + 9 = 28; best 28 + 20 + 15 = 63; covered 20 + 15 + 15 = 50
    assert rows(of(ranking, world.birch)) == [
        (NOT_MET, *points("0.00", "0.00"), None),
        (MET, *points("10.00", "10.00"), "Birch South"),
        (UNKNOWN, *points("0.00", "20.00"), None),
        (MET, *points("9.00", "9.00"), "Birch South"),
        (MET, *points("9.00", "9.00"), "Birch South"),
        (UNKNOWN, *points("0.00", "15.00"), "Birch South"),
    ]


def test_world_cedar(world, ranking):
    # 1, 2  nothing on file, M2 not confirmed: unknown, 0 to 15.00 and 0 to 20.00
    # 3  nothing on file, M5 confirmed: not met
    # 4, 5  inspected, above documented: 1; 6 weeks: 1                   15.00 each
    # 6  a line that states Phase 1 only, in the confirmed M5: not met
    # worst 15 + 15 = 30; best 30 + 15 + 20 = 65; covered 15 + 15 = 30
    assert rows(of(ranking, world.cedar)) == [
        (UNKNOWN, *points("0.00", "15.00"), None),
        (UNKNOWN, *points("0.00", "20.00"), None),
        (NOT_MET, *points("0.00", "0.00"), None),
        (MET, *points("15.00", "15.00"), "Cedar Lab"),
        (MET, *points("15.00", "15.00"), "Cedar Lab"),
        (NOT_MET, *points("0.00", "0.00"), None),
    ]


def test_world_dogwood_is_stopped_and_scored_as_if_the_gate_were_waived(world, ranking):
    # 1, 4, 5, 6  nothing on file, nothing confirmed: unknown, 0 to 15.00 each
    # 2  declared, one below: 0.6; scale not stated: 0.2 to 1; 4 weeks: 1
    #    worst 20.00 x 0.6 x 0.2 = 2.40, best 20.00 x 0.6 = 12.00
    # 3  a line for lyophilised vials, the phase doses a liquid vial; not confirmed: 0 to 20.00
    # worst 2.40; best 15 + 12 + 20 + 15 + 15 + 15 = 92
    match = of(ranking, world.dogwood)

    assert rows(match) == [
        (UNKNOWN, *points("0.00", "15.00"), None),
        (WEAKER, *points("2.40", "12.00"), "Dogwood Works"),
        (UNKNOWN, *points("0.00", "20.00"), None),
        (UNKNOWN, *points("0.00", "15.00"), None),
        (UNKNOWN, *points("0.00", "15.00"), None),
        (UNKNOWN, *points("0.00", "15.00"), None),
    ]
    assert [(gate.passed, gate.why) for gate in match.gates] == [
        (False, "Dogwood Works: warning letter of 15 Jan 2026, no close-out on record")
    ]


def test_world_gate_names_the_site_it_stops_and_what_is_unknown(world, ranking):
    found = {
        match.vendor.name: [(gate.passed, gate.why) for gate in match.gates]
        for match in ranking.ranked
    }

    assert found == {
        "Alder Biologics": [(True, "")],
        "Birch Manufacturing": [
            (True, "Birch North: warning letter of 4 Mar 2025, no close-out on record")
        ],
        "Cedar Research": [(True, "Cedar Lab: no FEI, so no FDA record can be looked up")],
    }


def test_world_gaps_in_words(world, ranking):
    # Points are what a full answer would still bring: for 4 and 5 together
    # (15.00 - 3.60) + (15.00 - 9.00) = 17.40.
    assert [(gap.text, gap.nos, gap.points) for gap in of(ranking, world.alder).gaps] == [
        (
            "Release testing in Phase 1 and Phase 3 is declared only; asked: documented.",
            (4, 5),
            Decimal("17.40"),
        ),
        ("No answer on viral clearance studies in Phase 3: ask.", (6,), Decimal("15.00")),
        (
            "Release testing in Phase 1: lead time not stated at Alder One: ask.",
            (4,),
            Decimal("11.40"),
        ),
        ("Aseptic filling in Phase 1: ready 2 weeks late at Alder One.", (3,), Decimal("4.00")),
    ]
    assert [gap.text for gap in of(ranking, world.birch).gaps] == [
        "No answer on aseptic filling in Phase 1 (only at a site that a gate stops): ask.",
        "Not offered: cell line development in Preclinical (stated as not offered).",
        "No answer on viral clearance studies in Phase 3 (Birch South does not state the phases): ask.",
        "Release testing in Phase 1 and Phase 3: certificate lapsed 30 Jun 2026 at Birch South.",
        "Scale of drug substance in Phase 1: asked 200 L, offers up to 100 L at Birch South.",
    ]
    assert [gap.text for gap in of(ranking, world.cedar).gaps] == [
        "No answer on drug substance in Phase 1: ask.",
        "Not offered: aseptic filling in Phase 1.",
        "No answer on cell line development in Preclinical: ask.",
        "Not offered: viral clearance studies in Phase 3 "
        "(stated for other phases, modalities or forms).",
    ]


def test_world_funnel(ranking):
    assert [tuple(step) for step in ranking.funnel] == [
        ("listed", 4),
        ("site without an open warning letter", 3),
        ("meet one must or more", 2),  # Alder and Birch; Cedar answers no must
    ]


def test_world_says_which_kind_serves_a_need(ranking):
    assert [asked.serves for asked in ranking.needs] == [*["CDMO"] * 5, "EITHER"]


def test_world_lapses_before_the_phase(world, ranking):
    # Alder's certificate ends on 2028-01-01: after Phase 1 begins, before Phase 3 does.
    # Birch's ended before Phase 1. Each is named once, for the first phase it is short of.
    found = [
        (match.vendor.name, lapse.phase, lapse.expires_on.isoformat())
        for match in ranking.ranked
        for lapse in match.lapses
    ]

    assert found == [
        ("Alder Biologics", "P3", "2028-01-01"),
        ("Birch Manufacturing", "P1", "2026-06-30"),
    ]


def test_world_waiver_lifts_the_gate_and_is_shown(world, now):
    WaiverFactory(gate=world.gate, vendor=world.dogwood, reason="Remediation seen on site")

    match = of(matching.rank(world.package, now=now), world.dogwood)

    assert (match.rank, match.score, match.best_case) == (4, *points("2.40", "92.00"))
    assert [(gate.passed, gate.waiver) for gate in match.gates] == [
        (True, "Remediation seen on site")
    ]


def test_world_explains_one_vendor_alone_with_the_same_points(world, ranking, now):
    alone = matching.explain(world.package, world.birch, now=now)

    assert rows(alone) == rows(of(ranking, world.birch))
    assert alone.rank is None
