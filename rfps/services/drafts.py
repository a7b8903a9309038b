"""
What a vendor has typed so far: saved at any time, by several people and tabs, and never lost.

A draft is no move of the request: its saves are counted (``revision``), not put on the trail.
"""

from django.db import transaction

from rfps import clock, inspection
from rfps.bidding import asked, draft
from rfps.changes import touched
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.models import Bid, BidDraft, BidFile

MAX_FILES = 60


class ConflictError(RFPError):
    """Somebody else has saved in the meantime; ``draft`` is what they saved."""

    def __init__(self, theirs: BidDraft):
        super().__init__("This bid was saved in another tab or by a colleague in the meantime.")
        self.draft = theirs


def find(invitation) -> BidDraft | None:
    """Return the vendor's draft, if it has begun one."""
    drafts = BidDraft.objects.filter(invitation=invitation)
    return drafts.select_related("bid__current", "saved_by").first()


def blank(version) -> dict:
    """Return the content of a draft that nobody has begun."""
    return draft.empty(version.number, asked.positions(version.content))


@transaction.atomic
def save(*, recipient, typed: dict, revision: int, version, now) -> BidDraft:
    """
    Keep what was typed, if nobody has saved since ``revision``.

    :param typed: the whole content, as ``rfps.bidding.draft`` describes
    :param version: the RFPVersion that the page was made from
    :raises ConflictError: if somebody has
    :raises RFPError: for the first save of all after the deadline
    """
    row = _lock(recipient, version, now)
    if row.revision != revision:
        raise ConflictError(row)
    # Which files are left out and which version is answered is not typed into the form.
    content = typed | {name: row.content[name] for name in draft.NOT_TYPED}
    if content != row.content or not row.revision:
        row.content = content
        _touch(row, recipient, now)
    return row


@transaction.atomic
def attach(*, recipient, upload, question_key: str | None, envelope: str, version, now) -> BidFile:
    """
    Keep a file with the draft.

    :param question_key: of the question it answers; None for one beside the questions
    :raises FileRefusedError: if the inspection does not pass it
    :raises RFPError: if there are too many
    """
    found = inspection.inspect(upload)
    bid = _lock(recipient, version, now).bid
    if bid.files.count() >= MAX_FILES:
        raise RFPError(f"A bid holds at most {MAX_FILES} files: remove one first.")
    return BidFile.objects.create(
        organisation_id=bid.organisation_id,
        bid=bid,
        rfp_id=bid.rfp_id,
        invitation_id=bid.invitation_id,
        question_key=question_key,
        envelope=envelope,
        created_at=now,
        **found.fields(),
    )


@transaction.atomic
def detach(*, recipient, file_id, version, now) -> None:
    """Take a file out of the draft; versions that name it keep it."""
    row = _lock(recipient, version, now)
    file = row.bid.files.without_content().filter(pk=file_id).first()
    if file is None:
        return  # another tab was faster
    if file.submitted_at:
        row.content = row.content | {"removed": [*row.content["removed"], str(file.pk)]}
        _touch(row, recipient, now)
    else:
        file.delete()


@transaction.atomic
def accept(*, recipient, keys, version, now) -> BidDraft:
    """
    Note that what an addendum touches was looked at and holds.

    :param keys: of the questions and lines that were confirmed
    :param version: the RFPVersion that was looked at
    :raises RFPError: if one of them is missing
    """
    row = _lock(recipient, version, now)
    if unconfirmed(row.content, version) - set(keys):
        raise RFPError("Tick each of them, or change it first.")
    row.content = row.content | {"accepted": version.number}
    _touch(row, recipient, now)
    return row


def unconfirmed(content: dict, version) -> frozenset[str]:
    """Return what of the draft an addendum has put in question since it was last looked through."""
    if content["accepted"] == version.number:
        return frozenset()
    before = version.rfp.versions.get(number=content["accepted"])
    mine = asked.of(version.content, draft.chosen(content, version.content))
    keys = {row["key"] for row in (*mine.questions, *mine.lines)}
    return touched(before.content, version.content) & keys


def files(row: BidDraft | None) -> list[BidFile]:
    """Return the files of the draft, without their bytes."""
    if row is None:
        return []
    kept = row.bid.files.without_content().exclude(pk__in=row.content["removed"])
    return list(kept)


def _lock(recipient, version, now) -> BidDraft:
    """Return the vendor's draft, begun if need be, locked until the transaction ends."""
    invitation = recipient.invitation
    drafts = BidDraft.objects.select_for_update(of=["self"]).select_related("bid")
    if found := drafts.filter(invitation=invitation).first():
        return found
    rfp = invitation.rfp
    if rfp.state != RFPState.ISSUED or clock.now() >= rfp.deadline_at:
        raise RFPError("This request takes no answers any more: a bid can no longer be begun.")
    of_sponsor = {"organisation_id": invitation.organisation_id}
    bid, _ = Bid.objects.get_or_create(
        invitation=invitation, defaults=of_sponsor | {"rfp_id": invitation.rfp_id}
    )
    begun = of_sponsor | {"bid": bid, "content": blank(version), "saved_at": now}
    BidDraft.objects.get_or_create(invitation=invitation, defaults=begun)
    return drafts.get(invitation=invitation)


def _touch(row: BidDraft, recipient, now) -> None:
    row.revision += 1
    row.saved_at, row.saved_by = now, recipient
    row.save(update_fields=["content", "revision", "saved_at", "saved_by"])
