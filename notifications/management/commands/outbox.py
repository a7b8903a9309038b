"""Deliver and look at the outbox without Celery: for a small installation, and for emergencies."""

import signal
import threading

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.timesince import timesince

from audit import acting
from notifications import delivery
from notifications.models import Email

PAUSE_SECONDS = 5.0
TURN_SECONDS = 5.0  # how long a request to stop may wait for the current turn


class Command(BaseCommand):
    help = "Hand the outbox over to the mail server (run), or count what is in it (status)."

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        run = actions.add_parser("run", help="deliver what is due, then wait for more")
        run.add_argument("--once", action="store_true", help="end when nothing is due any more")
        actions.add_parser("status", help="count the e-mails by state")

    def handle(self, *, action, once=False, **options):
        if action == "status":
            self.show(now=timezone.now())
        elif once:
            delivery.reap(now=timezone.now())
            while delivery.drain():
                pass
            self.show(now=timezone.now())
        else:
            self.run_until_stopped()

    def run_until_stopped(self):
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("outbox: delivering, Ctrl-C ends it")
        while not stop.is_set():
            delivery.reap(now=timezone.now())
            if not delivery.drain(seconds=TURN_SECONDS):
                stop.wait(PAUSE_SECONDS)

    def show(self, *, now):
        with acting.as_system():
            counts = Email.objects.counts()
            oldest = Email.objects.due(now).order_by("not_before").first()
        for state, count in counts.items():
            self.stdout.write(f"{state.value:<11}{count:>8}")
        if oldest:
            self.stdout.write(
                f"The oldest that is due waits for {timesince(oldest.not_before, now)}."
            )
        else:
            self.stdout.write("Nothing is due.")
