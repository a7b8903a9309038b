"""Opening the bids: after the deadline, when every person named for it has said so."""

import hashlib

from django.db import transaction

from audit import services as audit
from audit.models import Event
from rfps import clock, zones
from rfps.bidding import canonical
from rfps.choices import Envelope, RFPState
from rfps.errors import RFPError
from rfps.models import BidFile, BidVersion, Opening
from rfps.services import evaluation, states


@transaction.atomic
def agree(*, rfp, by) -> bool:
    """
    Say as one of the named openers that the bids shall be opened; the last one to say so opens them.

    :return: whether they are open now
    :raises RFPError: before the deadline, or by somebody who is not named
    """
    rfp, at = states.lock(rfp), clock.now()
    _require_closed(rfp, at)
    opener = rfp.openers.select_for_update().filter(user=by).first()
    if opener is None:
        raise RFPError("Only the people named to open the bids can do that.")
    if rfp.openings.exists():
        return True
    if not opener.agreed_at:
        opener.agreed_at = at
        opener.save(update_fields=["agreed_at"])
        audit.record(
            verb="rfp.opening-agreed",
            target=rfp,
            summary=f"{by} agreed to open the bids of {rfp.number}",
            by=by,
            now=at,
        )
    if rfp.openers.filter(agreed_at=None).exists():
        return False
    _open(rfp, by, at)
    return True


def waits(rfp, at) -> str:
    """Return why the bids cannot be opened at this moment, or nothing."""
    try:
        _require_closed(rfp, at)
    except RFPError as error:
        return str(error)
    return ""


@transaction.atomic
def record_view(*, rfp, by, what: str = "the bids", now) -> None:
    """Put on the trail, the first time each, that somebody looked at what was sealed."""
    summary = f"{by} looked at {what} of {rfp.number}"
    known = Event.objects.filter(
        verb="rfp.bids-viewed", object_id=str(rfp.pk), actor=by, summary=summary
    )
    if not known.exists():
        audit.record(verb="rfp.bids-viewed", target=rfp, summary=summary, by=by, now=now)


def verified(version) -> bool:
    """Say whether the fingerprints of a version, made again, are those of its receipt.

    A part that is still sealed cannot be read, and its fingerprint in the head has to do.
    """
    parts = {part.envelope: canonical.digest(part.content) for part in version.parts.all()}
    named = version.head["parts"]
    return canonical.digest(version.head) == version.sha256 and named == named | parts


def file_verified(file: BidFile) -> bool:
    """Say whether the bytes of a file are those that were submitted."""
    return hashlib.sha256(bytes(file.content)).hexdigest() == file.sha256


def _require_closed(rfp, at) -> None:
    if rfp.state != RFPState.ISSUED:
        raise RFPError(
            f"{rfp.number} is {rfp.get_state_display().lower()}: there is nothing to open."
        )
    if at < rfp.deadline_at:
        raise RFPError(
            f"Bids stay sealed until {zones.exactly(rfp.deadline_at, rfp.time_zone)}; "
            f"it is {zones.exactly(at, rfp.time_zone)} by the server's clock."
        )


def _open(rfp, by, at) -> None:
    frozen = evaluation.freeze(rfp=rfp, at=at)
    for envelope in [Envelope.TECHNICAL] if frozen.is_two_step else Envelope:
        Opening.objects.create(
            organisation_id=rfp.organisation_id,
            rfp=rfp,
            envelope=envelope,
            opened_at=at,
            opened_by=by,
        )
    versions = list(
        BidVersion.objects.for_user(by)
        .filter(rfp=rfp)
        .select_related("invitation__vendor")
        .prefetch_related("parts")
    )
    for version in versions:
        rfp.invitations.filter(pk=version.invitation_id).update(
            submitted_at=version.submitted_at, withdrawn_at=None
        )
    audit.record(
        verb="rfp.opened",
        target=rfp,
        summary=f"{rfp.number} opened: {len(versions)} bid{'' if len(versions) == 1 else 's'}",
        by=by,
        now=at,
        openers=[str(one.user) for one in rfp.openers.select_related("user")],
        bids=[
            {
                "vendor": version.invitation.vendor.name,
                "version": version.number,
                "sha256": version.sha256,
                "is_verified": verified(version),
            }
            for version in versions
        ],
    )
