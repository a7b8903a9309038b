"""What the scheduler starts; it may run twice, late or at once: the rows decide."""

from celery import shared_task
from django.utils import timezone

from programs.services import watch


@shared_task
def watch_directory():
    watch.sweep(now=timezone.now())
