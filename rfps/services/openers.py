"""The one or two people named to open the bids."""

from django.db import transaction

from audit import services as audit
from rfps.errors import RFPError
from rfps.models import Opener
from rfps.services import invitations, states

MOST = 2


@transaction.atomic
def name(*, rfp, users, by, now) -> list[Opener]:
    """
    Name who opens the bids of a draft; those named before and not again are dropped.

    :raises RFPError: once it is no draft, for nobody or more than two, or for someone who neither
        works in procurement nor wrote the request
    """
    rfp = states.lock_draft(rfp)
    before = set(rfp.openers.values_list("user_id", flat=True))
    if before == {user.pk for user in users}:
        return list(rfp.openers.all())
    rfp.openers.all().delete()
    named = write(rfp, users)
    if not named:
        raise RFPError("Name at least one person who will open the bids.")
    words = " and ".join(str(opener.user) for opener in named)
    audit.record(
        verb="opener.named",
        target=rfp,
        summary=f"{words} will open the bids of {rfp.number}"[:500],
        by=by,
        now=now,
        users=[opener.user_id for opener in named],
    )
    return named


def write(rfp, users) -> list[Opener]:
    """
    Write the rows of the people named, each once.

    :raises RFPError: for more than two, or for someone who may not
    """
    chosen = list(dict.fromkeys(users))
    if len(chosen) > MOST:
        raise RFPError("Name one or two people to open the bids, not more.")
    if chosen and not set(chosen) <= set(invitations.buyers(rfp)):
        raise RFPError("Who opens the bids works in procurement or wrote the request.")
    return Opener.objects.bulk_create(
        Opener(organisation_id=rfp.organisation_id, rfp=rfp, user=user) for user in chosen
    )
