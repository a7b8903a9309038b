"""What may be done to a demo database, and how one is told from a real one."""

from django.core.management import call_command
from django.db import connection

from accounts.models import Organisation, User
from demo.models import DemoMarker

BOOKKEEPING = {"django_migrations", DemoMarker._meta.db_table}


class DemoError(Exception):
    """This database is no demo; the message is a sentence for the user."""


def is_demo_database() -> bool:
    return DemoMarker.objects.exists()


def claim(*, now) -> None:
    """
    Mark an unused database as a demo; one that is marked stays so.

    It comes before every other migration, so that a first run that was cut short is known again.

    :raises DemoError: if the database holds anything that is not the demo's, and then it is left
        as it was
    """
    if not _is_free():
        raise DemoError(
            "This database is in use and not marked as a demo: set DATABASE_URL to an empty one."
        )
    call_command("migrate", "demo", verbosity=0)
    DemoMarker.objects.get_or_create(pk=1, defaults={"created_at": now})


def _is_free() -> bool:
    tables = set(connection.introspection.table_names())
    if not tables - BOOKKEEPING:
        return True
    if DemoMarker._meta.db_table in tables and is_demo_database():
        return True
    ours = {model._meta.db_table for model in (User, Organisation)}
    return ours <= tables and not (User.objects.exists() or Organisation.objects.exists())
