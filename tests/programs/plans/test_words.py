import pytest

from programs.plans import words


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "no need"), (1, "one need"), (2, "two needs"), (12, "12 needs"), (1200, "1,200 needs")],
)
def test_count_is_said_as_people_do(number, said):
    assert words.count(number, "need") == said


def test_workstream_is_named_in_words():
    assert [words.stream(name) for name in ("drug-substance", "ecoa")] == ["Drug substance", "eCOA"]


def plan(**fields):
    proved = {"coverage": True, "partners": True, "handoffs": True, "score": True, "best": True}
    return {
        "name": "best",
        "partners": [{}, {}],
        "uncovered": [],
        "single": [],
        "proved": proved | fields,
    }


def test_what_is_proved_is_claimed():
    assert words.claims({"ms": 7}, plan()) == [
        (
            True,
            "Proved best: no plan covers these needs with fewer partners, or with as many and "
            "fewer hand-offs.",
        ),
        (True, "Its score is proved best, too."),
    ]


def test_what_is_not_proved_is_never_claimed():
    record, found = {"ms": 1234}, plan(best=False, partners=False, handoffs=False)

    assert words.claims(record, found) == [
        (
            False,
            "Best found in 1,234 ms. Not proved: the number of partners and the number of hand-offs.",
        )
    ]
    assert words.badge(record, found) == (False, "Best found in 1,234 ms")


def test_score_alone_may_be_the_best_found():
    record, found = {"ms": 1234}, plan(score=False)

    assert words.claims(record, found) == [
        (
            True,
            "Proved: no plan covers these needs with fewer partners, or with as many and fewer "
            "hand-offs.",
        ),
        (False, "Its score is the best found in 1,234 ms, not proved."),
    ]
    assert words.badge(record, found) == (True, "Proved but for the score")
    assert words.badge(record, plan()) == (True, "Proved best")


def test_one_partner_more_is_not_called_the_best_plan():
    ((_, sentence), _) = words.claims({"ms": 7}, plan() | {"name": "more"})

    assert sentence == "Proved: no plan with two partners has fewer hand-offs."


def test_second_source_that_is_missing_is_part_of_what_is_proved():
    ((_, sentence), _) = words.claims({"ms": 7}, plan() | {"single": [1]})

    assert sentence == (
        "Proved best: nobody covers more weight under these options, or as much with fewer partners "
        "or hand-offs."
    )


@pytest.mark.parametrize(
    ("cap", "apart", "said"),
    [
        (2, False, "the cap"),
        (9, False, "the cap"),
        (None, True, "CDMO and CRO apart"),
        (9, True, "CDMO and CRO apart"),  # two partners do not reach the cap
        (2, True, "the cap with CDMO and CRO apart"),
    ],
)
def test_option_that_leaves_out_needs_is_named(cap, apart, said):
    assert words.left_out_by({"options": {"cap": cap, "apart": apart}}, plan()) == said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "nobody listed"),
        ({"exclude": ["alder"]}, "nobody whom these options allow"),
        ({"apart": True}, "nobody whom these options allow"),
    ],
)
def test_who_does_not_meet_a_need_is_named_by_the_options(options, said):
    assert words.nobody({"options": {"exclude": [], "apart": False} | options}) == said
