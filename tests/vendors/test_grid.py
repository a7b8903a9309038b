import pytest

from tests.factories.vendors import CapabilityFactory, CapabilityLineFactory
from vendors import grid
from vendors.choices import Evidence, Modality, Phase

LEAF = CapabilityFactory.build(phases=[Phase.P1, Phase.P2, Phase.P3])


def line(site=1, **fields):
    return CapabilityLineFactory.build(
        site=None, site_id=site, capability=LEAF, **{"phases": [Phase.P1]} | fields
    )


def levels(*lines, site_ids=(1,), is_confirmed=False, asked=grid.ANYTHING) -> list:
    """Return the levels of Phase 1 to registration."""
    row = grid.row(LEAF, lines, site_ids=site_ids, is_confirmed=is_confirmed, asked=asked)
    return list(row.levels.values())[2:6]


def test_the_best_line_of_any_site_speaks():
    found = levels(
        line(evidence=Evidence.DECLARED),
        line(site=2, evidence=Evidence.INSPECTED, phases=[Phase.P1, Phase.REG]),
        site_ids=(1, 2),
    )

    assert found == [4, "u", "u", 4]


def test_a_phase_without_business_is_empty():
    assert levels() == ["u", "u", "u", None]


def test_a_confirmed_list_turns_unknown_into_no():
    assert levels(line(), is_confirmed=True) == [1, "n", "n", None]


def test_a_line_without_phases_leaves_them_unknown_even_in_a_confirmed_list():
    assert levels(line(phases=[]), is_confirmed=True) == ["u", "u", "u", None]


def test_it_is_a_no_only_when_every_site_refuses():
    no = line(is_offered=False, phases=[])

    assert levels(no, site_ids=(1,)) == ["n", "n", "n", None]
    assert levels(no, site_ids=(1, 2)) == ["u", "u", "u", None]
    assert levels(no, line(site=2), site_ids=(1, 2)) == [1, "u", "u", None]


@pytest.mark.parametrize(
    ("stated", "level"), [([Modality.ADC], 1), ([Modality.SM], "u"), ([], "u")]
)
def test_an_asked_modality_counts_only_where_stated(stated, level):
    asked = grid.Asked(modalities=frozenset({Modality.ADC}))

    assert levels(line(modalities=stated), asked=asked)[0] == level
