"""
The record of a decision, and its fingerprint: what is recommended is what is signed.

JSON with sorted keys, decimals as strings (``rfps.bidding.canonical``). It is made again from the
rows before it is signed and whenever it is shown: another fingerprint means that something changed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rfps.bidding import canonical
from rfps.bidding.figures import plain
from rfps.deciding.types import Place, Ranking

FORMAT = "phaseline-decision/1"


@dataclass(frozen=True)
class Choice:
    """What is recommended for a lot: a bid, or None where it shall not be awarded."""

    lot: int
    bid: str | None
    reason: str = ""


def build(
    *,
    request: Mapping,
    rankings: Iterable[Ranking],
    receipts: Mapping[str, str],
    prices: Mapping,
    choices: Iterable[Choice],
    wish: Mapping,
    reason: str,
) -> dict:
    """
    Return the record.

    :param request: number, version and fingerprint of what was asked
    :param receipts: the fingerprint of each bid's version in force, by bid
    :param prices: how the prices were made comparable: currency, rates, formula
    :param wish: the award scenario that was looked at, as its form says it
    """
    chosen = {choice.lot: choice for choice in choices}
    return {
        "format": FORMAT,
        "request": dict(request),
        "prices": dict(prices),
        "scenario": dict(wish),
        "reason": reason,
        "lots": [
            _lot(ranking, receipts, chosen[ranking.case.lot])
            for ranking in rankings
            if ranking.case.lot in chosen
        ],
    }


def fingerprint(record: dict) -> str:
    return canonical.digest(record)


def changed(signed: dict, current: dict) -> list[str]:
    """Name what differs between a record and the same made again, a sentence each."""
    if signed == current:
        return []
    found = []
    now = {lot["position"]: lot for lot in current["lots"]}
    for lot in signed["lots"]:
        found += _changed_lot(lot, now.get(lot["position"]))
    return found or ["The request, its rates or the record's own words have changed."]


def _changed_lot(old: dict, new: dict | None) -> list[str]:
    title = old["title"]
    if new is None:
        return [f"{title} is awarded already, or no lot of the request any more."]
    there = {row["bid"]: row for row in new["bids"]}
    found = [
        f"{row['vendor']} has no bid in force any more."
        for row in old["bids"]
        if row["bid"] not in there
    ]
    known = {row["bid"]: row for row in old["bids"]}
    for row in new["bids"]:
        if row["bid"] not in known:
            found.append(f"{row['vendor']} has a bid that the record does not know.")
        elif row["receipt"] != known[row["bid"]]["receipt"]:
            found.append(f"{row['vendor']} has another version in force.")
        elif row != known[row["bid"]]:
            found.append(
                f"The points, the price or the gates of {row['vendor']} for {title} are others now."
            )
    if old["criteria"] != new["criteria"]:
        found.append(f"The criteria of {title} have changed.")
    return found


def _lot(ranking: Ranking, receipts: Mapping[str, str], choice: Choice) -> dict:
    case = ranking.case
    return {
        "position": case.lot,
        "title": case.title,
        "criteria": [
            {
                "key": one.key,
                "name": one.name,
                "weight": plain(one.weight),
                "minimum": None if one.minimum is None else plain(one.minimum),
            }
            for one in case.criteria
        ],
        "bids": [_bid(place, case, receipts) for place in ranking.places],
        "chosen": choice.bid,
        "reason": choice.reason,
    }


def _bid(place: Place, case, receipts: Mapping[str, str]) -> dict:
    offer = place.offer
    return {
        "bid": offer.bid,
        "vendor": offer.vendor,
        "receipt": receipts[offer.bid],
        "rank": place.rank,
        "is_tied": place.is_tied,
        "total": plain(place.total),
        "points": {
            one.key: None if points is None else plain(points)
            for one, points in zip(case.criteria, place.contributions, strict=True)
        },
        "price": None if offer.price is None else plain(offer.price),
        "failed": [
            {
                "criterion": one.criterion.key,
                "score": plain(one.score),
                "waiver": one.waiver and {"reason": one.waiver.reason, "by": one.waiver.by},
            }
            for one in place.failures
        ],
        "barred": offer.barred,
    }
