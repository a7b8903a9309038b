from dataclasses import replace
from decimal import Decimal

import pytest

from rfps import library, readiness
from rfps.readiness import Draft, LotDraft


def setting(*leaves, phases=("P1",), modality="SM") -> library.Setting:
    return library.Setting(frozenset(leaves), frozenset(phases), modality)


def complete(where: library.Setting) -> LotDraft:
    stated = {fact["label"].lower() for fact in readiness.facts_for(where)}
    return LotDraft(
        name="1, Lot",
        setting=where,
        stated=frozenset(stated),
        line_count=3,
        to_size=2,
        grid_count=3,
    )


def draft(*lots, **changes) -> Draft:
    whole = Draft(
        kind="RFP",
        lots=lots,
        word_count=80,
        vendor_count=3,
        question_count=30,
        weight_sum=Decimal(100),
        criterion_count=5,
        opener_count=2,
        has_terms=True,
        has_questions_date=True,
    )
    return replace(whole, **changes)


TABLETS = setting("M4.06")
TRIAL = setting("R4.07")


@pytest.mark.parametrize("where", [TABLETS, TRIAL, setting("M2.06"), setting("M1.03"), setting()])
def test_a_complete_draft_has_a_hundred_and_no_gap(where):
    assert readiness.assess(draft(complete(where))) == readiness.Readiness(100, [])


def test_an_empty_draft_is_near_nothing_and_every_point_is_accounted_for():
    empty = Draft(
        kind="RFP",
        lots=(LotDraft(name="1", setting=TABLETS, stated=frozenset()),),
        pace="1 working day to answer: …",
    )

    found = readiness.assess(empty)

    assert found.score <= 10
    assert found.score + sum(gap.cost for gap in found.gaps) == 100
    assert found.tone == "bad"


@pytest.mark.parametrize("missing", range(0, 14, 3))
def test_score_and_costs_add_up_to_a_hundred(missing):
    lot = complete(TRIAL)
    stated = frozenset(sorted(lot.stated)[missing:])

    found = readiness.assess(draft(replace(lot, stated=stated, unsized=1, unpriced=2)))

    assert found.score + sum(gap.cost for gap in found.gaps) == 100
    assert [gap.cost for gap in found.gaps] == sorted(
        (gap.cost for gap in found.gaps), reverse=True
    )


def test_no_batch_size_is_named_with_what_it_costs():
    lot = complete(TABLETS)
    lot = replace(lot, stated=lot.stated - {"batch size"})

    (gap,) = readiness.assess(draft(lot)).gaps

    assert (gap.what, gap.effect, gap.part) == (
        "No batch size",
        "CDMOs cannot price the campaign",
        "brief",
    )
    assert gap.cost > 0


def test_a_trial_is_asked_for_subjects_and_not_for_a_batch_size():
    found = {fact["label"] for fact in readiness.facts_for(TRIAL)}

    assert "Subjects screened and randomised" in found
    assert "Batch size" not in found


def test_a_later_phase_needs_more():
    early = {fact["label"] for fact in readiness.facts_for(TABLETS)}
    late = {fact["label"] for fact in readiness.facts_for(setting("M4.07", phases=["COM"]))}

    assert late - early == {"Validation and PPQ scope", "Serialisation and artwork"}


def test_another_modality_needs_something_else():
    antibody = {f["label"] for f in readiness.facts_for(setting("M2.06", modality="MAB"))}
    conjugate = {f["label"] for f in readiness.facts_for(setting("M2.06", modality="ADC"))}

    assert conjugate - antibody == {"Drug-linker and conjugation"}


def test_ones_own_words_for_a_fact_count():
    lot = complete(TABLETS)
    own = replace(lot, stated=lot.stated - {"batch size"} | {"our clinical batch size, kg"})

    assert readiness.assess(draft(own)).score == 100


def test_a_lot_of_both_kinds_is_measured_by_both_annexes():
    both = {fact["label"] for fact in readiness.facts_for(setting("M4.06", "R4.07"))}

    assert {"Batch size", "Subjects screened and randomised"} <= both


def test_two_lots_are_named_apart():
    lot = complete(TABLETS)
    second = replace(lot, name="2, Trial", grid_count=0)

    (gap,) = readiness.assess(draft(lot, second)).gaps

    assert gap.what == "No bid grid (lot 2, Trial)"


def test_a_request_for_information_needs_neither_prices_nor_criteria():
    lot = LotDraft(name="1", setting=TABLETS, stated=frozenset(), line_count=1)
    asking = draft(lot, kind="RFI", weight_sum=Decimal(0), criterion_count=0, has_terms=False)

    assert readiness.assess(asking).score == 100


@pytest.mark.parametrize(
    ("changes", "what", "part"),
    [
        ({"word_count": 5}, "No background", "edit"),
        ({"vendor_count": 2}, "Fewer than 3 vendors", "detail"),
        ({"question_count": 0}, "No questions", "questionnaire"),
        ({"pace": "3 working days to answer: below 10 …"}, "Time to answer", "edit"),
        ({"has_questions_date": False}, "No date for questions", "edit"),
        ({"weight_sum": Decimal("95.00")}, "Weights add up to 95, not to 100", "criteria"),
        ({"unanchored": 2}, "2 criteria without anchors", "criteria"),
        ({"opener_count": 0}, "Nobody is named to open the bids", "rules"),
        ({"has_terms": False}, "No terms", "rules"),
    ],
)
def test_each_thing_of_the_request_is_looked_at(changes, what, part):
    (gap,) = readiness.assess(draft(complete(TABLETS), **changes)).gaps

    assert (gap.what, gap.part) == (what, part)


@pytest.mark.parametrize(
    ("score", "tone"), [(0, "bad"), (49, "bad"), (50, "warn"), (79, "warn"), (80, "good")]
)
def test_the_anchors_of_the_score(score, tone):
    assert readiness.Readiness(score, []).tone == tone
