"""What the broker starts. All may run twice, late or at once: the rows decide."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from notifications import breaker, delivery, digests


@shared_task
def deliver():
    delivery.drain(lanes=settings.OUTBOX_LANES)


@shared_task
def sweep():
    now = timezone.now()
    breaker.note_sweep(now=now)
    delivery.reap(now=now)
    digests.write_due(now=now)
    delivery.drain(lanes=settings.OUTBOX_LANES)
