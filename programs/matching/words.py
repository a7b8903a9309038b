"""The gaps of a vendor, in words."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from programs.choices import NeedState
from vendors.choices import Evidence, Phase


class Gap(NamedTuple):
    """What is missing, with the points that closing it would bring."""

    kind: str
    text: str
    nos: tuple[int, ...]
    points: Decimal


TEXTS = {
    "not_met": "Not offered: {label} in {phases}{detail}.",
    "unknown": "No answer on {label} in {phases}{detail}: ask.",
    "unanswerable": "{Label} in {phases}: no capability of the taxonomy answers it.",
    "weaker": "{Label} in {phases} is {detail}.",
    "scale": "Scale of {label} in {phases}: {detail}.",
    "lead time": "{Label} in {phases}: {detail}.",
    "certificate": "{Label} in {phases}: {detail}.",
}


def gaps(answers) -> tuple[Gap, ...]:
    """
    Name what is missing: one sentence for the phases that share it, the most points first.

    :param answers: the vendor's ``Answer`` rows, in the order of the needs
    """
    found = defaultdict(list)
    for answer in answers:
        if (missing := answer.asked.possible - answer.points) or not answer.is_answered:
            for kind, detail in _kinds(answer):
                found[kind, answer.asked.label, detail].append((answer.asked, missing))
    rows = [
        Gap(
            kind,
            TEXTS[kind].format(
                label=lowered(label),
                Label=label,
                phases=phases([asked.phase for asked, _ in members]),
                detail=detail,
            ),
            tuple(asked.no for asked, _ in members),
            sum((missing for _, missing in members), Decimal("0.00")),
        )
        for (kind, label, detail), members in found.items()
    ]
    return tuple(sorted(rows, key=lambda gap: (-gap.points, gap.nos)))


def _kinds(answer):
    """Yield what is missing in one answer: its state, then the factors below 1."""
    if answer.state == NeedState.NOT_MET:
        yield "not_met", f" ({answer.why})" if answer.why else ""
    elif not answer.asked.leaves:
        yield "unanswerable", ""
    elif answer.state == NeedState.UNKNOWN:
        yield "unknown", f" ({answer.why})" if answer.why else ""
    elif answer.state == NeedState.WEAKER:
        asked = Evidence(answer.asked.need.minimum_evidence).label.lower()
        yield "weaker", f"{answer.evidence_label.lower()} only; asked: {asked}"
    for factor in answer.factors:
        if factor.note:
            ask = ": ask" if factor.is_open else ""
            yield factor.name, f"{factor.note} at {answer.site.name}{ask}"


def lowered(label: str) -> str:
    """Lower the first letter for the middle of a sentence, unless it opens an abbreviation."""
    return label[0].lower() + label[1:] if label[1:2].islower() else label


def phases(found: list[Phase]) -> str:
    """Join phases as a person says them: "Phase 1 to Phase 3", "Phase 1 and Registration"."""
    axis = list(Phase)
    places = sorted({axis.index(phase) for phase in found})
    labels = [axis[place].label for place in places]
    if len(places) > 2 and places[-1] - places[0] == len(places) - 1:
        return f"{labels[0]} to {labels[-1]}"
    return joined(labels)


def joined(parts: list[str]) -> str:
    """Join with commas and a last "and"."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def number(value: Decimal) -> str:
    """Write a number without trailing zeros, with thousands apart."""
    return f"{value.normalize():,f}"


def span(low: Decimal | None, high: Decimal | None) -> str:
    """Write a range that may be open at one end."""
    if low is None:
        return f"up to {number(high)}"
    return f"from {number(low)}" if high is None else f"{number(low)} to {number(high)}"


def weeks(days: int) -> str:
    """Write days as weeks begun."""
    count = -(-days // 7)
    return f"{count} week{'s' * (count != 1)}"


def day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"
