"""The directory at two sizes: counts with the page, search, saved searches, pages."""

from collections.abc import Iterator

from bench import directory
from bench.registry import Figure, benchmark


@benchmark("directory")
def run() -> Iterator[Figure]:
    for vendors in (1_000, 10_000):
        for row in directory.run(vendors):
            yield Figure(**row)
