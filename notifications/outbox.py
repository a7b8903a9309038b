"""
Write an e-mail: a row first, in the transaction of the event it tells about.

``enqueue`` renders and inserts; nothing is sent here. ``notifications.delivery`` hands the row over
after the commit, so a rolled-back event never mails and a committed one cannot forget to.
"""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, models, transaction

from audit import acting
from notifications import calendars, kick, kinds, paces, rendering
from notifications.calendars import Deadline
from notifications.choices import ON_THE_LIST, UNWANTED, EmailState, Lane, Pace, UnknownPolicy
from notifications.models import Content, Email, Suppression, topic_of

CHUNK = 500

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """
    One message to one address.

    :param key: names the event and the person, e.g. ``rfp-invitation:<recipient>:v1``
    :param organisation: whose page may show the delivery; None is the installation's own mail
    :param topic: what it is about; mails of one topic to one address form one thread
    :param not_before: earliest hand-over, by default at once
    :param expires_at: not sent any more from then on
    :param priority: 1 security and award, 3 invitation, 5 notice, 9 digest
    :param is_sensitive: purge the body once it is sent
    :param unknown_policy: what to do when a crash leaves open whether the server took it; by
        default what its kind says
    :param calendar: a deadline to attach as a calendar file
    :param headers: further headers
    """

    kind: str
    key: str
    to: str
    context: dict
    now: datetime
    organisation: models.Model | None = None
    user: models.Model | None = None
    topic: models.Model | None = None
    not_before: datetime | None = None
    expires_at: datetime | None = None
    priority: int = 5
    is_sensitive: bool = False
    unknown_policy: UnknownPolicy | None = None
    calendar: Deadline | None = None
    headers: dict[str, str] = field(default_factory=dict)


def enqueue(**letter) -> Email:
    """
    Put one message to one address into the outbox, in the caller's transaction.

    Rendered now: what is sent is what was true at the event. A repeated key sends nothing. It never
    raises for one recipient's sake: what cannot be written is a row that failed and says why.

    :param letter: the fields of ``Letter``
    :return: the row; the one that was there already for a repeated key
    """
    return enqueue_many([Letter(**letter)])[0]


@transaction.atomic
def enqueue_many(letters: Iterable[Letter]) -> list[Email]:
    """Put many messages into the outbox, in a flat number of queries for each 500 of them."""
    letters = list(letters)
    written: list[Email] = []
    with acting.as_system():
        for start in range(0, len(letters), CHUNK):
            written += _insert(letters[start : start + CHUNK])
    if any(email.state == EmailState.READY for email in written):
        # A lambda: Django names the failed callback, and a partial has no name.
        transaction.on_commit(lambda: kick.kick(), robust=True)
    return written


def cancel(*, topic: models.Model, kind: str, now: datetime, to: str = "") -> int:
    """
    Cancel what is not handed over yet.

    :param to: one address; by default all that are written to about the topic
    :return: how many e-mails will not be sent
    """
    with acting.as_system():
        waiting = Email.objects.filter(topic=topic_of(topic), kind=kind)
        if to:
            waiting = waiting.filter(to__iexact=to)
        return waiting.move(EmailState.CANCELLED, last_error=f"Cancelled {now:%Y-%m-%d %H:%M %Z}.")


@transaction.atomic
def reschedule(
    *,
    topic: models.Model,
    kind: str,
    now: datetime,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    changes: dict | None = None,
    calendar: Deadline | None = None,
) -> int:
    """
    Let what still waits follow a moved deadline: other times, and the words written anew.

    Only mails that were planned for later, have not been tried and are not with a worker. The rest
    has said what was true.

    :param changes: entries of the context that are different now
    :return: how many e-mails follow
    """
    with acting.as_system():
        planned = Email.objects.filter(
            topic=topic_of(topic), kind=kind, state=EmailState.READY, attempts=0
        ).exclude(content__context=None)
        emails = list(planned.select_for_update(of=["self"]).select_related("content"))
        for email in emails:
            email.not_before = not_before or email.not_before
            email.expires_at = expires_at or email.expires_at
            email.save(update_fields=["not_before", "expires_at"])
            _write_anew(email, changes or {}, calendar, now)
    return len(emails)


def _insert(letters: list[Letter]) -> list[Email]:
    """Write the rows with their contents; return for each letter the row that has its key."""
    keys = [letter.key for letter in letters]
    known = set(Email.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = {letter.key: letter for letter in letters if letter.key not in known}
    addresses = {letter.to.lower() for letter in fresh.values()}
    listed = Suppression.objects.filter(address__in=addresses) if addresses else ()
    suppressed = {row.address for row in listed}
    chosen = _paces(fresh.values())
    emails = [_row(letter, suppressed, chosen) for letter in fresh.values()]
    Content.objects.bulk_create([email.content for email in emails])
    # A second transaction with the same key waits here for the first, then inserts nothing.
    Email.objects.bulk_create(emails, ignore_conflicts=True)
    found = {row.key: row for row in Email.objects.filter(key__in=keys).select_related("content")}
    lost = [email.content_id for email in emails if found[email.key].pk != email.pk]
    if lost:
        Content.objects.filter(pk__in=lost).delete()
    return [found[key] for key in keys]


def _paces(letters) -> dict[tuple[str, int], Pace]:
    by_kind: dict[str, set[int]] = {}
    for letter in letters:
        if letter.user:
            by_kind.setdefault(letter.kind, set()).add(letter.user.pk)
    return {
        (kind, user): pace
        for kind, users in by_kind.items()
        for user, pace in paces.of_users(users, kind).items()
    }


def _row(letter: Letter, suppressed: set[str], chosen: dict) -> Email:
    """Make the row of a letter, with its content; whether it will be sent is its state."""
    kind = kinds.find(letter.kind)
    email = Email(
        key=letter.key,
        kind=letter.kind,
        topic=topic_of(letter.topic) if letter.topic else "",
        organisation_id=letter.organisation.pk if letter.organisation else None,
        user=letter.user,
        to=letter.to,
        priority=letter.priority,
        unknown_policy=letter.unknown_policy or (kind.policy if kind else UnknownPolicy.HOLD),
        is_sensitive=letter.is_sensitive,
        created_at=letter.now,
        not_before=letter.not_before or letter.now,
        expires_at=letter.expires_at,
    )
    email.message_id = f"<{email.pk}.{email.kind}@{domain()}>"
    _apply_pace(email, chosen.get((letter.kind, letter.user.pk)) if letter.user else None, letter)
    if letter.to.lower() in suppressed:
        email.state, email.last_error = EmailState.SUPPRESSED, ON_THE_LIST
    email.content = _content(email, letter)
    return email


def _apply_pace(email: Email, pace: Pace | None, letter: Letter) -> None:
    if pace == Pace.OFF:
        email.state, email.last_error = EmailState.SUPPRESSED, UNWANTED
    elif pace in {Pace.DAILY, Pace.WEEKLY}:
        email.lane, email.priority = Lane.DIGEST, 9
        email.not_before = paces.next_digest(
            pace=pace,
            when=paces.digest_time(letter.user),
            zone=paces.zone_of(letter.user),
            now=email.not_before,
        )


def _content(email: Email, letter: Letter) -> Content:
    is_planned = bool(letter.not_before and letter.not_before > letter.now)
    files = [calendars.attachment(letter.calendar, now=letter.now)] if letter.calendar else []
    url = letter.context.get("url") or letter.context.get("link") or ""
    return Content(
        organisation_id=email.organisation_id,
        headers=headers_of(email) | letter.headers,
        attachments=files,
        url="" if letter.is_sensitive else str(url)[:500],
        context=json.loads(json.dumps(letter.context, default=str)) if is_planned else None,
        created_at=letter.now,
        **_words(email, letter.context),
    )


def _words(email: Email, context: dict) -> dict[str, str]:
    """Render; a template that fails for one recipient fails that one's row and no other."""
    try:
        return rendering.render(email.kind, context)
    except DatabaseError:  # the transaction is lost, whoever is to blame
        raise
    except Exception as error:
        logger.exception("e-mail %s (%s) cannot be written", email.key, email.kind)
        email.state = EmailState.FAILED
        email.last_error = f"It cannot be written: {type(error).__name__}: {error}"[:2000]
        return {"subject": f"({kinds.label(email.kind)})"[:250], "text": "", "html": ""}


def _write_anew(email: Email, changes: dict, calendar: Deadline | None, now: datetime) -> None:
    content = email.content
    content.context |= json.loads(json.dumps(changes, default=str))
    for name, words in _words(email, content.context).items():
        setattr(content, name, words)
    content.headers |= {"Date": _date(email)}
    if calendar:
        content.attachments = [calendars.attachment(calendar, now=now)]
    content.save()
    if email.state == EmailState.FAILED:
        Email.objects.filter(pk=email.pk).move(EmailState.CANCELLED, last_error=email.last_error)


def headers_of(email: Email) -> dict[str, str]:
    """
    Fix every header now, the date included: a re-send is then the same message to the byte.

    Auto-Submitted (RFC 3834) and its Exchange sister keep absence notes away.
    """
    headers = {
        "Message-ID": email.message_id,
        "Date": _date(email),
        "From": settings.DEFAULT_FROM_EMAIL,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if email.topic:
        # A root that was never sent still groups: mail programs thread by the shared reference.
        root = sha256(f"{email.topic} {email.to.lower()}".encode()).hexdigest()[:32]
        headers["In-Reply-To"] = headers["References"] = f"<{root}.thread@{domain()}>"
    return headers


def _date(email: Email) -> str:
    return format_datetime(max(email.created_at, email.not_before))


def domain() -> str:
    """Return the host name that stands in our Message-IDs."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"
