"""Small planning worlds, and an oracle that tries everything: slow, plain, and on its own."""

import random
from itertools import combinations, product

from programs.plans.types import FIT, Candidate, Offer, Task

FITS = (FIT // 4, FIT // 2, FIT)


def task(no: int, stream: str = "making", phase: int = 0, **fields) -> Task:
    return Task(no, stream, phase, **({"weight": 100} | fields))


def vendor(key, nos, *, fit: int = FIT, site=0, by_site=False, weight: int = 100) -> Candidate:
    """Make a candidate that meets needs of one weight; ``site`` may be a dict by need."""
    offers = {
        no: Offer(weight * fit, weight * FIT, site[no] if isinstance(site, dict) else site)
        for no in nos
    }
    return Candidate.of(key, offers, by_site=by_site)


def world(rng: random.Random, *, double=False, by_site=False) -> tuple[list[Task], list[Candidate]]:
    """Make up to four workstreams over up to four phases, and two to seven vendors, one of use."""
    tasks: list[Task] = []
    for stream in range(rng.randint(1, 4)):
        first = rng.randrange(3)
        for phase in range(first, rng.randint(first, 3) + 1):
            for _ in range(rng.choice([1, 1, 1, 2])):
                if len(tasks) == 10:
                    break
                sources = 2 if double and rng.random() < 0.2 else 1
                tasks.append(
                    Task(
                        len(tasks),
                        f"stream {stream}",
                        phase,
                        100 * rng.randint(1, 9),
                        sources,
                        moves=stream != 3,
                    )
                )
    candidates = []
    for key in range(rng.randint(2, 7)):
        offers = {
            one.no: Offer(one.weight * rng.choice(FITS), one.weight * FIT, rng.choice("xy"))
            for one in tasks
            if rng.random() < 0.45 or (key == 0 and one.no == 0)
        }
        candidates.append(Candidate.of(key, offers, by_site=by_site))
    return tasks, candidates


def faced(rng: random.Random, candidates: list[Candidate]) -> list[Candidate]:
    """Give half of the vendors, but not the first, two faces, of which a plan may have one."""
    found = candidates[:1]
    for one in candidates[1:]:
        if rng.random() < 0.5:
            found.append(one)
            continue
        for face in ("CDMO", "CRO"):
            offers = {no: offer for no, offer in one.offers.items() if rng.random() < 0.7}
            found.append(Candidate.of((one.key, face), offers, vendor=one.vendor))
    return found


def sources(tasks, candidates) -> dict[int, int]:
    """Return from how many partners each need can be had, as far as it is asked."""
    able = {
        one.no: len({other.vendor for other in candidates if one.no in other.offers})
        for one in tasks
    }
    return {one.no: min(one.sources, able[one.no]) for one in tasks}


def lost(tasks, wanted, chosen) -> int:
    """Return the weight that a choice of vendors leaves open."""
    return sum(
        one.weight * max(0, wanted[one.no] - sum(one.no in other.offers for other in chosen))
        for one in tasks
    )


def best(tasks, candidates, *, cap=None, include=frozenset(), by_site=False, count=None):
    """
    Try every choice of vendors with every way to share the work.

    :param count: look only at choices of so many
    :return: (weight lost, partners, hand-offs, -points) of the best, in that order
    """
    wanted, found = sources(tasks, candidates), None
    most = len(candidates) if cap is None else min(cap, len(candidates))
    for size in range(most + 1) if count is None else [count]:
        for chosen in combinations(candidates, size):
            head = (lost(tasks, wanted, chosen), size)
            vendors = {one.vendor for one in chosen}
            if not include <= vendors or len(vendors) < size or (found and head > found[:2]):
                continue
            shared = share(tasks, chosen, wanted, by_site)
            if shared and (found is None or (*head, *shared) < found):
                found = (*head, *shared)
    return found


def share(tasks, chosen, wanted, by_site):
    """Return (hand-offs, -points) of the best way in which all the chosen work; None without one."""
    streams: dict = {}
    for one in tasks:
        streams.setdefault(one.stream, []).append(one)
    total = {frozenset(): (0, 0)}
    for members in streams.values():
        ways = _ways(members, chosen, wanted, by_site)
        grown: dict = {}
        for (busy, (handoffs, points)), (more, way) in product(total.items(), ways.items()):
            key, value = busy | more, (handoffs + way[0], points + way[1])
            grown[key] = min(grown.get(key, value), value)
        total = grown
    return total.get(frozenset(one.key for one in chosen))


def _ways(members, chosen, wanted, by_site) -> dict:
    options = []
    for one in members:
        able = [other for other in chosen if one.no in other.offers]
        options.append(list(combinations(able, min(wanted[one.no], len(able)))))
    found: dict = {}
    for way in product(*options):
        cells: dict = {}
        points = 0
        for one, holders in zip(members, way, strict=True):
            for other in holders:
                offer = other.offers[one.no]
                place = (other.key, offer.site if by_site else 0)
                cells.setdefault(one.phase, set()).add(place)
                points += 2 // len(holders) * offer.points
            cells.setdefault(one.phase, set())
        key = frozenset(place[0] for cell in cells.values() for place in cell)
        value = (_handoffs(cells) if members[0].moves else 0, -points)
        found[key] = min(found.get(key, value), value)
    return found


def _handoffs(cells: dict) -> int:
    count, before = 0, set()
    for phase in sorted(cells):
        if before:
            count += len(cells[phase] - before)
        before = cells[phase]
    return count
