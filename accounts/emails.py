"""The e-mails about accounts."""

from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import ColleagueInvitation, role_labels
from notifications import kinds, outbox


def colleague_invited(*, invitation: ColleagueInvitation, token: str, now: datetime):
    return outbox.enqueue(
        kind="colleague-invited",
        key=f"colleague-invited:{invitation.pk}",
        to=invitation.email,
        organisation=invitation.organisation,
        topic=invitation,
        expires_at=invitation.expires_at,
        is_sensitive=True,
        now=now,
        context={
            "organisation": invitation.organisation,
            "inviter": invitation.invited_by,
            "roles": role_labels(invitation.roles),
            "link": settings.SITE_URL + reverse("colleague-join", args=[token]),
            "expires_at": invitation.expires_at,
        },
    )


def _sample() -> dict:
    return {
        "organisation": "Auroral Therapeutics",
        "inviter": "Petra Novak",
        "roles": ["Procurement"],
        "link": settings.SITE_URL + "/join/example/",
        "expires_at": datetime(2027, 1, 15, 12, 0, tzinfo=UTC),
    }


kinds.register(kinds.Kind("colleague-invited", "Invitation to join an organisation", _sample))
