import pytest

from rfps.bidding import answers
from rfps.bidding.answers import WrongAnswerError


def question(kind: str, options=()) -> dict:
    return {"type": kind, "options": list(options)}


@pytest.mark.parametrize(
    ("kind", "options", "raw", "value"),
    [
        ("text", [], "By PAT.", "By PAT."),
        ("text", [], "", None),
        ("number", [], "14.50", "14.5"),
        ("number", [], "-3", "-3"),
        ("date", [], "2027-03-01", "2027-03-01"),
        ("choice", ["GMP"], "GMP", "GMP"),
        ("yes_no", [], "no", "no"),
        ("table", ["a", "b"], [["1"], ["1", "2", "3"]], [["1", ""], ["1", "2"]]),
        ("table", ["a"], [], None),
    ],
)
def test_an_answer_is_read_by_its_type(kind, options, raw, value):
    assert answers.read(question(kind, options), raw) == value


@pytest.mark.parametrize(
    ("kind", "options", "raw", "words"),
    [
        ("text", [], "x" * 20_001, "at most 20,000"),
        ("number", [], "ten", "is no number"),
        ("date", [], "31.03.2027", "write it like 2027-03-31"),
        ("date", [], "2027-02-30", "is no date"),
        ("choice", ["GMP"], "GLP", "not among the choices"),
        ("yes_no", [], "maybe", "yes or no"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(kind, options, raw, words):
    with pytest.raises(WrongAnswerError, match=words):
        answers.read(question(kind, options), raw)
