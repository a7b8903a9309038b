"""The decision on 200 bids by 60 criteria, scored by 8 evaluators: read, ranked, and as a page."""

from collections.abc import Iterator

from django.test import Client
from django.urls import reverse

from audit import acting
from bench import databases, decision_world
from bench.registry import Figure, benchmark, milliseconds
from rfps.deciding import scenarios, stability
from rfps.services import field

GOAL_READ, GOAL_PAGE = 1_500, 3_000


@benchmark("decision")
def run() -> Iterator[Figure]:
    with databases.of("decision"):
        with acting.as_system():
            rfp, buyer = decision_world.build()
        with acting.as_organisation(rfp.organisation_id):
            size = f"{decision_world.BIDS} bids, {decision_world.CRITERIA} criteria, 8 evaluators"
            yield Figure(
                f"decision read and ranked: {size}",
                milliseconds(lambda: field.read(rfp=rfp, user=buyer)),
                "ms",
                GOAL_READ,
            )
            current = field.read(rfp=rfp, user=buyer)
            yield Figure(
                "stability of the first place",
                milliseconds(lambda: stability.examine(current.rankings[0])),
                "ms",
            )
            wish = scenarios.Wish(scenarios.Aim.BEST, most=2)
            found = scenarios.solve(current.options(), wish)
            yield Figure(
                f"scenario over {len(current.rankings)} lots, at most 2 suppliers",
                milliseconds(lambda: scenarios.solve(current.options(), wish)),
                "ms",
            )
            yield Figure("scenario proved", float(found.is_proved), "yes", 1)
        client = Client(HTTP_HOST="localhost")
        client.force_login(buyer)
        address = reverse("rfp-decision", args=[rfp.pk])
        yield Figure(
            f"decision page: {size}", milliseconds(lambda: client.get(address)), "ms", GOAL_PAGE
        )
