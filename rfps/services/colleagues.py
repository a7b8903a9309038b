"""The vendor's people bring in their colleagues, each with a personal link."""

from django.db import transaction

from rfps import emails
from rfps.errors import RFPError
from rfps.models import Recipient
from rfps.services import addressees, link

MOST = 10  # people of one vendor on one request


@transaction.atomic
def add(*, recipient, name: str, email: str, now) -> Recipient:
    """
    Send a colleague a personal link of their own.

    :raises RFPError: for an address that has a link, beyond the limit, and once the request cannot
        be answered any more
    """
    invitation = link.lock_open(recipient, now)
    people = Recipient.objects.filter(invitation=invitation).live()
    if people.filter(email__iexact=email).exists():
        raise RFPError(f"{email} has a link already.")
    if people.count() >= MOST:
        raise RFPError(f"{MOST} people have a link, which is the most. Remove one first.")
    colleague = addressees.write_to(
        invitation, name=name, email=email, contact=None, by=None, now=now
    )
    colleague.introduced_by = recipient
    colleague.save(update_fields=["introduced_by"])
    addressees.give_link(colleague)
    link.mark_viewed(invitation, recipient, now)
    emails.colleague_added(colleague=colleague, by=recipient, invitation=invitation, now=now)
    link.record(
        recipient, "colleague-added", invitation, f"has added {email}", now=now, email=email
    )
    return colleague


@transaction.atomic
def remove(*, recipient, colleague, now) -> None:
    """
    Take back the link of a colleague whom this person has added.

    :raises RFPError: for anybody else
    """
    invitation = link.lock(recipient)
    if colleague.introduced_by_id != recipient.pk:
        raise RFPError(f"{colleague} was added by somebody else, who can remove the link.")
    Recipient.objects.filter(pk=colleague.pk).live().update(revoked_at=now)
    link.record(
        recipient, "colleague-removed", invitation, f"has removed {colleague.email}", now=now
    )
