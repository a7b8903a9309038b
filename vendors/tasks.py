"""What the clock starts. All may run twice, late or at once: the rows decide."""

from celery import shared_task
from django.utils import timezone

from vendors import alerts, imports, upkeep


@shared_task
def send_alerts():
    alerts.send_due(now=timezone.now())


@shared_task
def forget_changes():
    alerts.forget_changes(now=timezone.now())


@shared_task
def run_imports():
    imports.run_waiting(now=timezone.now())


@shared_task
def remind_vendors():
    upkeep.remind(now=timezone.now())
