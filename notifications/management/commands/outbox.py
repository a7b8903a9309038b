"""Deliver and look at the outbox without Celery: for a small installation, and for emergencies."""

import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.timesince import timesince

from audit import acting
from notifications import breaker, delivery, digests, services
from notifications.choices import RelayMode
from notifications.models import Email

PAUSE_SECONDS = 5.0
TURN_SECONDS = 5.0  # how long a request to stop may wait for the current turn


class Command(BaseCommand):
    requires_system_checks = []  # an emergency is no time to look at every page's address
    help = (
        "Hand the outbox over to the mail server (run), count what is in it (status), "
        "or try a paused mail server again (resume)."
    )

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        run = actions.add_parser("run", help="deliver what is due, then wait for more")
        run.add_argument("--once", action="store_true", help="end when nothing is due any more")
        actions.add_parser("status", help="count the e-mails by state")
        actions.add_parser("resume", help="try a paused mail server again")

    def handle(self, *, action, once=False, **options):
        if action == "status":
            self.show(now=timezone.now())
        elif action == "resume":
            services.resume(by=None, now=timezone.now())
            self.stdout.write("The mail server is tried again.")
        elif once:
            self.sweep()
            while delivery.drain(lanes=settings.OUTBOX_LANES):
                pass
            self.show(now=timezone.now())
        else:
            self.run_until_stopped()

    def sweep(self):
        now = timezone.now()
        breaker.note_sweep(now=now)
        delivery.reap(now=now)
        digests.write_due(now=now)

    def run_until_stopped(self):
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("outbox: delivering, Ctrl-C ends it")
        while not stop.is_set():
            self.sweep()
            if not delivery.drain(lanes=settings.OUTBOX_LANES, seconds=TURN_SECONDS, stop=stop):
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
        relay = breaker.current()
        if relay.mode != RelayMode.OPEN:
            self.stdout.write(f"Mail server: {relay.get_mode_display().lower()}. {relay.reason}")
