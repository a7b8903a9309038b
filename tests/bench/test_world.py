"""The world of the benchmarks, in small: it is the same every time, and matches."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from audit import acting
from bench import packages, world
from programs.matching import board, store
from programs.matching.ranking import explain_all
from programs.matching.wishes import Wish

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_small_world_is_ranked_as_the_scorer_ranks(monkeypatch):
    monkeypatch.setattr(packages, "COUNT", 1)
    counts = world.build(60, NOW)
    with acting.as_system():
        package = packages.build("heavy", 20, NOW)[0]
        asking = store.brief(package, NOW)
        found = board.read(asking, Wish(), size=60)
        matches = explain_all(asking, [standing.vendor_id for standing in found.standings])

        assert counts["vendors_vendor"] == 60
        assert counts["facts"] > counts["vendors_capabilityline"] > 60
        assert found.standings
        assert [(s.score, s.best_case) for s in found.standings] == [
            (matches[s.vendor_id].score, matches[s.vendor_id].best_case) for s in found.standings
        ]
        assert packages.build("heavy", 20, NOW) == [package]
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION bench_chance(bigint, bigint)")
