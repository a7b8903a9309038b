"""What is proposed, against expectations read by hand from ``vendors/taxonomy.csv``."""

from decimal import Decimal

import pytest

from programs import proposing
from programs.choices import Priority
from tests.factories.programs import OpenFactFactory, ProgramFactory, ProgramPhaseFactory
from vendors.choices import Evidence, Modality, Phase

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]

# A form that each modality is really given in.
FORMS = {
    "SM": "OSD", "HPA": "OSD", "PEP": "PFS", "OLI": "VIAL", "REC": "VIAL", "MAB": "VIAL",
    "ADC": "LYO", "VAC": "VIAL", "RNA": "VIAL", "AAV": "ATMP", "OVV": "ATMP", "CTA": "ATMP",
    "CTL": "ATMP", "RP": "VIAL",
}  # fmt: skip


def program_of(modality, first, last=None, form="", **fields):
    program = ProgramFactory(
        modality=modality, current_phase=first, target_phase=last or first, **fields
    )
    for phase in Phase.from_to(first, last or first):
        ProgramPhaseFactory(program=program, phase=phase, dosage_form=form)
    return program


def by_package(program):
    found = {}
    for slot in proposing.propose(program).slots:
        found.setdefault(slot.package, set()).add(slot.slot)
    return found


def slot_of(program, name, phase=None):
    (slot,) = (
        slot
        for slot in proposing.propose(program).slots
        if slot.slot == name and phase in (None, slot.phase)
    )
    return slot


def test_small_molecule_tablet_in_phase_1_needs_these_33():
    program = program_of("SM", "P1", form="OSD")

    assert by_package(program) == {
        "drug-substance": {"M1.01", "M1.03", "M1.09"},
        "drug-product": {"M4.02", "M4.06"},
        "testing": {"M5.01", "M5.02", "M5.03", "M5.04", "M5.05", "M5.11"},
        "supply": {"M6.04", "M6.05"},
        "cmc-services": {"M7.01", "M7.04"},
        "nonclinical": {"R2.09"},
        "laboratories": {"R3.01", "R3.07"},
        "clinical": {"R4.01", "FIH", "R4.05", "R4.06", "R4.07", "R4.08", "R4.09", "R4.12"},
        "biometrics": {"R5.01", "R5.02", "R5.07", "R5.08"},
        "regulatory-safety": {"R6.01", "R6.03", "R6.04"},
    }


def test_lyophilised_antibody_drug_conjugate_in_phase_3_is_made_by_these():
    found = by_package(program_of("ADC", "P3", form="LYO"))

    assert found["drug-substance"] == {"M1.15", "EXPR", "M2.10"}
    assert found["drug-product"] == {"M4.16", "M4.18"}


def test_autologous_cell_therapy_in_a_cryobag_in_phase_1_is_made_by_these():
    found = by_package(program_of("CTA", "P1", form="ATMP"))

    assert found["drug-substance"] == {"M3.02", "M3.07", "M3.09", "M3.11", "M3.12", "M3.14"}
    assert found["drug-product"] == {"M4.03", "M4.20"}
    assert found["supply"] == {"M6.06"}


def test_each_phase_uses_its_own_dosage_form():
    program = program_of("MAB", "P1", "P3")
    program.phases.filter(phase="P1").update(dosage_form="VIAL")
    program.phases.filter(phase="P3").update(dosage_form="PFS")

    made = {
        (slot.phase, slot.slot)
        for slot in proposing.propose(program).slots
        if slot.package == "drug-product"
    }

    assert made == {("P1", "M4.03"), ("P1", "M4.14"), ("P3", "M4.17")}


@pytest.mark.parametrize(
    ("modality", "phase", "group", "codes"),
    [
        ("MAB", "P1", "FIH", ("R4.02", "R4.03")),
        ("ADC", "P1", "FIH", ("R4.03",)),
        ("RNA", "P2", "IMMUNO", ("R3.03", "R3.06")),
        ("REC", "PRE", "HOST", ("M2.01", "M2.02")),
        ("REC", "P1", "EXPR", ("M2.06", "M2.08")),
        ("MAB", "COM", "EXPR", ("M2.07",)),
        ("VAC", "P3", "EXPR", ("M2.06", "M2.08", "M2.09")),
        ("OVV", "PRE", "HOST", ("M2.12",)),
    ],
)
def test_leaves_of_a_group_are_alternatives_of_one_slot(modality, phase, group, codes):
    slot = slot_of(program_of(modality, phase, form=FORMS[modality]), group)

    assert slot.capabilities == codes


@pytest.mark.parametrize(
    ("host", "group", "phase", "codes"),
    [
        ("mammalian", "HOST", "PRE", ("M2.01",)),
        ("microbial", "HOST", "PRE", ("M2.02",)),
        ("viral", "HOST", "PRE", ("M2.12",)),
        ("mammalian", "EXPR", "P2", ("M2.06",)),
        ("mammalian", "EXPR", "COM", ("M2.07",)),
        ("microbial", "EXPR", "COM", ("M2.08",)),
        ("viral", "EXPR", "COM", ("M2.09",)),
    ],
)
def test_expression_host_decides_both_groups(host, group, phase, codes):
    program = program_of("VAC", phase, form="VIAL", expression_host=host)

    assert slot_of(program, group).capabilities == codes
    assert proposing.propose(program).questions == []


def test_alternatives_are_named_in_label_and_reason():
    slot = slot_of(program_of("MAB", "P1", form="VIAL"), "FIH")

    assert slot.label == (
        "Phase I unit, healthy-volunteer SAD/MAD or "
        "Early-phase patient studies (oncology, rare disease)"
    )
    assert slot.reason == "Core for an antibody in Phase 1: taxonomy R4.02 or R4.03"


def test_reason_names_the_form_where_the_form_decides():
    slot = slot_of(program_of("MAB", "COM", form="VIAL"), "M4.15")

    assert slot.reason == "Core for an antibody in commercial supply, liquid vial: taxonomy M4.15"


def test_reason_says_which_facts_nobody_confirmed():
    program = program_of("", "P1")
    OpenFactFactory(program=program, field="modality", proposed="MAB")
    OpenFactFactory(program=program, field="dosage_form", proposed="VIAL")

    assert slot_of(program, "M4.14").reason == (
        "Core for an antibody in Phase 1, liquid vial: taxonomy M4.14 "
        "(dosage form and modality not confirmed)"
    )
    assert slot_of(program, "M5.03").reason == (
        "Core for an antibody in Phase 1: taxonomy M5.03 (modality not confirmed)"
    )


def test_core_is_a_must_with_its_default_weight():
    slot = slot_of(program_of("SM", "P1", form="OSD"), "M1.03")

    assert (slot.priority, slot.weight) == (Priority.MUST, Decimal(3))


@pytest.mark.parametrize(
    ("gxp", "phase", "level"),
    [
        ("none", "P1", Evidence.DECLARED),
        ("GMP", "PRE", Evidence.DOCUMENTED),
        ("GMP", "P3", Evidence.DOCUMENTED),
        ("GMP", "REG", Evidence.ON_REGISTER),
        ("GMP ISO13485", "COM", Evidence.ON_REGISTER),
        ("GLP", "PRE", Evidence.DOCUMENTED),
        ("GLP GCLP", "P2", Evidence.DOCUMENTED),
        ("GDP", "COM", Evidence.DOCUMENTED),
        ("ISO15189 CLIA", "P1", Evidence.DOCUMENTED),
        ("GCP", "P3", Evidence.DECLARED),
        ("GVP", "PMK", Evidence.DECLARED),
        ("", "P1", Evidence.DECLARED),
    ],
)
def test_minimum_evidence_follows_regime_and_phase(gxp, phase, level):
    assert proposing.minimum_evidence(gxp, phase) == level


def test_scale_is_taken_over_where_the_units_agree():
    program = program_of("MAB", "P2", form="VIAL")
    program.phases.update(scale=Decimal(2000), scale_unit="L")

    substance, filling = slot_of(program, "EXPR"), slot_of(program, "M4.14")

    assert (substance.scale, substance.scale_unit) == (Decimal(2000), "L")
    assert (filling.scale, filling.scale_unit) == (None, "units/batch")


def test_optional_leaves_are_offered_and_not_proposed():
    proposal = proposing.propose(program_of("SM", "P1", form="OSD"))

    offered = {option.slot for option in proposal.options}

    assert {"M1.10", "M4.04", "M4.05", "M6.07", "R4.04", "R3.05"} <= offered
    assert offered & {slot.slot for slot in proposal.slots} == set()


def test_removed_need_is_offered_and_not_proposed():
    program = program_of("SM", "P1", form="OSD", dismissed_slots=["P1:M1.09"])
    proposal = proposing.propose(program)

    assert "M1.09" in {option.slot for option in proposal.options}
    assert "M1.09" not in {slot.slot for slot in proposal.slots}


def test_missing_form_is_asked_for_each_phase_that_needs_one():
    program = program_of("MAB", "DISC", "P1")

    questions = proposing.propose(program).questions

    assert [(question.field, question.phase) for question in questions] == [
        ("dosage_form", "PRE"),
        ("dosage_form", "P1"),
    ]


@pytest.mark.parametrize(
    ("modality", "phase", "form", "text"),
    [
        (
            "ADC",
            "P1",
            "OSD",
            "Nothing in the taxonomy makes an antibody-drug conjugate as tablet or hard capsule "
            "in Phase 1. Is the form right?",
        ),
        (
            "ADC",
            "P1",
            "PFS",  # formulated (M4.03) but filled by nobody
            "Nothing in the taxonomy makes an antibody-drug conjugate as syringe, cartridge or "
            "pen in Phase 1. Is the form right?",
        ),
        (
            "CTA",
            "COM",
            "LYO",
            "Nothing in the taxonomy makes an autologous cell therapy as lyophilised vial in "
            "commercial supply. Is the form right?",
        ),
        (
            "ADC",
            "PRE",
            "OSD",
            "Nothing in the taxonomy develops an antibody-drug conjugate as tablet or hard "
            "capsule in preclinical development. Is the form right?",
        ),
    ],
)
def test_form_that_nobody_makes_is_said_and_asked(modality, phase, form, text):
    proposal = proposing.propose(program_of(modality, phase, form=form))

    assert [question.text for question in proposal.questions] == [text]


@pytest.mark.parametrize(("modality", "form"), FORMS.items())
def test_form_that_somebody_makes_raises_no_question(modality, form):
    program = program_of(modality, "PRE", "PMK", form=form)

    questions = proposing.propose(program).questions

    assert [question for question in questions if question.field == "dosage_form"] == []


@pytest.mark.parametrize("modality", ["REC", "VAC"])
def test_undecided_host_is_asked_once(modality):
    questions = proposing.propose(program_of(modality, "PRE", "COM", form="VIAL")).questions

    assert [question.field for question in questions] == ["expression_host"]


def test_host_without_a_leaf_is_said_and_asked():
    program = program_of("MAB", "P1", form="VIAL", expression_host="microbial")
    proposal = proposing.propose(program)

    assert [question.text for question in proposal.questions] == [
        "The taxonomy has no microbial or yeast expression for an antibody. Is the host right?"
    ]
    assert "EXPR" not in {slot.slot for slot in proposal.slots}


def test_unknown_modality_is_asked_and_nothing_proposed():
    proposal = proposing.propose(program_of("", "P1"))

    assert [question.field for question in proposal.questions] == ["modality"]
    assert proposal.slots == []


def test_unknown_phase_is_asked_and_nothing_proposed():
    proposal = proposing.propose(ProgramFactory(current_phase=""))

    assert [question.field for question in proposal.questions] == ["current_phase"]
    assert proposal.slots == []


def test_retired_leaf_is_not_proposed(now):
    program = program_of("SM", "P1", form="OSD")
    proposing.Capability.objects.filter(code="M1.09").update(retired_at=now)

    assert "M1.09" not in by_package(program)["drug-substance"]


@pytest.mark.parametrize("modality", Modality.values)
def test_program_from_phase_1_to_market_has_100_to_200_needs(modality):
    found = proposing.propose(program_of(modality, "P1", "COM", form=FORMS[modality])).slots
    packages = [slot.package for slot in found]

    assert 100 <= len(found) <= 200
    assert max(packages.count(package) for package in set(packages)) <= 40
    assert len({slot.key for slot in found}) == len(found)
