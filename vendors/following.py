"""
What a process keeps of the directory, and how it keeps up with the rows.

The rows stay the truth: each ``current()`` reads the log of changes (vendors/models/change.py) and
replaces the vendors in it. A transaction that has written sees its own rows, and keeps what it saw
to itself.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Generic, TypeVar

from django.db import connection
from django.utils import timezone

from vendors.tables import Tables

STALE = timedelta(days=1)  # the log is kept for longer (vendors.alerts.forget_changes)

UNSEEN = """
WITH unseen AS MATERIALIZED (
    SELECT id, vendor_id FROM vendors_change
    WHERE transaction >= least(%(since)s, pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
      AND NOT id = ANY(%(seen)s)
)
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
    pg_current_xact_id_if_assigned() IS NOT NULL,
    ARRAY(SELECT id FROM unseen), ARRAY(SELECT DISTINCT coalesce(vendor_id, 0) FROM unseen)
"""

T = TypeVar("T", bound=Tables)


@dataclass(frozen=True)
class Seen(Generic[T]):
    """Tables, and how much of the log they hold: all before a transaction, and some after."""

    tables: T | None = None
    since: int = 2**62  # nothing is read yet
    seen: frozenset = field(default_factory=frozenset)
    at: object = None


class Follower(Generic[T]):
    """Tables read once in this process, and then kept up with."""

    def __init__(self, load: Callable[..., T]):
        """
        :param load: reads all vendors, or those whose ids it is given
        """
        self._load = load
        self._known: Seen[T] = Seen()
        self._loading = threading.Lock()

    def forget(self) -> None:
        """Begin anew, as for another database."""
        self._known = Seen()

    def current(self) -> T:
        """Return the tables as the current transaction sees the directory."""
        known = self._known
        if known.tables is not None and timezone.now() - known.at < STALE:
            return self._refreshed(known)
        with self._loading:
            return self._refreshed(self._known if self._known is not known else Seen())

    def _refreshed(self, known: Seen[T]) -> T:
        with connection.cursor() as cursor:
            cursor.execute(UNSEEN, {"since": known.since, "seen": list(known.seen)})
            since, has_written, log, changed = cursor.fetchone()
        if known.tables is None or 0 in changed:
            tables = self._load()
        elif changed:
            tables = known.tables.replaced(changed, self._load(changed))
        else:
            tables = known.tables
        if not has_written and (log or since != known.since):
            seen = _met_again({*known.seen, *log}, since)
            self._known = Seen(tables, since, seen, timezone.now())
        return tables


def _met_again(log: set, since: int) -> frozenset:
    """Return which of the changes already seen the next reading would meet again."""
    if not log:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM vendors_change WHERE id = ANY(%s) AND transaction >= %s",
            [list(log), since],
        )
        return frozenset(pk for (pk,) in cursor.fetchall())
