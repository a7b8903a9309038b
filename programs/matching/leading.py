"""
The first of a ranking, or one vendor with its place, without explaining the whole directory.

The places come from the columns in memory (``matching.tally``), the explanations from the scorer:
equal to ``ranking.rank`` in every field, and as fast in a large directory as in a small one.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import numpy as np

from programs.choices import GateKind
from programs.matching import places, ranking, stops, store, tally
from programs.matching.ranking import FUNNEL_LABELS, MEET_A_MUST, Packages
from programs.matching.tally import Tally
from programs.matching.types import FunnelStep, Ranking, VendorMatch
from vendors import lines
from vendors.models import Vendor

EXPLAINED = 2_000  # vendors that the scorer explains while somebody waits


def leaders(
    packages: Packages,
    *,
    now: datetime,
    top: int,
    weights: Mapping[int, Decimal] | None = None,
) -> Ranking:
    """
    Return what ``ranking.rank`` returns, cut to the first.

    :param top: how many vendors; where fewer pass the gates, the stopped follow, but in a directory
        of more than EXPLAINED: to order those, all would have to be explained
    """
    asking = store.brief(packages, now, weights=weights)
    taken = tally.take(asking, lines.current())
    is_small = np.count_nonzero(taken.may_match) <= EXPLAINED
    if not asking.needs or (is_small and top > len(taken.passing.vendor)):
        return ranking.rank(packages, now=now, top=top, weights=weights)
    order = places.ordered(taken.passing)
    rows = order.row[order.rank <= top]
    ids = taken.known.vendor_ids[taken.passing.vendor[rows]].tolist()
    ranks = _ranks(taken, order, ids)
    ids = sorted(places.by_name(ids), key=lambda pk: ranks[pk])  # the name orders inside a tie
    return _told(taken, ranks, ids[:top])


def alone(packages: Packages, vendor: Vendor, *, now: datetime) -> Ranking:
    """Return the ranking with this vendor alone in it, at its place; empty where it is no candidate."""
    asking = store.brief(packages, now)
    taken = tally.take(asking, lines.current())
    ranks = _ranks(taken, places.ordered(taken.passing), [vendor.pk])
    return _told(taken, ranks, [vendor.pk])


def _told(taken: Tally, ranks: dict[int, tuple], ids: list[int]) -> Ranking:
    """Explain these vendors."""
    asking = taken.asking
    matches = ranking.explain_all(asking, ids)
    return ranking.told(
        asking,
        vendors=[_placed(matches[pk], ranks.get(pk)) for pk in ids if pk in matches],
        listed_count=int(np.count_nonzero(taken.may_match)),
        ranked_count=len(taken.passing.vendor) if asking.needs else 0,
        answering_count=len(taken.ranked.vendor) if asking.needs else 0,
        funnel=_funnel(taken),
    )


def _placed(match: VendorMatch, place: tuple | None) -> VendorMatch:
    """Give a match its rank; who is stopped has none."""
    return match if place is None else replace(match, rank=place[0], is_tied=place[1])


def _ranks(taken: Tally, order: places.Places, ids: list[int]) -> dict[int, tuple[int, bool]]:
    """Return by vendor its rank, and whether it shares it."""
    known = taken.known.vendor_ids[taken.passing.vendor[order.row]]
    at = np.flatnonzero(np.isin(known, ids))
    columns = (known[at], order.rank[at], order.last[at])
    return {
        pk: (rank, last > rank)
        for pk, rank, last in zip(*(column.tolist() for column in columns), strict=True)
    }


def _funnel(taken: Tally):
    """Yield how many vendors are left after each gate, and how many of them meet a must."""
    asking, known = taken.asking, taken.known
    yield FunnelStep("listed", int(np.count_nonzero(taken.may_match)))
    bits, left = 0, taken.may_match if asking.needs else np.zeros_like(taken.may_match)
    for gate in asking.gates:
        kind = GateKind(gate.kind)
        bits |= stops.BITS[kind]
        left = left & stops.left(asking, known, taken.stop_of_site, bits)
        yield FunnelStep(FUNNEL_LABELS[kind], int(np.count_nonzero(left)))
    if any(asked.is_must for asked in asking.needs):
        yield FunnelStep(MEET_A_MUST, int(np.count_nonzero(taken.ranked.musts)))
