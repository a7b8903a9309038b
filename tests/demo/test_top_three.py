"""
For one package of each demo program: who comes first, second and third, and why.

The reasons stand in words beside the names; the numbers that prove them are checked below.
"""

from dataclasses import dataclass

import pytest

from programs import matching
from programs.choices import NeedState
from programs.models import Program
from tests.demo.conftest import NOW
from vendors.models import Vendor

pytestmark = pytest.mark.usefixtures("demo_world", "db")


@dataclass(frozen=True)
class Foretold:
    package: str
    top_three: tuple[str, str, str]
    why: str


FORETOLD = {
    "AUR-114": Foretold(
        "Conjugate and drug product",
        ("Brackenfell Conjugates", "Cindervale Biomanufacturing", "Eskerlund Biologics"),
        "Brackenfell answers every need under one quality system; Cindervale has confirmed that it "
        "does no early process development; Eskerlund has confirmed that it fills no vials.",
    ),
    "AUR-207": Foretold(
        "Clinical",
        ("Ninebarrow Clinical Research", "Pinecarrow Trials", "Southbarrow Phase One"),
        "The team asks for inspected units and monitors, and for papers on the rest: Ninebarrow is "
        "inspected throughout, Pinecarrow where it is asked, and both have all points, so that "
        "evidence decides; for Southbarrow's trial master file there is only its word.",
    ),
    "HVB-021": Foretold(
        "Commercial supply",
        ("Tarrowmere Biopharma", "Osterhallow Biologics", "Minasegawa Bioproduction"),
        "Tarrowmere makes, fills, packs and ships; Osterhallow has confirmed that it distributes "
        "nothing; Minasegawa says nothing about distribution and less is proven of its devices.",
    ),
    "HVB-310": Foretold(
        "Drug substance",
        ("Alpenmoor Peptides", "Saltbryn Peptide Works", "Kaverimala Peptides"),
        "All three answer everything: Alpenmoor inspected, Saltbryn on the register with a "
        "certificate that lapses before launch, Kaverimala with a document where the register is "
        "asked for the validation campaign.",
    ),
    "LMH-101": Foretold(
        "Cells, vector and plasmid",
        ("Lanternbay Cell Therapies", "Halvemaan Cell Works", "Brightcroft Cell Foundry"),
        "Lanternbay has cells, vector and plasmid; Halvemaan has confirmed no plasmid; Brightcroft "
        "neither vector nor plasmid.",
    ),
    "LMH-240": Foretold(
        "Drug substance",
        ("Thornquay RNA", "Velloriga Nucleics", "Nimbrook mRNA"),
        "Thornquay is proven from plasmid to nanoparticle; Velloriga answers everything, its "
        "plasmid below the scale of Phase 3; Nimbrook has confirmed that it makes no GMP plasmid.",
    ),
}


def ranked(code: str, top=None):
    package = Program.objects.get(code=code).packages.get(name=FORETOLD[code].package)
    return matching.rank(package, now=NOW, top=top)


def first_three(code: str):
    return ranked(code, top=3).vendors


def labels(match, state: NeedState) -> set[str]:
    """Return the slots of the needs in one state."""
    return {answer.need.slot for answer in match.answers if answer.state == state}


def worst_factors(match) -> dict[tuple[str, str], list[str]]:
    """Return by phase and slot the factors that cost points."""
    return {
        (answer.need.phase, answer.need.slot): [
            factor.name for factor in answer.factors if factor.span.worst < 1
        ]
        for answer in match.answers
    }


def test_whole_world_is_in_the_directory(demo_world):
    assert demo_world.vendors >= 240
    assert demo_world.sites >= 400
    assert Vendor.objects.listed().count() >= 240


@pytest.mark.parametrize("code", FORETOLD)
def test_top_three_is_as_foretold(code):
    found = first_three(code)

    assert tuple(match.vendor.name for match in found) == FORETOLD[code].top_three
    assert [match.rank for match in found] == [1, 2, 3]
    assert not any(match.is_tied for match in found)


@pytest.mark.parametrize("code", FORETOLD)
def test_points_add_up_to_the_score(code):
    for match in first_three(code):
        assert sum(answer.points for answer in match.answers) == match.score


def test_every_program_is_foretold():
    assert set(Program.objects.values_list("code", flat=True)) == set(FORETOLD)


def test_conjugate_needs_one_roof():
    brackenfell, cindervale, eskerlund = first_three("AUR-114")

    assert brackenfell.coverage_pct == 100
    assert labels(cindervale, NeedState.NOT_MET) >= {"M2.04", "M2.05"}
    assert labels(eskerlund, NeedState.NOT_MET) >= {"M4.16", "M4.18"}


def test_conjugate_maker_with_an_open_warning_letter_is_stopped():
    stopped = {match.vendor.name: match for match in ranked("AUR-114").stopped}

    assert "warning letter" in stopped["Morrowby Biologics"].stopped_by[0].why
    assert "Disqualified by us" in stopped["Tamsin Ridge Pharma"].stopped_by[0].why


def test_first_in_human_is_decided_by_evidence():
    ninebarrow, pinecarrow, southbarrow = first_three("AUR-207")

    assert ninebarrow.score == pinecarrow.score == 100
    assert ninebarrow.evidence_total > pinecarrow.evidence_total
    assert labels(southbarrow, NeedState.WEAKER) == {"R4.12"}


def test_second_source_is_decided_by_what_lies_outside_the_plant():
    tarrowmere, osterhallow, minasegawa = first_three("HVB-021")

    assert tarrowmere.score == 100
    assert labels(osterhallow, NeedState.NOT_MET) == {"M6.08"}
    assert labels(minasegawa, NeedState.UNKNOWN) == {"M6.06", "M6.08"}


def test_peptide_is_decided_by_the_register():
    alpenmoor, saltbryn, kaverimala = first_three("HVB-310")

    assert alpenmoor.score == 100
    assert [match.coverage_pct for match in (saltbryn, kaverimala)] == [100, 100]
    assert {lapse.phase for lapse in saltbryn.lapses} == {"COM"}
    assert labels(saltbryn, NeedState.WEAKER) == set()
    assert labels(kaverimala, NeedState.WEAKER) == {"M7.03"}


def test_cell_therapy_is_decided_by_vector_and_plasmid():
    lanternbay, halvemaan, brightcroft = first_three("LMH-101")

    assert lanternbay.coverage_pct == 100
    assert labels(halvemaan, NeedState.NOT_MET) == {"M3.02"}
    assert labels(brightcroft, NeedState.NOT_MET) >= {"M3.02", "M3.09"}


def test_vaccine_is_decided_by_plasmid_and_scale():
    thornquay, velloriga, nimbrook = first_three("LMH-240")

    assert thornquay.score == 100
    assert velloriga.coverage_pct == 100
    assert worst_factors(velloriga)["P3", "M3.02"] == ["scale"]
    assert labels(nimbrook, NeedState.NOT_MET) == {"M3.02"}
