from datetime import date

import pytest

from programs import overview
from tests.factories.programs import OpenFactFactory, ProgramFactory, ProgramPhaseFactory

pytestmark = pytest.mark.django_db


def test_axis_shows_past_now_planned_and_outside():
    program = ProgramFactory(current_phase="P1", target_phase="P3")
    ProgramPhaseFactory(program=program, phase="P1", starts_on=date(2026, 1, 1))
    ProgramPhaseFactory(program=program, phase="P2", starts_on=date(2027, 4, 1))

    cells = overview.axis(program)

    assert [cell.state for cell in cells] == [
        "past", "past", "now", "planned", "planned", "outside", "outside", "outside",
    ]  # fmt: skip
    assert [cell.caption for cell in cells] == ["", "", "now", "Q2 27", "", "", "", ""]


def test_axis_of_an_unknown_phase_claims_nothing():
    cells = overview.axis(ProgramFactory(current_phase=""))

    assert {cell.state for cell in cells} == {"outside"}


@pytest.mark.parametrize(
    ("month", "quarter"), [(1, "Q1 28"), (3, "Q1 28"), (4, "Q2 28"), (9, "Q3 28"), (12, "Q4 28")]
)
def test_caption_is_the_quarter(month, quarter):
    program = ProgramFactory(current_phase="P1")
    ProgramPhaseFactory(program=program, phase="P2", starts_on=date(2028, month, 28))

    assert overview.axis(program)[3].caption == quarter


@pytest.mark.parametrize(
    ("now", "target", "way"),
    [
        ("P1", "COM", "Phase 1 now, planned up to Commercial"),
        ("PMK", "PMK", "Post-marketing now"),
        ("", "P3", "Phase not stated, planned up to Phase 3"),
    ],
)
def test_way_in_words(now, target, way):
    assert (
        ProgramFactory.build(organisation=None, current_phase=now, target_phase=target).way() == way
    )


@pytest.mark.parametrize(
    ("modality", "proposed", "what"),
    [
        ("SM", "", "Small molecule, Gout"),
        ("", "MAB", "Antibody (not confirmed), Gout"),
        ("", "", "Modality not stated, Gout"),
    ],
)
def test_unconfirmed_modality_is_named_as_such(modality, proposed, what):
    program = ProgramFactory(modality=modality, indication="Gout")
    OpenFactFactory(program=program, field="modality", proposed=proposed)

    assert overview.what(program) == what


def test_confirmed_fact_is_no_question(now):
    program = ProgramFactory()
    OpenFactFactory(program=program, confirmed_at=now)

    assert overview.fact_questions(program) == []


def test_open_fact_carries_its_rule_as_a_sentence():
    program = ProgramFactory()
    OpenFactFactory(program=program, proposed="VIAL", rule="The record of “X” is injected")

    (question,) = overview.fact_questions(program)

    assert (question.label, question.proposed_label) == ("dosage form", "Liquid vial")
    assert question.why == "The record of “X” is injected."
