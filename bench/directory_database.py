"""A database of its own for measuring: made where it is missing, kept for the next run of its size."""

import os
from contextlib import contextmanager

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from audit import acting  # noqa: E402  all of these need Django set up
from bench import databases  # noqa: E402
from bench import directory_world as world  # noqa: E402
from config import postgres  # noqa: E402
from vendors.models import Vendor  # noqa: E402


@contextmanager
def of_vendors(count: int):
    """Point Django at a database with so many made-up vendors."""
    if settings.EMBEDDED_POSTGRES:
        postgres.start()
    with databases.of(f"directory_{count}"):
        with acting.as_system():
            if Vendor.objects.count() != count:
                world.build(count)
        yield
