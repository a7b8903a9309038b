"""Celery: wakes the delivery of e-mail and sweeps. The truth is in PostgreSQL, never here."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("phaseline")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
