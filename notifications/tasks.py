"""What the broker starts. Both may run twice, late or at once: the rows decide."""

from celery import shared_task
from django.utils import timezone

from notifications import delivery


@shared_task
def deliver():
    delivery.drain()


@shared_task
def sweep():
    delivery.reap(now=timezone.now())
    delivery.drain()
