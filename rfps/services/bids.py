"""
Submitting, replacing and withdrawing a bid: until the deadline, by the database's clock.

Whatever is submitted stays, version by version. The moves of a bid are on the trail; the sponsor's
log shows that there was one only where the request says so, and what is in it never.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import ProgrammingError, transaction

from audit import acting
from audit import services as audit
from rfps import clock, emails, zones
from rfps.bidding import canonical, issues, reading
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.models import Bid, BidDraft, BidFile, BidPart, BidVersion, Invitation
from rfps.services import drafts, states


@dataclass(frozen=True)
class Submitted:
    """The version in force; ``is_new`` is false where the very same bid was in force already."""

    version: BidVersion
    is_new: bool


class AddendumError(RFPError):
    """The request has changed since the bid was looked through."""


class IncompleteError(RFPError):
    """What is wrong with the bid keeps it from being submitted: ``issues``, all of them fatal."""

    def __init__(self, found):
        count = len(found)
        super().__init__(f"{count} point{'' if count == 1 else 's'} to settle first.")
        self.issues = found


@transaction.atomic
def submit(*, recipient, revision: int, version_number: int) -> Submitted:
    """
    Make the draft a version and put it in force. The same content twice is the same version.

    :param revision: the save of the draft that was looked at
    :param version_number: the version of the request that was looked at
    :raises AddendumError: if the request has a newer version, or something is not confirmed
    :raises ConflictError: if the draft was saved since
    :raises IncompleteError: for fatal issues
    :raises RFPError: after the deadline, and where nothing can be submitted
    """
    invitation, at = _lock_open(recipient)
    rfp_version = invitation.rfp.versions.last()
    draft = _draft(invitation)
    _require_looked_at(draft, rfp_version, version_number)
    if draft.revision != revision:
        raise drafts.ConflictError(draft)
    files = drafts.files(draft)
    found = reading.read(rfp_version.content, draft.content, files)
    if wrong := issues.fatal(found.issues):
        raise IncompleteError(wrong)
    parts = canonical.parts(found)
    head = canonical.head(
        rfp_version=rfp_version,
        bid_id=draft.bid_id,
        vendor=invitation.vendor.name,
        reading=found,
        parts=parts,
    )
    bid = draft.bid
    if bid.current and not bid.withdrawn_at and bid.current.sha256 == canonical.digest(head):
        return Submitted(bid.current, is_new=False)
    with _only_in_time(invitation.rfp):
        made = write(
            bid=bid,
            rfp_version=rfp_version,
            lots=found.lots,
            head=head,
            parts=parts,
            at=at,
            submitted_by=recipient,
        )
    BidDraft.objects.filter(pk=draft.pk).update(
        content=draft.content | {"accepted": rfp_version.number}
    )
    _tell(recipient, invitation, made, at)
    return Submitted(made, is_new=True)


def write(*, bid, rfp_version, lots, head, parts, at, **by) -> BidVersion:
    """Write a version with its parts, mark its files, and put it in force."""
    of_bid = {
        "organisation_id": bid.organisation_id,
        "rfp_id": bid.rfp_id,
        "invitation_id": bid.invitation_id,
    }
    last = bid.versions.order_by("-number").first()
    made = BidVersion(
        bid=bid,
        number=last.number + 1 if last else 1,
        rfp_version=rfp_version,
        lots=lots,
        head=head,
        sha256=canonical.digest(head),
        submitted_at=at,
        **of_bid,
        **by,
    )
    made.save(force_insert=True)
    # Nothing conflicts; it is to ask for no key in return, which PostgreSQL takes for reading: who
    # types in a paper bid writes prices that nobody reads before they are opened.
    BidPart.objects.bulk_create(
        (
            BidPart(
                version=made,
                envelope=envelope,
                content=part,
                sha256=canonical.digest(part),
                **of_bid,
            )
            for envelope, part in parts.items()
        ),
        ignore_conflicts=True,
    )
    named = [file["id"] for file in head["files"]]
    BidFile.objects.filter(pk__in=named, submitted_at=None).update(submitted_at=at)
    bid.current, bid.withdrawn_at = made, None
    bid.save(update_fields=["current", "withdrawn_at"])
    return made


@transaction.atomic
def withdraw(*, recipient) -> Bid:
    """
    Take the bid back; its versions stay with the vendor, and it may be submitted again.

    :raises RFPError: after the deadline, or if there is nothing to withdraw
    """
    invitation, at = _lock_open(recipient)
    bid = (
        Bid.objects.select_for_update(of=["self"]).select_related("current").of(invitation).first()
    )
    if bid is None or bid.current is None or bid.withdrawn_at:
        raise RFPError("No bid is submitted, so there is nothing to withdraw.")
    bid.withdrawn_at = at
    with _only_in_time(invitation.rfp):
        bid.save(update_fields=["withdrawn_at"])
    if invitation.rfp.shows_submitted:
        Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=at)
    for person in invitation.recipients.live():
        emails.bid_withdrawn(recipient=person, version=bid.current, rfp=invitation.rfp, at=at)
    _record("bid.withdrawn", recipient, invitation, "withdrew its bid", at)
    return bid


def _lock_open(recipient):
    """
    Lock the request, so that no addendum and no cancellation comes in between, and ask the clock.

    :return: the invitation, and the moment that counts
    """
    invitation = recipient.invitation
    with acting.as_system():  # a vendor may not lock what it may not change
        invitation.rfp = states.lock(invitation.rfp)
    invitation.refresh_from_db(fields=["revoked_at"])
    recipient.refresh_from_db(fields=["revoked_at"])
    rfp, at = invitation.rfp, clock.now()
    if recipient.revoked_at or invitation.revoked_at:
        raise RFPError("This link has been withdrawn.")
    if rfp.state != RFPState.ISSUED:
        raise RFPError(f"{rfp.number} is {rfp.get_state_display().lower()}: it takes no bids.")
    if at >= rfp.deadline_at:
        raise _late(rfp, at)
    return invitation, at


@contextmanager
def _only_in_time(rfp):
    """The row-level rules ask the clock once more; a refusal there is a late bid, not a fault."""
    try:
        with transaction.atomic():
            yield
    except ProgrammingError as error:
        at = clock.now()
        if at < rfp.deadline_at:
            raise
        raise _late(rfp, at) from error


def _late(rfp, at) -> RFPError:
    due, came = zones.exactly(rfp.deadline_at, rfp.time_zone), zones.exactly(at, rfp.time_zone)
    return RFPError(
        f"Too late: the deadline was {due}, and the server's clock said {came}. "
        "Nothing was submitted; the draft is kept."
    )


def _draft(invitation) -> BidDraft:
    rows = BidDraft.objects.select_for_update(of=["self"]).select_related("bid__current")
    draft = rows.filter(invitation=invitation).first()
    if draft is None:
        raise RFPError("Nothing is written yet, so there is nothing to submit.")
    return draft


def _require_looked_at(draft, rfp_version, version_number: int) -> None:
    if version_number != rfp_version.number:
        raise AddendumError(
            f"Version {rfp_version.number} of the request was issued while you were writing. "
            "Nothing was submitted: look at what has changed, then submit."
        )
    if drafts.unconfirmed(draft.content, rfp_version):
        raise AddendumError(
            "The request has changed since you wrote some of the answers: confirm them first."
        )


def _tell(recipient, invitation, version, at) -> None:
    rfp = invitation.rfp
    if rfp.shows_submitted:
        Invitation.objects.filter(pk=invitation.pk).update(submitted_at=at, withdrawn_at=None)
    for person in invitation.recipients.live():
        emails.bid_receipt(recipient=person, version=version, rfp=rfp)
    words = "submitted a bid" if version.number == 1 else f"submitted version {version.number}"
    _record("bid.submitted", recipient, invitation, words, at, sha256=version.sha256)


def _record(verb: str, recipient, invitation, words: str, at, **data) -> None:
    vendor = invitation.vendor.name
    audit.record(
        verb=verb,
        target=invitation,
        summary=f"{vendor} {words}",
        label=f"{recipient} for {vendor}",
        is_sealed=not invitation.rfp.shows_submitted,
        now=at,
        **data,
    )
