"""Who of one vendor has a link: how they came by it, what they did, where their e-mails are."""

from dataclasses import dataclass

from notifications.models import Email, topic_of
from rfps import emails, labels
from rfps.models import Recipient


@dataclass(frozen=True)
class Row:
    recipient: Recipient
    origin: str
    mails: list[labels.Label]  # the newest first
    seen: int  # versions and files

    @property
    def is_live(self) -> bool:
        return self.recipient.revoked_at is None


def rows(invitation, user, now) -> list[Row]:
    """Return the vendor's people, those with a living link first."""
    people = list(
        invitation.recipients.select_related("added_by", "introduced_by").prefetch_related(
            "disclosures"
        )
    )
    written = Email.objects.for_user(user).filter(
        topic=topic_of(invitation), kind__in=emails.TO_VENDOR
    )
    mails = {}
    for mail in written.order_by("-created_at", "-pk"):
        shown = labels.delivery(mail, invitation.rfp.time_zone, now)
        mails.setdefault(mail.to.casefold(), []).append(shown)
    found = [
        Row(
            recipient=person,
            origin=_origin(person),
            mails=mails.get(person.email.casefold(), []),
            seen=len(person.disclosures.all()),
        )
        for person in people
    ]
    return sorted(found, key=lambda row: not row.is_live)


def _origin(person) -> str:
    if person.introduced_by_id:
        return f"Added by {person.introduced_by}"
    return f"Named by {person.added_by}" if person.added_by_id else "Named by your organisation"
