"""
The ranking of a lot: points added up, gates, competition ranks.

A contribution is rounded to hundredths before it is added, so that what is shown adds up. An offer's
points depend on no other offer; which of the formulas for the price does is said in docs/award.md.
"""

from decimal import ROUND_HALF_UP, Decimal

from rfps.deciding.types import POINT, ZERO, Case, Failure, Offer, Place, Ranking

BAND = Decimal("0.5")  # closer than this is a tie in all but name


def rank(case: Case) -> Ranking:
    """
    Rank the offers of a lot.

    Out, without a rank: who fails a gate that is not waived, who has a criterion without a score,
    and who is barred. Equal totals share a rank; only the name orders them.
    """
    placed = sorted(
        (_assess(case, offer) for offer in case.offers),
        key=lambda place: (-place.total, place.offer.vendor, place.offer.bid),
    )
    running = [place for place in placed if _runs(place)]
    totals = [place.total for place in running]
    ranked = [_ranked(place, totals) for place in running]
    return Ranking(case, (*ranked, *(place for place in placed if not _runs(place))))


def _assess(case: Case, offer: Offer) -> Place:
    shown = tuple(_hundredths(offer.points.get(one.key)) for one in case.criteria)
    waivers = {one.criterion: one for one in case.waivers if one.bid == offer.bid}
    failures = tuple(
        Failure(one, offer.scores[one.key], waivers.get(one.key))
        for one in case.criteria
        if one.minimum is not None
        and one.key in offer.scores
        and offer.scores[one.key] < one.minimum
    )
    missing = tuple(one for one, points in zip(case.criteria, shown, strict=True) if points is None)
    total = sum((points for points in shown if points is not None), ZERO)
    return Place(offer, shown, total, None, failures=failures, unscored=missing)


def _runs(place: Place) -> bool:
    return not (place.stopped_by or place.unscored or place.offer.barred)


def _ranked(place: Place, totals: list[Decimal]) -> Place:
    return Place(
        offer=place.offer,
        contributions=place.contributions,
        total=place.total,
        rank=1 + sum(total > place.total for total in totals),
        is_tied=totals.count(place.total) > 1,
        in_band=len(totals) > 1 and totals[0] - place.total < BAND and _is_close(totals),
        failures=place.failures,
    )


def _is_close(totals: list[Decimal]) -> bool:
    """Say whether anybody is within the band of the first; the first alone is no band."""
    return totals[0] - totals[1] < BAND


def _hundredths(points: Decimal | None) -> Decimal | None:
    return None if points is None else points.quantize(POINT, ROUND_HALF_UP)
