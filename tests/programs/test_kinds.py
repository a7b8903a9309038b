import pytest

from programs import kinds, proposing
from programs.kinds import Kind
from tests.factories.programs import NeedFactory
from vendors.choices import Phase

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaves(taxonomy):
    return {leaf.code: leaf for leaf in proposing.taxonomy()}


def need(*codes, phase=Phase.P1):
    return NeedFactory.build(
        package=None, program=None, organisation=None, capabilities=[*codes], phase=phase
    )


@pytest.mark.parametrize(
    ("codes", "kind", "why"),
    [
        (
            ["M4.14"],
            Kind.CDMO,
            "It turns the substance into the dosed product: formulation, filling, delivery form.",
        ),
        (["R4.08"], Kind.CRO, "It runs trials: sites, patients, monitoring."),
        (["R4.02", "R4.03"], Kind.CRO, "It runs trials: sites, patients, monitoring."),
        (
            ["M5.05"],
            Kind.EITHER,
            "It proves the product's quality: methods, release and stability tests. "
            "Usually a CDMO; many a CRO offers it too.",
        ),
        (
            ["R6.03"],
            Kind.EITHER,
            "It deals with authorities, drug safety and the market. "
            "Usually a CRO; many a CDMO offers it too.",
        ),
        (["X9.99"], Kind.EITHER, "The taxonomy no longer holds this work."),
    ],
)
def test_need_says_which_kind_serves_it_and_why(leaves, codes, kind, why):
    assert kinds.of_need(need(*codes), leaves) == kinds.Serving(kind, why)


def test_every_group_of_the_taxonomy_has_its_reason(leaves):
    assert set(kinds.GROUP_WORK) == {leaf.group for leaf in leaves.values()}


def test_package_is_served_phase_by_phase(leaves):
    needs = [
        need("M4.14"),
        need("M5.03"),
        need("R4.08", phase=Phase.P3),
        need("M5.03", phase=Phase.P2),
    ]

    found = kinds.by_phase(needs, leaves)

    assert [(row.phase, row.kind, row.needs) for row in found] == [
        (Phase.P1, Kind.CDMO, 2),
        (Phase.P2, Kind.EITHER, 1),
        (Phase.P3, Kind.CRO, 1),
    ]
    assert (found[0].cdmo, found[0].cro, found[0].either) == (1, 0, 1)


def test_package_of_one_kind_says_what_the_work_is(leaves):
    assert kinds.of_package([need("M4.14"), need("M5.03")], leaves) == kinds.Serving(
        Kind.CDMO,
        "The work turns the substance into the dosed product: formulation, filling, delivery "
        "form: product work, which a CDMO does. 1 of 2 needs a CRO may offer too.",
    )


def test_package_of_several_groups_says_what_most_of_the_work_is(leaves):
    found = kinds.of_package([need("M1.15"), need("M2.10"), need("M2.06")], leaves)

    assert found.why.startswith("The work makes the biological drug substance")


def test_package_of_both_kinds_advises_to_split(leaves):
    assert kinds.of_package([need("M4.14"), need("R4.08"), need("R4.07")], leaves) == kinds.Serving(
        Kind.BOTH,
        "1 of 3 needs want a CDMO, 2 a CRO: ask vendors that are both, or split the package.",
    )


def test_package_that_either_kind_serves_says_so(leaves):
    assert kinds.of_package([need("M5.03")], leaves) == kinds.Serving(
        Kind.EITHER,
        "The work proves the product's quality: methods, release and stability tests; "
        "both kinds offer all of it.",
    )
