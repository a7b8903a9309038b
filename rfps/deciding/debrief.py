"""
What a vendor learns of its own bid: points, place, gap to the winner, gates. No other bid is named.

The gap is of totals alone. Where the price decided by itself it is left out: from the gap and the
formula anybody could work out what the winner asks.
"""

from collections.abc import Iterable, Mapping

from rfps.bidding.figures import plain
from rfps.deciding.types import Place, Ranking

FORMAT = "phaseline-debrief/1"
PRICE_ALONE = (
    "Price alone decided this lot; the gap would tell the winning price, so it is left out."
)
NOT_AWARDED = "This lot was not awarded."


def build(rankings: Iterable[Ranking], bid: str, awarded: Mapping[int, str]) -> dict:
    """
    Return the debrief of a bid: a part for each lot that it bid for and did not get.

    :param awarded: the bid that has a lot, by lot; a lot without an award is not in it
    """
    parts = [
        _lot(ranking, place, awarded.get(ranking.case.lot))
        for ranking in rankings
        if (place := ranking.of(bid)) and awarded.get(ranking.case.lot) != bid
    ]
    return {"format": FORMAT, "lots": parts}


def _lot(ranking: Ranking, place: Place, winner: str | None) -> dict:
    gap, note = _gap(ranking, place, ranking.of(winner) if winner else None)
    return {
        "position": ranking.case.lot,
        "title": ranking.case.title,
        "rank": place.rank,
        "ranked": len(ranking.ranked),
        "is_tied": place.is_tied,
        "total": plain(place.total),
        "gap": gap,
        "gap_note": note,
        "criteria": [
            {
                "name": one.name,
                "weight": plain(one.weight),
                "points": None if points is None else plain(points),
            }
            for one, points in zip(ranking.case.criteria, place.contributions, strict=True)
        ],
        "failed": [
            {
                "name": one.criterion.name,
                "score": plain(one.score),
                "minimum": plain(one.criterion.minimum),
            }
            for one in place.stopped_by
        ],
        "barred": place.offer.barred,
    }


def _gap(ranking: Ranking, place: Place, winner: Place | None) -> tuple[str | None, str]:
    if winner is None:
        return None, NOT_AWARDED
    if not any(one.weight for one in ranking.case.criteria if not one.is_price):
        return None, PRICE_ALONE
    if place.unscored:
        return None, ""  # a total that lacks a criterion is no total
    return plain(winner.total - place.total), ""


def letter(*, vendor: str, sponsor: str, title: str, number: str, content: Mapping) -> str:
    """Return the words around the figures, a draft for the sponsor to change."""
    lots = [_sentence(lot) for lot in content["lots"]]
    return "\n\n".join(
        [
            f"Dear {vendor},",
            f"Thank you for your bid on {title} ({number}). We have decided, and want you to know "
            "how yours was assessed.",
            *lots,
            "The figures below are those of your own bid. They were made by the criteria and "
            "weights that were published with the request.",
            f"With kind regards,\n{sponsor}",
        ]
    )


def _sentence(lot: Mapping) -> str:
    if lot["failed"]:
        gates = " and ".join(
            f"{one['name']} ({one['score']}, where {one['minimum']} was needed)"
            for one in lot["failed"]
        )
        return f"{lot['title']}: your bid did not reach the minimum that was set for {gates}."
    if lot["rank"] is None:
        return f"{lot['title']}: your bid was not ranked. {lot['barred']}".strip()
    place = f"{'equal ' if lot['is_tied'] else ''}place {lot['rank']} of {lot['ranked']}"
    words = f"{lot['title']}: your bid reached {lot['total']} of 100 points, {place}."
    if lot["gap"] is None:
        return f"{words} {lot['gap_note']}".strip()
    gap = lot["gap"]
    if gap.startswith("-"):
        return f"{words} It had {gap[1:]} points more than the bid chosen; other reasons decided."
    if gap == "0":
        return f"{words} The bid chosen had as many."
    return f"{words} The bid chosen had {gap} points more."
