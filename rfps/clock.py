"""The database's own clock, which alone decides whether a bid is in time and may be opened."""

from datetime import datetime

from django.db import connection


def now() -> datetime:
    """Return this very moment, also in the middle of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
