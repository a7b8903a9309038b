import pytest

from tests.factories.vendors import CapabilityLineFactory
from vendors import traits
from vendors.choices import DosageForm, Evidence, Grade, Modality, Phase

pytestmark = pytest.mark.django_db


def test_no_code_stands_for_two_things():
    assert len(traits.CODES) == len(set(traits.CODES))


@pytest.mark.parametrize("level", Evidence)
@pytest.mark.parametrize("grade", ["", *Grade.values])
def test_database_and_code_agree_on_grade_and_evidence(grade, level):
    line = CapabilityLineFactory(phases=[], modalities=[], grade=grade, evidence=level)
    line.refresh_from_db()

    weaker = sum(traits.at_least(one) for one in Evidence.values if one <= level)
    assert line.traits == traits.of([grade] if grade else []) | weaker


@pytest.mark.parametrize(
    ("field", "choices"),
    [("phases", Phase), ("modalities", Modality), ("dosage_forms", DosageForm)],
)
def test_database_and_code_agree_on_every_axis(field, choices):
    nothing = {"phases": [], "modalities": [], "dosage_forms": []}
    for code in choices.values:
        line = CapabilityLineFactory(**nothing | {field: [code, code]}, evidence=1)
        line.refresh_from_db()

        assert line.traits == traits.BITS[code] | traits.at_least(1)


@pytest.mark.django_db
def test_a_number_says_again_what_the_line_stated(taxonomy):
    line = CapabilityLineFactory(
        phases=["P1", "COM"], modalities=["MAB"], dosage_forms=[], grade="", evidence=3
    )
    line.refresh_from_db(fields=["traits"])

    assert traits.stated("phase", line.traits) == ("P1", "COM")
    assert traits.stated("modality", line.traits) == ("MAB",)
    assert traits.stated("form", line.traits) == traits.stated("grade", line.traits) == ()
    assert traits.stated("evidence", line.traits) == (1, 2, 3)
