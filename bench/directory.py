"""
How fast the directory answers: facets with a page of results, names with typing errors, pages, alerts.

    python -m bench.directory --vendors 10000

Each figure is a median of one run on one core; beside the facets stands the same kind of count on
packed bits of numpy, which knows no lines, only vendors.
"""

import argparse
import json
import random
import statistics
import time
from datetime import UTC, datetime

import numpy as np
from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test import Client

from bench import directory_database, directory_import, directory_world, served
from vendors import alerts, directory, facets, index, search, traits
from vendors.asked import OWN_FACETS, STATED
from vendors.filters import Reader, VendorFilter
from vendors.models import SavedSearch

QUERIES = {
    0: [""],
    2: ["phase=P1&modality=SM", "capability=M4&phase=P2", "country=Europe&kind=CDMO"],
    4: [
        "capability=CDMO&phase=P1&modality=SM&form=OSD",
        "capability=M4&phase=P2&phase=P3&modality=MAB&evidence=2",
        "phase=P1&modality=SM&country=Europe&kind=CDMO",
    ],
}
TYPOS, RUNS = 60, 9
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def run(vendors: int = 10_000) -> list[dict]:
    """Measure at one size; return rows of name, value, unit, goal, ratio_to and ratio."""
    with directory_database.of_vendors(vendors):
        return [
            row | {"name": f"directory, {vendors} vendors: {row['name']}"}
            for part in (_index, _facets, _names, _pages, _alerts, _import, _served)
            for row in part(vendors)
        ]


def _row(name, value, unit="ms", *, goal=None, ratio_to=None, ratio=None) -> dict:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "goal": goal,
        "ratio_to": ratio_to,
        "ratio": round(ratio, 2) if ratio else None,
    }


def _ms(work, runs=RUNS, clock=time.perf_counter) -> float:
    times = []
    for _ in range(runs):
        start = clock()
        work()
        times.append(1000 * (clock() - start))
    return statistics.median(times)


def _filterset(query):

    return VendorFilter(QueryDict(query), reader=Reader(), today=NOW.date())


def _index(vendors):

    start = time.perf_counter()
    known = index.current()
    yield _row("first reading into a process", time.perf_counter() - start, "s")
    yield _row("lines", len(known.traits), "lines")
    changed = known.vendor_ids[:1].tolist()
    yield _row(
        "taking up one changed vendor",
        _ms(lambda: known.replaced(changed, index.load(changed))),
    )


def _facets(vendors):
    goal = {10_000: 25, 100_000: 150}.get(vendors)
    for active, queries in QUERIES.items():

        def answer(query):
            filterset = _filterset(query)
            facets.of(filterset)
            return filterset, filterset.vendor_ids()[:25].tolist()

        def page(query):
            filterset, ids = answer(query)
            directory.entries(ids, filterset)

        answer(queries[0])
        counted, shown = (
            [_middle(work, queries, clock) for clock in (time.perf_counter, time.process_time)]
            for work in (answer, page)
        )
        bits = statistics.median(_ms(_bitset(query)) for query in queries)
        name = f"all facet counts and the page's order, {active} facets active"
        yield _row(name, counted[0], goal=goal, ratio_to="packed bits", ratio=counted[0] / bits)
        yield _row(f"of that the processor's time in the process, {active} active", counted[1])
        name = f"the same with the rows of the page read, {active} active"
        yield _row(name, shown[0], goal=goal)
        yield _row(f"of these the processor's time in the process, {active} active", shown[1])


def _middle(work, queries, clock) -> float:
    return statistics.median(_ms(lambda q=query: work(q), clock=clock) for query in queries)


def _bitset(query):
    """Return a count of vendors per value on packed bits: some line, no tree, no order."""
    filterset = _filterset(query)
    known, tally = filterset.known, filterset.tally
    numbers = {n: known.all_traits >> np.uint64(n) & np.uint64(1) for n in range(47)}
    own = {n: tally.own_bits >> np.uint64(n) & np.uint64(1) for n in range(30)}
    values = {
        name: np.stack([np.packbits(numbers[n] != 0) for n in traits.positions(name).values()])
        for name in STATED
    } | {
        name: np.stack([np.packbits(own[n] != 0) for n in places.values()])
        for name, places in OWN_FACETS.items()
        if max(places.values()) < 30
    }
    holding = {
        name: np.packbits(bits) for name, bits in {**tally.own_tests, **tally.somewhere}.items()
    }
    everyone = np.packbits(np.ones(len(known.vendor_ids), bool))

    def count():
        for name, bits in values.items():
            rest = everyone
            for other, held in holding.items():
                if other != name:
                    rest = rest & held
            np.bitwise_count(bits & rest).sum(axis=1, dtype=np.int64)

    return count


def typo(rng, name: str, errors: int) -> str:
    """Return a name with letters swapped, dropped, doubled or changed."""
    letters = list(name)
    for _ in range(errors):
        place = rng.randrange(1, len(letters) - 1)
        kind = rng.randrange(4)
        if kind == 0:
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        elif kind == 1:
            del letters[place]
        elif kind == 2:
            letters.insert(place, letters[place])
        else:
            letters[place] = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return "".join(letters)


def _names(vendors):

    rng = random.Random(7)
    names = directory_world.names(vendors)
    wanted = rng.sample(range(vendors), TYPOS)
    queries = [(pk + 1, typo(rng, names[pk], 1 + n % 2)) for n, pk in enumerate(wanted)]
    hits, times, whole = 0, [], []
    for pk, text in queries:
        start = time.perf_counter()
        found = search.names(text)[:10]
        times.append(1000 * (time.perf_counter() - start))
        hits += pk in found
        start = time.perf_counter()
        search.find(text)
        whole.append(1000 * (time.perf_counter() - start))
    yield _row("a name with 1 or 2 typing errors", statistics.median(times), goal=20)
    missed = f"of {TYPOS} such names not among the first 10"
    yield _row(missed, TYPOS - hits, "names", goal=TYPOS - 50)
    yield _row("the whole search: names, words, places, numbers", statistics.median(whole))


def _pages(vendors):
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    for name, address in {
        "directory page, whole request": "/vendors/?phase=P1&modality=SM",
        "pictures page, whole request": "/vendors/?phase=P1&modality=SM&view=pictures",
        "profile page, whole request": "/vendors/vendor-7/",
    }.items():
        client.get(address)
        yield _row(name, _ms(lambda a=address: client.get(a)))


def _alerts(vendors):
    found = _filterset("phase=P1&modality=SM").vendor_ids().tolist()
    search = SavedSearch(
        organisation=SavedSearch.organisation.field.related_model(pk=0, kind="sponsor"),
        query="phase=P1&modality=SM",
        seen=found[10:],
        seen_transaction=0,
    )
    yield _row("news of a saved search", _ms(lambda: alerts.news(search, today=NOW.date())))


def _import(vendors):
    if vendors != 10_000:  # what the goal speaks of; it takes longer than all else
        return
    compared, written, rows = directory_import.measure(vendors)
    yield _row(f"comparing {rows:,} rows of a spreadsheet", compared, "s")
    yield _row(f"importing {rows:,} rows, half of them new", compared + written, "s")


def _served(vendors):
    """Measure whole pages over HTTP: one worker of gunicorn, warm, one request after the other."""
    paths = {f"{n} facets active": f"/vendors/?{queries[0]}" for n, queries in QUERIES.items()}
    paths |= {"a text": "/vendors/?q=calderford+thorn", "profile": "/vendors/vendor-7/"}
    for name, times in served.pages(connection.settings_dict["NAME"], paths).items():
        yield _row(f"page over HTTP, {name}", statistics.median(times))


def growth(rows: list[dict]) -> list[dict]:
    """Return, for each time measured at several sizes, the exponent x of time ~ vendors^x."""
    by_name: dict[str, list[tuple[int, float]]] = {}
    for row in rows:
        size, _, what = row["name"].removeprefix("directory, ").partition(" vendors: ")
        if row["unit"] == "ms" and row["value"]:
            by_name.setdefault(what, []).append((int(size), row["value"]))
    return [
        _row(f"growth exponent: {what}", np.polyfit(*np.log(points).T, 1)[0], "of the vendors")
        for what, points in by_name.items()
        if len(points) > 2
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vendors", type=int, default=10_000)
    print(json.dumps(run(parser.parse_args().vendors), indent=1))  # noqa: T201  what it is for
