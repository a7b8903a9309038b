"""Fill an empty database with the fictional world of the demo."""

import logging
import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from demo import logins, services
from demo.seeding import seed as seeding
from demo.world import build


class Command(BaseCommand):
    help = "Seed the demo world; run twice it changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--seed", type=int, default=build.SEED, help="another number, another world"
        )
        parser.add_argument("--logins", action="store_true", help="also print who can log in")

    def handle(self, *, seed: int, **options):
        now = timezone.now()
        try:
            services.claim(now=now)
        except services.DemoError as error:
            sys.exit(f"seed_demo: {error}")
        # The story sends a month of e-mails and kicks workers that do not run yet: no news.
        logging.disable(logging.WARNING)
        try:
            counts = seeding.seed(now=now, world=build.world(today=now.date(), seed=seed))
        finally:
            logging.disable(logging.NOTSET)
        state = "ready" if counts.is_new else "here already"
        self.stdout.write(
            f"Demo world {state}: {counts.vendors} vendors with {counts.sites} sites."
        )
        if options["logins"]:
            self.stdout.write(logins.table())
