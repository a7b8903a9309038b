"""
How ready a draft is: a score from 0 to 100, and what is missing with what it costs.

Pure: the views gather the ``Draft``. Which facts count follows from the built-in templates written
for the leaves of a lot, by its phases and the program's modality. The points are in
docs/requests.md; a check that does not apply drops out of the sum.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from rfps import library
from rfps.choices import RFPKind

READY, ANSWERABLE = 80, 50
NEAR = 3  # a template counts for a lot when it is written for a third of its leaves
VENDORS = 3  # fewer give no comparison
WORDS = 30  # of a message that says something


@dataclass(frozen=True)
class LotDraft:
    """One lot: ``stated`` are the labels of the facts that have a value, in lower case."""

    name: str
    setting: library.Setting
    stated: frozenset[str]
    line_count: int = 0
    to_size: int = 0  # lines whose work has a scale
    unsized: int = 0  # those of them without a quantity
    unpriced: int = 0  # lines of the scope that no line of the grid prices
    grid_count: int = 0


@dataclass(frozen=True)
class Draft:
    """What is assessed of a request."""

    kind: str
    lots: tuple[LotDraft, ...]
    word_count: int = 0
    vendor_count: int = 0
    question_count: int = 0
    weight_sum: Decimal = Decimal(0)
    criterion_count: int = 0
    unanchored: int = 0
    opener_count: int = 0
    has_terms: bool = False
    has_questions_date: bool = False
    pace: str = ""  # the warning about the time to answer


@dataclass(frozen=True)
class Check:
    """A thing looked at: ``met`` from 0 to 1, and where it is put right."""

    points: int
    met: Decimal
    what: str
    effect: str
    part: str


@dataclass(frozen=True)
class Gap:
    """What is missing, and how much of the 100 it costs."""

    cost: int
    what: str
    effect: str
    part: str


@dataclass(frozen=True)
class Readiness:
    score: int
    gaps: list[Gap]

    @property
    def tone(self) -> str:
        return "good" if self.score >= READY else "warn" if self.score >= ANSWERABLE else "bad"

    @property
    def words(self) -> str:
        return {
            "good": "Ready to be priced",
            "warn": "Answerable, after a round of questions",
            "bad": "Good vendors will decline, or guess",
        }[self.tone]


def assess(draft: Draft) -> Readiness:
    """Return the score and the gaps, the dearest first; the score and all costs add up to 100."""
    checks = [*_of_request(draft), *(check for lot in draft.lots for check in _of_lot(lot, draft))]
    total = sum(check.points for check in checks)
    lost = [(100 * check.points * (1 - check.met) / total, check) for check in checks]
    score = int((100 - sum(cost for cost, _ in lost)).to_integral_value(ROUND_FLOOR))
    gaps = [
        Gap(cost, check.what, check.effect, check.part) for cost, check in _whole(lost, 100 - score)
    ]
    return Readiness(score, sorted(gaps, key=lambda gap: -gap.cost))


def facts_for(setting: library.Setting) -> list[dict]:
    """Return the facts vendors need for such a lot, each once."""
    near = [
        one
        for one in library.all_templates()
        if setting.leaves and NEAR * one.count(setting.leaves) >= len(setting.leaves)
    ]
    found = {
        fact["label"]: fact
        for template in near
        for fact in library.concerning(template.content["brief"], setting)
        if fact["is_required"]
    }
    return list(found.values())


def _of_request(draft: Draft) -> list[Check]:
    return _of_words(draft) + (_of_prices(draft) if draft.kind != RFPKind.RFI else [])


def _of_words(draft: Draft) -> list[Check]:
    return [
        _all(
            4,
            draft.word_count >= WORDS,
            "No background",
            "vendors answer another question than yours",
            "edit",
        ),
        _all(
            4,
            draft.vendor_count >= VENDORS,
            f"Fewer than {VENDORS} vendors",
            "nothing to compare with",
            "detail",
        ),
        _all(
            6,
            draft.question_count > 0,
            "No questions",
            "answers come as brochures and cannot be compared",
            "questionnaire",
        ),
        _all(5, not draft.pace, "Time to answer", draft.pace, "edit"),
        _all(
            3,
            draft.has_questions_date,
            "No date for questions",
            "they come until the last evening, and answers reach nobody in time",
            "edit",
        ),
    ]


def _of_prices(draft: Draft) -> list[Check]:
    return [
        _all(
            6,
            draft.weight_sum == 100,
            f"Weights add up to {draft.weight_sum.normalize():f}, not to 100",
            "it cannot be issued",
            "criteria",
        ),
        _share(
            4,
            draft.unanchored,
            draft.criterion_count,
            "criteria without anchors",
            "each scorer uses a scale of their own",
            "criteria",
        ),
        _all(
            5,
            draft.opener_count > 0,
            "Nobody is named to open the bids",
            "they stay sealed after the deadline",
            "rules",
        ),
        _all(3, draft.has_terms, "No terms", "every bid brings its own", "rules"),
    ]


def _of_lot(lot: LotDraft, draft: Draft) -> list[Check]:
    where = f" (lot {lot.name})" if len(draft.lots) > 1 else ""
    checks = [
        _all(8, lot.line_count > 0, f"Nothing is asked{where}", "it cannot be issued", "detail"),
        _share(
            6,
            lot.unsized,
            lot.to_size,
            f"scope lines without a quantity{where}",
            "they are priced at the vendor's guess",
            "detail",
        ),
    ]
    if draft.kind == RFPKind.RFI:
        return checks
    checks += [
        _all(
            8,
            lot.grid_count > 0,
            f"No bid grid{where}",
            "every bid has its own cost structure, and mapping them is your work",
            "grid",
        ),
        _share(
            4,
            lot.unpriced,
            lot.line_count,
            f"scope lines that no grid line prices{where}",
            "they come back as change orders",
            "grid",
        ),
    ]
    for fact in facts_for(lot.setting):
        met = any(word in label for label in lot.stated for word in fact["words"])
        what, _, effect = fact["effect"].partition(": ")
        checks.append(_all(fact["points"], met, f"{what}{where}", effect, "brief"))
    return checks


def _all(points: int, is_met: bool, what: str, effect: str, part: str) -> Check:
    return Check(points, Decimal(is_met), what, effect, part)


def _share(points: int, lacking: int, count: int, what: str, effect: str, part: str) -> Check:
    met = 1 - Decimal(lacking) / count if count else Decimal(1)
    return Check(points, met, f"{lacking} {what}", effect, part)


def _whole(lost: list[tuple[Decimal, Check]], total: int) -> list[tuple[int, Check]]:
    """Round the costs to whole points that add up: the largest remainders get the rest."""
    parts = [(int(cost), cost % 1, check) for cost, check in lost if cost]
    rest = total - sum(whole for whole, _, _ in parts)
    parts.sort(key=lambda part: -part[1])
    return [(whole + (place < rest), check) for place, (whole, _, check) in enumerate(parts)]
