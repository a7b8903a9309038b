"""
Who acts: the organisation, the system or a vendor's invitation, told to PostgreSQL.

Row-level security reads these settings (audit/rls.py). They are local to a transaction, so a
pooled connection never carries one request's rights into the next; with nothing set, protected
tables show no row.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

HISTORY = "pghistory.context_metadata"  # what the triggers of django-pghistory put into each event
SETTINGS = ("phaseline.organisation", "phaseline.system", "phaseline.rfp", "phaseline.invitation")


def as_organisation(organisation_id: int | None):
    """Act for one organisation; None acts for nobody and sees no protected row."""
    return _acting(organisation=organisation_id)


def as_system():
    """Act for the installation itself: tasks, commands, curation, imports."""
    return _acting(system=True)


def as_invitation(*, rfp_id, invitation_id):
    """Act for the vendor behind one invitation: its RFP and its own answers, nothing else."""
    return _acting(rfp=rfp_id, invitation=invitation_id)


def session_as_system(connection) -> None:
    """
    Act for the system on a raw connection until it is closed.

    For a worker's own connection only, which no request ever shares: each of its statements is then
    a transaction of its own that needs no setting.
    """
    connection.execute("SELECT set_config('phaseline.system', 'on', false)")


def current() -> dict[str, str]:
    """Return the settings in force, by short name; empty strings where nothing is set."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join("current_setting(%s, true)" for _ in SETTINGS), SETTINGS
        )
        values = cursor.fetchone()
    return {
        name.partition(".")[2]: value or "" for name, value in zip(SETTINGS, values, strict=True)
    }


@contextmanager
def noting(**words) -> Iterator[None]:
    """
    Tell the history of facts who writes, from what source and why, until the block ends.

    Words are added to those in force: a request says ``by``, a move inside it ``reason``, an import
    ``source``. One setting of the transaction, unlike ``pghistory.context``, which prefixes every
    statement.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [HISTORY])
        before = cursor.fetchone()[0] or ""
        told = json.dumps({**json.loads(before or "{}"), **words}, default=str)
        cursor.execute("SELECT set_config(%s, %s, true)", [HISTORY, told])
        yield
        cursor.execute("SELECT set_config(%s, %s, true)", [HISTORY, before])


@contextmanager
def _acting(*, organisation=None, system=False, rfp=None, invitation=None) -> Iterator[None]:
    wanted = (
        str(organisation or ""),
        "on" if system else "",
        str(rfp or ""),
        str(invitation or ""),
    )
    with transaction.atomic():
        before = current().values()
        _set(wanted)
        yield
        # After an error the rollback has restored them already.
        _set(before)


def _set(values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join("set_config(%s, %s, true)" for _ in SETTINGS),
            [part for pair in zip(SETTINGS, values, strict=True) for part in pair],
        )
