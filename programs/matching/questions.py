"""The one question to one vendor whose answer could move the ranking most."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from programs.choices import NeedState
from programs.matching import words
from programs.matching.types import Answer, VendorMatch


class Question(NamedTuple):
    """What to ask whom, and where the vendor would stand after the best answer."""

    match: VendorMatch
    answer: Answer
    text: str
    gain: Decimal
    score: Decimal
    rank: int


def most_moving(matches: Sequence[VendorMatch]) -> Question | None:
    """
    Return the open question that brings a vendor to the best place; then over the most places, then
    with the most points. None where no answer can change a place.

    Each is taken alone: one need of one vendor answered in its favour, all others as they are.

    :param matches: the first vendors of a ranking in its order, with their ranks
    """
    found = [
        question
        for match in matches
        for answer in match.answers
        if (question := _question(match, answer, matches)) and question.rank < match.rank
    ]
    return min(
        found,
        key=lambda q: (
            q.rank,
            q.rank - q.match.rank,
            -q.gain,
            q.match.vendor.pk,
            q.answer.asked.no,
        ),
        default=None,
    )


def _question(match: VendorMatch, answer: Answer, matches) -> Question | None:
    gain = answer.best_points - answer.points
    if not gain or not answer.asked.leaves:  # what no capability answers, no vendor can
        return None
    score, asked = match.score + gain, answer.asked
    is_new = not answer.is_answered
    key = (
        score,
        match.best_case,
        -(match.must_gaps - (is_new and asked.is_must)),
        match.evidence_total + is_new * asked.need.minimum_evidence,  # it may be proven better yet
    )
    rank = 1 + sum(other.key > key for other in matches if other is not match)
    return Question(match, answer, _text(answer), gain, score, rank)


def _text(answer: Answer) -> str:
    """Say what to ask."""
    what = f"{words.lowered(answer.asked.label)} in {answer.asked.phase.label}"
    if answer.state == NeedState.UNKNOWN:
        return f"Do you offer {what}, and how well is it proven?"
    open_factors = [factor.name for factor in answer.factors if factor.is_open]
    if open_factors:
        return f"What is your {' and your '.join(open_factors)} for {what}?"
    return f"What else can you state about {what}?"
