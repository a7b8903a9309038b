from decimal import Decimal

import pytest

from rfps import library, planning
from rfps.choices import AnswerType, Envelope, Fact
from vendors.choices import Branch, Modality, Phase
from vendors.models import Capability

TEMPLATES = library.all_templates()
NAMES = [one.slug for one in TEMPLATES]


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_each_template_can_be_written_into_a_request(template):
    content = template.content
    questions = [one for section in content["sections"] for one in section["questions"]]

    assert {one["type"] for one in questions} <= set(AnswerType.values)
    assert {one["fact"] for one in questions} <= {"", *Fact.values}
    assert {one["envelope"] for one in content["sections"]} <= set(Envelope.values)
    assert [
        one["text"]
        for one in questions
        if one["type"] in {"choice", "table"} and not one["options"]
    ] == []
    assert max(len(one["text"]) for one in questions) <= 500
    assert max(len(one["effect"]) for one in content["brief"]) <= 300
    assert set(content["schedule"]) == set(planning.OFFSETS)
    phases = {phase for one in content["brief"] for phase in one["phases"]}
    modalities = {code for one in content["brief"] for code in one["modalities"]}
    assert (phases <= set(Phase.values), modalities <= set(Modality.values)) == (True, True)


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_weights_add_up_and_each_criterion_has_anchors(template):
    criteria = template.content["criteria"]

    assert sum(Decimal(one["weight"]) for one in criteria) == (0 if template.kind == "RFI" else 100)
    by_people = [one for one in criteria if not one["is_price"]]
    assert [one["name"] for one in by_people if len(one["anchors"]) < 3] == []
    assert [one["name"] for one in criteria if one["is_price"]] == ["Price"] * bool(criteria)


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_each_required_fact_says_what_is_missing_and_what_that_costs(template):
    unsaid = [
        one["label"]
        for one in template.content["brief"]
        if one["is_required"] and not all(one["effect"].partition(": "))
    ]

    assert unsaid == []


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_a_stated_fact_is_recognised_by_its_own_label(template):
    strange = [
        one["label"]
        for one in template.content["brief"]
        if not any(word in one["label"].lower() for word in one["words"])
    ]

    assert strange == []


@pytest.mark.django_db
def test_every_leaf_of_the_taxonomy_has_a_template_of_its_kind(taxonomy):
    for leaf in Capability.objects.all():
        proposed = library.proposed([leaf.code])
        if leaf.branch == Branch.CDMO and leaf.group not in {"M5", "M7"}:
            assert (leaf.code, proposed and proposed.branch) == (leaf.code, Branch.CDMO)
        elif leaf.group != "M7":  # services around any of them
            assert (leaf.code, proposed and proposed.branch) == (leaf.code, Branch.CRO)


@pytest.mark.parametrize(
    ("codes", "slug"),
    [
        (["M1.03", "M1.09"], "small-molecule"),
        (["M2.06", "M1.03", "M2.01"], "biologic"),
        (["M3.08"], "advanced-therapy"),
        (["M4.06", "M4.02"], "oral-solid"),
        (["M4.14", "M4.16", "M4.03"], "sterile"),
        (["R4.07", "R5.01", "R6.01"], "clinical"),
        (["R2.04", "R3.01"], "laboratory"),
    ],
)
def test_the_template_for_most_leaves_is_proposed(codes, slug):
    assert library.proposed(codes).slug == slug


def test_nothing_is_proposed_for_work_that_no_template_is_written_for():
    assert library.proposed(["M7.01"]) is None
    assert library.get("../../etc/passwd") is None


def test_facts_come_with_their_phase_modality_and_leaf():
    biologic = library.get("biologic").content["brief"]
    early = library.Setting(frozenset({"M2.06"}), frozenset({"P1"}), "MAB")
    late = library.Setting(frozenset({"M2.10"}), frozenset({"P3"}), "ADC")

    difference = {one["label"] for one in library.concerning(biologic, late)} - {
        one["label"] for one in library.concerning(biologic, early)
    }

    assert difference == {"Validation and PPQ scope", "Drug-linker and conjugation"}


def test_the_library_holds_each_question_of_a_section_once():
    for _, questions in library.questions():
        texts = [one["text"] for one in questions]
        assert len(texts) == len(set(texts))
    assert "Named team" in dict(library.questions())
