"""Bids that come on paper: logged before the deadline, typed in after the opening, then confirmed."""

from django.db import transaction

from audit import services as audit
from rfps import clock, inspection, zones
from rfps.bidding import canonical, issues, reading
from rfps.choices import Envelope
from rfps.errors import RFPError
from rfps.models import Bid, BidFile, BidPart, PaperBid
from rfps.services import bids, evaluation, scores, states


@transaction.atomic
def log(*, rfp, invitation, received_at, note: str, by) -> PaperBid:
    """
    Note that a vendor's bid came on paper. What is in it stays in its cover.

    :param invitation: of the request, not revoked
    :raises RFPError: after the deadline, for a time to come, or if it is logged already
    """
    rfp, at = states.lock(rfp), clock.now()
    if rfp.state != "issued" or at >= rfp.deadline_at:
        raise RFPError(
            f"Paper bids are logged before {zones.exactly(rfp.deadline_at, rfp.time_zone)}; "
            f"it is {zones.exactly(at, rfp.time_zone)}."
        )
    if received_at > at:
        raise RFPError("Say when it came in; this time is still to come.")
    if rfp.issued_at and received_at < rfp.issued_at:
        raise RFPError("It cannot have come in before the request was issued.")
    if rfp.paper_bids.filter(invitation=invitation).exists():
        raise RFPError(f"A paper bid of {invitation.vendor.name} is logged already.")
    paper = PaperBid.objects.create(
        organisation_id=rfp.organisation_id,
        rfp=rfp,
        invitation=invitation,
        received_at=received_at,
        logged_at=at,
        logged_by=by,
        note=note,
    )
    _record("logged", paper, by, at, "came on paper")
    return paper


@transaction.atomic
def enter(*, paper, raw: dict, uploads, by) -> PaperBid:
    """
    Type in what the paper says, as an opener, after the opening.

    :param raw: as ``rfps.bidding.draft`` describes
    :param uploads: an ``UploadedFile``, its envelope and the key of its question or None, for each
    :raises IncompleteError: for fatal issues
    :raises RFPError: before the opening, by another person, once it is confirmed, or once bids are
        scored
    """
    rfp, at = states.lock(paper.rfp), clock.now()
    paper = PaperBid.objects.select_for_update().get(pk=paper.pk)
    if not rfp.openings.exists():
        raise RFPError("A paper bid stays in its cover until the bids are opened.")
    if not rfp.openers.filter(user=by).exists():
        raise RFPError("Only the people named to open the bids can type in a paper bid.")
    if paper.confirmed_at:
        raise RFPError("It is confirmed, so it stays as it is.")
    rfp_version = rfp.versions.last()
    bid = _bid(paper)
    _require_unscored(rfp, bid)
    files = [_keep(bid, *upload, at) for upload in uploads]
    found = reading.read(rfp_version.content, raw, files)
    if wrong := issues.fatal(found.issues):
        raise bids.IncompleteError(wrong)
    parts = canonical.parts(found)
    head = canonical.head(
        rfp_version=rfp_version,
        bid_id=bid.pk,
        vendor=paper.invitation.vendor.name,
        reading=found,
        parts=parts,
    )
    bids.write(
        bid=bid,
        rfp_version=rfp_version,
        lots=found.lots,
        head=head,
        parts=parts,
        at=at,
        entered_by=by,
    )
    rfp.invitations.filter(pk=paper.invitation_id).update(submitted_at=paper.received_at)
    paper.entered_at, paper.entered_by = at, by
    paper.save(update_fields=["entered_at", "entered_by"])
    _record("entered", paper, by, at, "typed in from paper", sha256=canonical.digest(head))
    return paper


@transaction.atomic
def confirm(*, paper, by) -> PaperBid:
    """
    Confirm, as a second person, that what was typed in is what the paper says.

    :raises RFPError: before it is typed in, by the same person, twice, or while its prices are sealed
    """
    at = clock.now()
    paper = PaperBid.objects.select_for_update().get(pk=paper.pk)
    if not paper.entered_at:
        raise RFPError("It is not typed in yet.")
    if paper.confirmed_at:
        raise RFPError("It is confirmed already.")
    if paper.entered_by_id == by.pk:
        raise RFPError("You typed it in; a second person confirms it.")
    prices = BidPart.objects.filter(invitation=paper.invitation_id, envelope=Envelope.COMMERCIAL)
    if not prices.exists():
        raise RFPError(
            "Its prices are sealed: it is confirmed, against the paper, once they are open."
        )
    paper.confirmed_at, paper.confirmed_by = at, by
    paper.save(update_fields=["confirmed_at", "confirmed_by"])
    _record("confirmed", paper, by, at, "confirmed as typed in")
    return paper


def _bid(paper) -> Bid:
    """Return the vendor's bid to put the version in; one that came by link stands."""
    bid, _ = Bid.objects.get_or_create(
        invitation_id=paper.invitation_id,
        defaults={"organisation_id": paper.organisation_id, "rfp_id": paper.rfp_id},
    )
    current = bid.current
    if current and not bid.withdrawn_at and not current.entered_by_id:
        raise RFPError(
            f"{paper.invitation.vendor.name} has submitted a bid by its link: that one stands."
        )
    return bid


def _require_unscored(rfp, bid) -> None:
    """Refuse to change what is scored once a sheet is handed in, or this bid has a score."""
    rules = evaluation.of(rfp)
    is_scored = bid.scores.exists() or rfp.evaluators.filter(submitted_at__isnull=False).exists()
    if scores.technical_criteria(rules) and (is_scored or rules.state in scores.SHOWN):
        raise RFPError("Bids are scored already: a paper bid is not typed in any more.")


def _keep(bid, upload, envelope: str, question_key: str | None, at) -> BidFile:
    return BidFile.objects.create(
        organisation_id=bid.organisation_id,
        bid=bid,
        rfp_id=bid.rfp_id,
        invitation_id=bid.invitation_id,
        envelope=envelope,
        question_key=question_key,
        created_at=at,
        **inspection.inspect(upload).fields(),
    )


def _record(verb: str, paper, by, at, words: str, **data) -> None:
    audit.record(
        verb=f"paper-bid.{verb}",
        target=paper.rfp,
        summary=f"Bid of {paper.invitation.vendor.name} {words}",
        by=by,
        now=at,
        **data,
    )
