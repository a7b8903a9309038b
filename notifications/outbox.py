"""
Write an e-mail: a row first, in the transaction of the event it tells about.

``enqueue`` renders and inserts; nothing is sent here. ``notifications.delivery`` hands the row over
after the commit, so a rolled-back event never mails and a committed one cannot forget to.
"""

from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.db import models, transaction
from django.template import Context, loader

from audit import acting
from notifications import kick
from notifications.choices import EmailState, UnknownPolicy
from notifications.models import Content, Email, topic_of

# Media queries stay in <style>: they carry the dark theme and the narrow screen.
INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@transaction.atomic
def enqueue(
    *,
    kind: str,
    key: str,
    to: str,
    context: dict,
    now: datetime,
    organisation=None,
    user=None,
    topic: models.Model | None = None,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    priority: int = 5,
    is_sensitive: bool = False,
    unknown_policy: UnknownPolicy = UnknownPolicy.HOLD,
) -> Email:
    """
    Put one message to one address into the outbox, in the caller's transaction.

    Rendered now, from ``templates/emails/<kind>.subject.txt``, ``.txt`` and ``.html``: what is
    sent is what was true at the event. A repeated key sends nothing.

    :param key: names the event and the person, e.g. ``rfp-invitation:<recipient>:v1``
    :param organisation: whose page may show the delivery; None is the installation's own mail
    :param topic: what it is about; mails of one topic to one address form one thread
    :param not_before: earliest hand-over, by default at once
    :param expires_at: not sent any more from then on
    :param priority: 1 security and award, 3 invitation, 5 notice, 9 digest
    :param is_sensitive: purge the body once it is sent
    :param unknown_policy: what to do when a crash leaves open whether the server took it
    :return: the row; the one that was there already for a repeated key
    """
    with acting.as_system():
        if known := Email.objects.filter(key=key).first():
            return known
        email = Email(
            key=key,
            kind=kind,
            topic=topic_of(topic) if topic else "",
            organisation_id=organisation.pk if organisation else None,
            user=user,
            to=to,
            priority=priority,
            unknown_policy=unknown_policy,
            is_sensitive=is_sensitive,
            created_at=now,
            not_before=not_before or now,
            expires_at=expires_at,
        )
        return _insert(email, context)


def _insert(email: Email, context: dict) -> Email:
    """Write the row with its content and wake a worker; return the row that has the key."""
    email.message_id = f"<{email.pk}.{email.kind}@{_domain()}>"
    date = max(email.created_at, email.not_before)
    email.content = Content.objects.create(
        organisation_id=email.organisation_id,
        headers=_headers(email.message_id, email.topic, email.to, date=date),
        created_at=email.created_at,
        **_render(email.kind, context),
    )
    # A second transaction with the same key waits here for the first, then inserts nothing.
    Email.objects.bulk_create([email], ignore_conflicts=True)
    written = Email.objects.get(key=email.key)
    if written.pk != email.pk:
        email.content.delete()
        return written
    # A lambda: Django names the failed callback, and a partial has no name.
    transaction.on_commit(lambda: kick.kick(), robust=True)
    return email


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


def _render(kind: str, context: dict) -> dict[str, str]:
    known = {"SITE_URL": settings.SITE_URL, **context}
    subject = " ".join(_plain(f"emails/{kind}.subject.txt", known).split())
    limit = Content._meta.get_field("subject").max_length
    if len(subject) > limit:
        subject = subject[: limit - 1] + "…"
    known["subject"] = subject
    html = loader.render_to_string(f"emails/{kind}.html", known)
    return {
        "subject": subject,
        "text": _plain(f"emails/{kind}.txt", known).strip() + "\n",
        "html": INLINER.inline(html),
    }


def _plain(name: str, context: dict) -> str:
    """Render a text template: an ampersand stays one, without ``autoescape off`` in each file."""
    return loader.get_template(name).template.render(Context(context, autoescape=False))


def _headers(message_id: str, topic_key: str, to: str, *, date: datetime) -> dict[str, str]:
    """
    Fix every header now, the date included: a re-send is then the same message to the byte.

    Auto-Submitted (RFC 3834) and its Exchange sister keep absence notes away.
    """
    headers = {
        "Message-ID": message_id,
        "Date": format_datetime(date),
        "From": settings.DEFAULT_FROM_EMAIL,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if topic_key:
        # A root that was never sent still groups: mail programs thread by the shared reference.
        root = sha256(f"{topic_key} {to.lower()}".encode()).hexdigest()[:32]
        headers["In-Reply-To"] = headers["References"] = f"<{root}.thread@{_domain()}>"
    return headers


def _domain() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
