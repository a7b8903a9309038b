"""The outbox beside two peers, with and without kills."""

from collections.abc import Iterator

from bench import notifications
from bench.registry import Figure, benchmark


@benchmark("notifications")
def run() -> Iterator[Figure]:
    for row in notifications.run():
        yield Figure(**row)
