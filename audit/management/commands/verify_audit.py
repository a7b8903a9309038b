from django.core.management.base import BaseCommand, CommandError

from audit import acting, services


class Command(BaseCommand):
    help = "Check the hash chain of the audit trail from its first event to its head."

    def handle(self, **options):
        with acting.as_system():
            verdict = services.verify()
        for fault in verdict.faults:
            self.stderr.write(fault)
        if verdict.faults:
            raise CommandError(
                f"The audit trail is broken in {len(verdict.faults)} places.", returncode=1
            )
        self.stdout.write(f"The chain of {verdict.count} events is intact.")
