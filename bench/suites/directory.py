"""The directory at three sizes: counts with the page, search, saved searches, imports, pages."""

from collections.abc import Iterator

from bench import directory
from bench.registry import Figure, benchmark


@benchmark("directory")
def run() -> Iterator[Figure]:
    rows = []
    for vendors in (1_000, 10_000, 100_000):
        for row in directory.run(vendors):
            rows.append(row)
            yield Figure(**row)
    for row in directory.growth(rows):
        yield Figure(**row)
