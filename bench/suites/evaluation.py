"""Moderation: all sheets of a very large panel on one page."""

from collections.abc import Iterator

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import databases, panel_world
from bench.registry import Figure, benchmark, milliseconds

BIDS, CRITERIA, EVALUATORS = 200, 60, 8
GOAL_MS = 5000


@benchmark("evaluation")
def run() -> Iterator[Figure]:
    with databases.of("panel"), override_settings(ALLOWED_HOSTS=["testserver"]):
        rfp, lead = panel_world.build(BIDS, CRITERIA, EVALUATORS)
        client = Client()
        client.force_login(lead)
        address = reverse("rfp-moderation", args=[rfp.pk])
        with CaptureQueriesContext(connection) as queries:
            status = client.get(address).status_code
        count = len(queries)  # read now: the next request empties the log
        if status != 200:
            raise RuntimeError(f"The page of moderation answered {status}.")
        where = f"moderation: {BIDS} bids, {CRITERIA} criteria, {EVALUATORS} evaluators"
        yield Figure(f"{where}: page", milliseconds(lambda: client.get(address)), "ms", GOAL_MS)
        yield Figure(f"{where}: queries", count, "queries")
