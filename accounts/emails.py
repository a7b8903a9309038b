"""The e-mails about accounts."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import ColleagueInvitation, role_labels
from notifications import outbox


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
