"""The outbox's own message: the digest."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from notifications import kinds, outbox, paces
from notifications.models import Email

DIGEST = "digest"
SALT = "notifications.stop-digests"


def digest(*, parts: list[Email], now: datetime) -> Email:
    """Write the mails of one person and organisation as one list."""
    first, user = parts[0], parts[0].user
    zone = paces.zone_of(user)
    stop = settings.SITE_URL + reverse("digest-stop", args=[stop_token(user)])
    lines = [_line(part, zone) for part in parts]
    return outbox.enqueue(
        kind=DIGEST,
        key=f"{DIGEST}:{user.pk}:{first.organisation_id}:{first.pk}",
        to=user.email,
        context=_context(str(user), str(first.organisation or "Phaseline"), lines, stop),
        now=now,
        organisation=first.organisation,
        user=user,
        priority=9,
        headers={
            "List-Id": f"Phaseline digests <digests.{outbox.domain()}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Precedence": "bulk",
        },
    )


def stop_token(user) -> str:
    """Return what the link in a digest carries: good for ending digests, and for nothing else."""
    return signing.dumps(user.pk, salt=SALT)


def user_of(token: str) -> int | None:
    """Return whose digests a link ends; None for one we have not made."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None


def _line(part: Email, zone) -> dict[str, str]:
    at = timezone.localtime(part.created_at, zone)
    return {
        "label": kinds.label(part.kind),
        "subject": part.content.subject,
        "url": part.content.url,
        "at": f"{at.day} {at:%b %H:%M}",
    }


def _context(name: str, organisation: str, lines: list[dict], stop: str) -> dict:
    return {
        "name": name,
        "organisation": organisation,
        "lines": lines,
        "stop": stop,
        "settings": settings.SITE_URL + reverse("notification-preferences"),
    }


def _sample() -> dict:
    page = settings.SITE_URL + "/rfps/"
    lines = [
        {
            "label": "A vendor says whether it answers",
            "subject": "Fernhollow intends to answer: Drug product, tablets",
            "url": page,
            "at": "23 Nov 14:05",
        },
        {
            "label": "A shortlist is shared with you",
            "subject": "Tomas Lindqvist shares a shortlist for AUR-114",
            "url": page,
            "at": "23 Nov 16:40",
        },
    ]
    return _context("Mina Keller", "Auroral Therapeutics", lines, settings.SITE_URL + "/stop/")


kinds.register(kinds.Kind(DIGEST, "Digest", _sample))
