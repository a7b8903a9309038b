"""A database of its own for measuring: made anew, kept for the next run of the same size."""

from contextlib import contextmanager

import django
from django.conf import settings


@contextmanager
def of_vendors(count: int):
    """Point Django at a database with so many made-up vendors; build it where it is missing."""
    django.setup()
    from django.db import connection  # noqa: PLC0415  not before the setup

    from audit import acting  # noqa: PLC0415
    from bench import directory_world as world  # noqa: PLC0415
    from config import postgres  # noqa: PLC0415
    from vendors.models import Vendor  # noqa: PLC0415

    if settings.EMBEDDED_POSTGRES:
        postgres.start()
    name = f"bench_directory_{count}"
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=True)
    with acting.as_system():
        if Vendor.objects.count() != count:
            world.build(count)
    try:
        yield
    finally:
        connection.close()
