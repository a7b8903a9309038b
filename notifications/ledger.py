"""
The outbox as one lane writes it: each step of a delivery is one statement, committed by itself.

Raw SQL, because it is the hot path: through the ORM the same steps are fourteen statements per
mail. Which state may follow which is still decided by ``choices.TRANSITIONS`` alone.

A lane with a connection of its own holds an advisory lock there, noted in the rows it claims: when
its process is killed PostgreSQL frees the lock, and the reaper need not wait for the lease.

Only the claim waits for the disk; the marks after it do not, since waiting costs more than the mail.
A killed worker loses none of them. A crash of PostgreSQL may lose those of its last half second, and
then a row that was handed over says ``leased`` again. So each lane also leaves its number in a table
that is not logged: PostgreSQL empties it after a crash, the number is missing, and the reaper calls
what the lane held ``unknown`` instead of sending it again.
"""

import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import psycopg
from django.db import InterfaceError, OperationalError, connection

from audit import acting
from notifications.choices import SOURCES, EmailState, Lane

# Nothing has left while a row is only claimed: another worker may soon have it, and the token
# keeps the first one, should it wake up, from handing it over as well.
CLAIM_LEASE = timedelta(minutes=1)
# Longer than a server may take for one message (smtp.ACCEPT_SECONDS and the steps before).
SENDING_LEASE = timedelta(minutes=15)
GONE = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)

CLAIM = """
WITH durable AS (
    SELECT set_config('synchronous_commit', 'on', true)
), due AS (
    SELECT id FROM notifications_email
    WHERE state = 'ready' AND lane = %(lane)s AND not_before <= %(now)s
    ORDER BY priority, not_before, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), claimed AS (
    UPDATE notifications_email e
    SET state = 'leased', lease_token = %(token)s, worker = %(worker)s,
        lease_until = statement_timestamp() + %(lease)s
    FROM due, durable WHERE e.id = due.id RETURNING e.*
)
SELECT e.id, e.kind, e."to", e.attempts, e.expires_at, e.is_sensitive, c.subject, c.text,
    c.html, c.headers::text, c.attachments::text,
    EXISTS (SELECT 1 FROM notifications_suppression s WHERE s.address = lower(e."to"))
FROM claimed e JOIN notifications_content c ON c.id = e.content_id
ORDER BY e.priority, e.not_before, e.id
"""

START = """
UPDATE notifications_email
SET state = 'sending', handed_at = %(now)s, attempts = attempts + 1,
    lease_until = statement_timestamp() + %(lease)s
WHERE id = %(id)s AND lease_token = %(token)s AND state = ANY(%(sources)s::text[])
RETURNING attempts
"""

# A late answer settles an ``unknown`` as well: a yes always, a no if it is of the same attempt.
FINISH = """
WITH moved AS (
    UPDATE notifications_email
    SET state = %(state)s, lease_token = NULL, lease_until = NULL, worker = NULL,
        last_code = %(code)s, last_error = %(error)s, provider_id = %(provider_id)s,
        relay_reply = coalesce(%(reply)s, relay_reply), sent_at = coalesce(%(sent_at)s, sent_at),
        not_before = coalesce(%(not_before)s, not_before)
    WHERE id = %(id)s AND state = ANY(%(sources)s::text[])
        AND (lease_token = %(token)s
            OR state = 'unknown' AND (%(is_yes)s OR attempts = %(number)s))
    RETURNING id, content_id, handed_at
), noted AS (
    INSERT INTO notifications_attempt (email_id, number, started_at, ended_at, phase, code, text)
    SELECT id, %(number)s, coalesce(handed_at, %(now)s), %(now)s, %(phase)s, %(code)s, %(text)s
    FROM moved
    ON CONFLICT (email_id, number) DO UPDATE  -- the reaper has written it off meanwhile
    SET ended_at = excluded.ended_at, phase = excluded.phase, code = excluded.code,
        text = excluded.text
), purged AS (
    UPDATE notifications_content SET text = '', html = '', attachments = '[]', context = NULL
    WHERE %(is_purged)s AND id IN (SELECT content_id FROM moved)
)
SELECT count(*) FROM moved
"""

SETTLE = """
UPDATE notifications_email
SET state = %(state)s, last_error = coalesce(%(error)s, last_error),
    lease_token = NULL, lease_until = NULL, worker = NULL
WHERE id = ANY(%(ids)s) AND lease_token = %(token)s AND state = ANY(%(from)s)
"""


@dataclass(slots=True)
class Words:
    """What a claimed mail says."""

    subject: str
    text: str
    html: str
    headers: dict
    attachments: list


@dataclass(slots=True)
class Claimed:
    """The part of a row that its hand-over needs; a model would cost as much as writing the mail."""

    pk: uuid.UUID
    kind: str
    to: str
    attempts: int
    expires_at: datetime | None
    is_sensitive: bool
    is_suppressed: bool
    lease_token: uuid.UUID
    content: Words


class Ledger:
    """What a lane may do to rows, through a connection of its own or this thread's Django one."""

    def __init__(self, *, is_own: bool = False):
        self.is_own = is_own
        self.worker: int | None = None
        self._raw: psycopg.Connection | None = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.is_own:
            self.disconnect()

    def claim(self, *, now: datetime, limit: int) -> list[Claimed]:
        """Lease the most urgent e-mails that are due and that no other worker is claiming."""
        self._connect()
        token = uuid.uuid4()
        rows = self._run(
            CLAIM,
            lane=Lane.DEFAULT.value,
            now=now,
            limit=limit,
            token=token,
            worker=self.worker,
            lease=CLAIM_LEASE,
        )
        return [_claimed(row, token) for row in rows]

    def start(self, email: Claimed, *, now: datetime) -> bool:
        """Mark that the hand-over begins; False if the row was cancelled or is another's by now."""
        rows = self._run(
            START,
            id=email.pk,
            token=email.lease_token,
            now=now,
            lease=SENDING_LEASE,
            sources=_sources(EmailState.SENDING),
        )
        if rows:
            email.attempts = rows[0][0]
        return bool(rows)

    def finish(self, email: Claimed, state: EmailState, *, is_purged: bool, **values) -> bool:
        """Write the end of a hand-over down; False if the row has gone on without it."""
        rows = self._run(
            FINISH,
            id=email.pk,
            token=email.lease_token,
            number=email.attempts,
            state=state.value,
            sources=_sources(state),
            is_yes=state == EmailState.SENT,
            is_purged=is_purged,
            **values,
        )
        return bool(rows[0][0])

    def settle(self, emails: list[Claimed], state: EmailState, *, error: str | None = None) -> None:
        """Let go of rows that this lane has claimed and of which nothing has left."""
        if emails:
            self._run(
                SETTLE,
                ids=[email.pk for email in emails],
                token=emails[0].lease_token,
                state=state.value,
                error=error,
                **{"from": [EmailState.LEASED.value, EmailState.SENDING.value]},
            )

    def disconnect(self) -> None:
        """Close the connection; the next statement opens a new one."""
        if not self.is_own:
            if not connection.in_atomic_block:
                connection.close()
        elif self._raw:
            self._raw.close()
            self._raw = None

    def _sign_on(self) -> None:
        """Take a number, hold its lock, and leave it where a crash of PostgreSQL would erase it."""
        self.worker = secrets.randbits(62)
        self._raw.execute("SELECT pg_advisory_lock(%s)", [self.worker])
        self._raw.execute("INSERT INTO notifications_lanemark (id) VALUES (%s)", [self.worker])

    def _connect(self) -> None:
        if not self.is_own or (self._raw and not self._raw.closed):
            return
        params = {
            name: value
            for name, value in connection.get_connection_params().items()
            if name not in {"context", "cursor_factory", "prepare_threshold"}  # Django's own
        }
        self._raw = psycopg.connect(**params, autocommit=True, prepare_threshold=2)
        acting.session_as_system(self._raw)
        self._raw.execute("SET synchronous_commit = off")
        # Every statement finds its rows by key: one plan does, where PostgreSQL would make a new one
        # for each mail, which takes it as long as carrying it out.
        self._raw.execute("SET plan_cache_mode = force_generic_plan")
        self._sign_on()

    def _run(self, sql: str, **params) -> list[tuple]:
        if self.is_own:
            self._connect()
            cursor = self._raw.execute(sql, params)
            return cursor.fetchall() if cursor.description else []
        with acting.as_system(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []


@cache
def _sources(state: EmailState) -> str:
    """Return the states that may come before one, as PostgreSQL writes an array."""
    return "{" + ",".join(source.value for source in SOURCES[state]) + "}"


def _claimed(row: tuple, token: uuid.UUID) -> Claimed:
    pk, kind, to, attempts, expires_at, is_sensitive = row[:6]
    subject, text, html, headers, attachments, is_suppressed = row[6:]
    words = Words(subject, text, html, json.loads(headers), json.loads(attachments))
    return Claimed(pk, kind, to, attempts, expires_at, is_sensitive, is_suppressed, token, words)
