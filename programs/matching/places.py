"""The order of a ranking, and the page that is cut from it; arrays run in that order."""

from typing import NamedTuple

import numpy as np
from django.db import connection

from programs.matching.tally import Sums, Tally
from programs.matching.wishes import Order, Show, Wish
from vendors.columns import first_of_runs
from vendors.lines import KINDS
from vendors.models import Vendor

SHOWN_KINDS = {Show.CDMO: KINDS["CDMO"], Show.CRO: KINDS["CRO"]}


class Places(NamedTuple):
    """
    Vendors in the order in which they are shown.

    ``row`` is the place in the sums of the ranked; ``rank`` and ``last`` are the places in the
    whole ranking that a vendor and those equal to it take, ``first`` and ``until`` those shown.
    """

    row: np.ndarray
    rank: np.ndarray
    last: np.ndarray
    first: np.ndarray
    until: np.ndarray


def ordered(sums: Sums) -> Places:
    """Order by sure points, possible points, musts unanswered and evidence; ties share a rank."""
    key = ((sums.worst * 16384 + sums.best) * 1024 + sums.musts) * 4096 + sums.evidence
    row = np.argsort(-key, kind="stable")
    rank, last = _shared(key[row])
    return Places(row, rank, last, rank, last)


def shown(taken: Tally, places: Places, wish: Wish) -> Places:
    """Leave out who is not asked for, and order as asked for."""
    if wish.order == Order.WORST and wish.show == Show.ALL:
        return places
    row, rank, last, _, _ = places
    if wish.show != Show.ALL:
        kept = _is_wanted(taken, wish.show)[row]
        row, rank, last = row[kept], rank[kept], last[kept]
    key = rank
    if wish.order == Order.BEST:
        key = -taken.ranked.best[row] * (len(taken.ranked.vendor) + 1) + rank
        order = np.argsort(key, kind="stable")
        row, rank, last, key = row[order], rank[order], last[order], key[order]
    return Places(row, rank, last, *_shared(key))


def _is_wanted(taken: Tally, show: Show) -> np.ndarray:
    if show == Show.MUSTS:
        return taken.ranked.musts > 0
    kinds = taken.known.kinds[taken.ranked.vendor]
    return (kinds == SHOWN_KINDS[show]) | (kinds == KINDS["BOTH"])


def _shared(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last place of those that are equal; the key is in order."""
    starts = first_of_runs(key)
    ends = np.append(starts[1:], len(key))[: len(starts)]
    times = ends - starts
    return np.repeat(starts + 1, times), np.repeat(ends, times)


def start_of(taken: Tally, places: Places, wish: Wish, size: int) -> int:
    """Return how many are shown before the page: that of the opened vendor, or the one asked for."""
    wanted = (wish.page - 1) * size
    if wish.opened and not wish.number:
        wanted = _place_of(taken, places, wish.opened, wanted)
    last = max(len(places.row) - 1, 0)
    return min(wanted, last) // size * size


def _place_of(taken: Tally, places: Places, slug: str, otherwise: int) -> int:
    pk = Vendor.objects.filter(slug=slug).values_list("pk", flat=True).first()
    ids = _ids(taken, places)
    found = np.flatnonzero(ids == (pk or 0))
    if not len(found):
        return otherwise
    first = places.first[found[0]]
    tied = by_name(ids[first - 1 : places.until[found[0]]].tolist())
    return int(first) - 1 + tied.index(pk)


def cut(taken: Tally, places: Places, start: int, size: int) -> list[int]:
    """Return where the vendors of a page stand in the places; inside a tie the name orders them."""
    begin = int(np.searchsorted(places.until, start, side="right"))
    end = int(np.searchsorted(places.first, start + size, side="right"))
    ids, firsts = _ids(taken, places)[begin:end], places.first[begin:end]
    is_tied = places.until[begin:end] > firsts
    order = {pk: place for place, pk in enumerate(by_name(ids[is_tied].tolist()))}
    keys = [
        (first, order.get(pk, 0)) for first, pk in zip(firsts.tolist(), ids.tolist(), strict=True)
    ]
    rows = sorted(range(len(ids)), key=keys.__getitem__)
    skipped = start - begin
    return [begin + at for at in rows[skipped : skipped + size]]


def _ids(taken: Tally, places: Places) -> np.ndarray:
    return taken.known.vendor_ids[taken.ranked.vendor[places.row]]


def by_name(ids: list[int]) -> list[int]:
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM vendors_vendor WHERE id = ANY(%s)", [ids])
        return [pk for pk, _ in sorted(cursor.fetchall(), key=_name_of)]


def _name_of(row: tuple[int, str]) -> tuple[str, int]:
    pk, name = row
    return name.casefold(), pk
