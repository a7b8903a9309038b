"""What has to happen before a request can be decided, and where."""

from dataclasses import dataclass

from django.urls import reverse

from rfps.choices import EvaluationState
from rfps.services import evaluation, openings


@dataclass(frozen=True)
class Step:
    """A sentence, and the page on which the next thing is done."""

    words: str
    label: str
    url: str


def before_decision(rfp, at) -> Step:
    if not rfp.issued_at:
        words = "The request is a draft: nobody was asked yet."
        return Step(words, "Back to the draft", rfp.get_absolute_url())
    state = evaluation.of(rfp).state
    if state == EvaluationState.SCORING:
        return _at("rfp-evaluation", rfp, "The evaluators still score.", "See how far they are")
    if state == EvaluationState.MODERATION:
        words = "Scoring is over: settle what asks for a talk, then close the technical scores for good."
        return _at("rfp-moderation", rfp, words, "Compare the scores")
    if state == EvaluationState.TECHNICAL_CLOSED:
        return _closed(rfp)
    words = openings.waits(rfp, at) or "The deadline is past: whoever is named opens the bids."
    return _at("rfp-opening", rfp, words, "Go to the opening")


def _closed(rfp) -> Step:
    """The technical scores are closed; below the minimum no price can be opened any more."""
    if waits := openings.commercial_waits(rfp):
        return _at("rfp-evaluation", rfp, waits, "Read the technical points")
    words = "The technical scores are closed: whoever is named opens the commercial envelope."
    return _at("rfp-opening", rfp, words, "Go to the opening")


def _at(name: str, rfp, words: str, label: str) -> Step:
    return Step(words, label, reverse(name, args=[rfp.pk]))
