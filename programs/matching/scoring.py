"""
The factors of a fit, each 0 to 1 by an anchored table of ``docs/matching.md``.

No factor looks at another vendor. What a vendor has not stated takes the lowest value of its table
in the worst case and 1 in the best, so that no answer can leave the interval.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from programs.matching import words
from programs.matching.types import Asked, Factor, Line, Span
from vendors.choices import Evidence

ONE = Decimal(1)
CENT = Decimal("0.01")
HUNDRED = Decimal("100.00")

EVIDENCE_BELOW = (ONE, Decimal("0.6"), Decimal("0.35"), Decimal("0.15"))  # by levels below
SCALE_INSIDE, SCALE_NEAR, SCALE_FAR = ONE, Decimal("0.5"), Decimal("0.2")
SCALE_NEAR_RATIO = 2
LATE_BY_WEEKS = ((0, ONE), (13, Decimal("0.8")), (26, Decimal("0.6")))
LATE_BEYOND = Decimal("0.4")
LEAD_TIME_HORIZON = timedelta(weeks=104)
CERTIFICATE_LAPSES, CERTIFICATE_LAPSED = Decimal("0.8"), Decimal("0.6")


def evidence(level: int, minimum: int) -> Decimal:
    """Return the factor of an evidence level against the level asked."""
    return EVIDENCE_BELOW[max(minimum - level, 0)]


def scale(line: Line, asked: Asked) -> Factor | None:
    """Place the asked scale in the line's range; None where the need names no scale."""
    need = asked.need
    if need.scale is None:
        return None
    usual = next((leaf.scale_unit for leaf in asked.leaves if leaf.code == line.leaf), "")
    unit = need.scale_unit or usual
    low, high = line.scale_min, line.scale_max
    is_same_unit = (line.scale_unit or usual).casefold() == unit.casefold()
    if (low is None and high is None) or not is_same_unit:
        return Factor("scale", Span(SCALE_FAR, ONE), f"scale not stated in {unit}".rstrip())
    if (low is None or low <= need.scale) and (high is None or need.scale <= high):
        return Factor("scale", Span(SCALE_INSIDE, SCALE_INSIDE), "")
    nearest, farthest = sorted(
        (need.scale, high if high is not None and need.scale > high else low)
    )
    is_near = nearest > 0 and farthest <= SCALE_NEAR_RATIO * nearest
    value = SCALE_NEAR if is_near else SCALE_FAR
    note = f"asked {words.number(need.scale)} {unit}, offers {words.span(low, high)} {unit}"
    return Factor("scale", Span(value, value), note)


def lead_time(line: Line, asked: Asked, today: date) -> Factor | None:
    """
    Hold what the line can start against the phase's planned start.

    None where the start is not planned, or lies more than two years ahead: any slot can still be
    planned for. A start in the past means as soon as possible.
    """
    if asked.starts_on is None or asked.starts_on - today > LEAD_TIME_HORIZON:
        return None
    if line.lead_time_weeks is None and line.next_slot_date is None:
        return Factor("lead time", Span(LATE_BEYOND, ONE), "lead time not stated")
    ready = max(
        today + timedelta(weeks=line.lead_time_weeks or 0),
        line.next_slot_date or today,
    )
    late = (ready - max(asked.starts_on, today)).days
    value = next((value for weeks, value in LATE_BY_WEEKS if late <= 7 * weeks), LATE_BEYOND)
    note = f"ready {words.weeks(late)} late" if late > 0 else ""
    return Factor("lead time", Span(value, value), note)


def certificate(line: Line, asked: Asked, today: date) -> Factor | None:
    """
    Say whether the certificate behind the line holds on the day the phase starts.

    None where the line names none, or is proven above what is asked: the level below it would do.
    The values are such that a lapsed certificate is never worse than that level.
    """
    is_enough_without = line.evidence > asked.need.minimum_evidence
    if line.certificate_id is None or line.evidence == Evidence.DECLARED or is_enough_without:
        return None
    expires_on = line.certificate_expires_on
    starts_on = max(asked.starts_on or today, today)
    if expires_on is None or expires_on >= starts_on:
        return Factor("certificate", Span(ONE, ONE), "")
    value = CERTIFICATE_LAPSES if expires_on >= today else CERTIFICATE_LAPSED
    verb = "lapses" if expires_on >= today else "lapsed"
    return Factor("certificate", Span(value, value), f"certificate {verb} {words.day(expires_on)}")


def factors(line: Line, asked: Asked, today: date) -> tuple[Factor, ...]:
    """Return the factors that apply beside the evidence."""
    found = (scale(line, asked), lead_time(line, asked, today), certificate(line, asked, today))
    return tuple(factor for factor in found if factor)


def fit(line: Line, asked: Asked, applying: tuple[Factor, ...]) -> Span:
    """Multiply the factors, sure and possible."""
    worst = best = evidence(line.evidence, asked.need.minimum_evidence)
    for factor in applying:
        worst *= factor.span.worst
        best *= factor.span.best
    return Span(worst, best)


@lru_cache(maxsize=4096)
def points(possible: Decimal, share: Decimal) -> Decimal:
    """Return points to the hundredth, halves up."""
    return (possible * share).quantize(CENT, ROUND_HALF_UP)


def shares(weights: list[Decimal]) -> list[Decimal]:
    """
    Divide 100.00 points by weight, to the hundredth, so that they add up to 100.00 exactly.

    What rounding down leaves goes, a hundredth each, to the largest remainders, the first need
    first where they are equal.
    """
    total = sum(weights)
    exact = [weight * HUNDRED / total for weight in weights]
    floors = [share.quantize(CENT, "ROUND_FLOOR") for share in exact]
    missing = int((HUNDRED - sum(floors)) / CENT) if weights else 0
    by_remainder = sorted(range(len(weights)), key=lambda i: (floors[i] - exact[i], i))
    for i in by_remainder[:missing]:
        floors[i] += CENT
    return floors
