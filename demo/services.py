"""What may be done to a demo database, and how one is told from a real one."""

from django.db import transaction

from accounts.models import Organisation, User
from demo.models import DemoMarker


class DemoError(Exception):
    """This database is no demo; the message is a sentence for the user."""


def is_demo_database() -> bool:
    return DemoMarker.objects.exists()


@transaction.atomic
def claim(*, now) -> DemoMarker:
    """
    Mark an empty database as a demo; one that is marked stays so.

    :raises DemoError: if somebody works in it
    """
    if not is_demo_database() and (User.objects.exists() or Organisation.objects.exists()):
        raise DemoError(
            "This database holds people or organisations and is not marked as a demo: "
            "set DATABASE_URL to an empty one."
        )
    return DemoMarker.objects.get_or_create(pk=1, defaults={"created_at": now})[0]
