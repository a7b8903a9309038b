"""Opening the bids: after the deadline, when every person named for it has said so."""

import hashlib

from django.db import transaction

from audit import services as audit
from audit.models import Event
from rfps import clock, zones
from rfps.bidding import canonical
from rfps.choices import Envelope, EvaluationState, RFPState
from rfps.errors import RFPError
from rfps.models import BidFile, BidVersion, Opening
from rfps.services import evaluation, panel, states


@transaction.atomic
def agree(*, rfp, by) -> bool:
    """
    Say as one of the named openers that the bids shall be opened; the last one to say so opens them.

    In two steps this opens the technical envelopes alone.

    :return: whether they are open now
    :raises RFPError: before the deadline, or by somebody who is not named
    """
    rfp, at = states.lock(rfp), clock.now()
    _require_closed(rfp, at)
    opener = _opener(rfp, by)
    if rfp.openings.exists():
        return True
    if not _all_agree(opener, "agreed_at", "the bids", at):
        return False
    _open(rfp, by, at)
    return True


@transaction.atomic
def agree_commercial(*, rfp, by) -> bool:
    """
    Say the same for the commercial envelopes of the bids with enough technical points.

    :return: whether they are open now
    :raises RFPError: before the technical scores are closed, where no bid has enough points, or by
        somebody who is not named
    """
    rfp, at = states.lock(rfp), clock.now()
    opener = _opener(rfp, by)
    if rfp.openings.filter(envelope=Envelope.COMMERCIAL).exists():
        return True
    if reason := commercial_waits(rfp):
        raise RFPError(reason)
    if not _all_agree(opener, "commercial_agreed_at", "the prices", at):
        return False
    _open_commercial(rfp, by, at)
    return True


def commercial_waits(rfp) -> str:
    """Return why the commercial envelopes cannot be opened at this moment, or nothing."""
    if rfp.state != RFPState.ISSUED:
        return f"{rfp.number} is {rfp.get_state_display().lower()}: what is sealed stays sealed."
    rules = evaluation.of(rfp)
    if rules.state == EvaluationState.CLOSED:
        return "The evaluation is closed; what is sealed stays sealed."
    if rules.state != EvaluationState.TECHNICAL_CLOSED:
        return "Prices stay sealed until the technical scores are closed."
    if not rfp.technical_results.filter(is_qualified=True).exists():
        least = evaluation.minimum_of(rules).normalize()
        return f"No bid has the {least:f} technical points it needs: all prices stay sealed."
    return ""


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
    """
    Say whether the fingerprints of a version, made again, are those of its receipt.

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


def _opener(rfp, by):
    opener = rfp.openers.select_for_update().filter(user=by).first()
    if opener is None:
        raise RFPError("Only the people named to open the bids can do that.")
    return opener


def _all_agree(opener, step: str, what: str, at) -> bool:
    """Note that an opener agrees to a step; say whether everybody has."""
    rfp, by = opener.rfp, opener.user
    if not getattr(opener, step):
        setattr(opener, step, at)
        opener.save(update_fields=[step])
        audit.record(
            verb="rfp.opening-agreed",
            target=rfp,
            summary=f"{by} agreed to open {what} of {rfp.number}",
            by=by,
            now=at,
        )
    return not rfp.openers.filter(**{step: None}).exists()


def _open(rfp, by, at) -> None:
    frozen = evaluation.freeze(rfp=rfp, at=at)
    for envelope in [Envelope.TECHNICAL] if frozen.is_two_step else Envelope:
        _unseal(rfp, envelope, by, at)
    versions = list(_versions(rfp, by))
    for version in versions:
        rfp.invitations.filter(pk=version.invitation_id).update(
            submitted_at=version.submitted_at, withdrawn_at=None
        )
    step = " technically" if frozen.is_two_step else ""
    _record_opened("rfp.opened", rfp, f"{rfp.number} opened{step}", versions, by, at)
    panel.invite_all(rfp=rfp, now=at)


def _open_commercial(rfp, by, at) -> None:
    _unseal(rfp, Envelope.COMMERCIAL, by, at)
    evaluation.move(evaluation.lock(rfp), EvaluationState.COMMERCIAL_OPEN)
    versions = list(_versions(rfp, by).filter(bid__technical_result__is_qualified=True))
    held_back = rfp.technical_results.filter(is_qualified=False).count()
    words = f"Prices of {rfp.number} opened" + (f", {held_back} stay sealed" * bool(held_back))
    _record_opened("rfp.commercial-opened", rfp, words, versions, by, at)


def _unseal(rfp, envelope, by, at) -> None:
    Opening.objects.create(
        organisation_id=rfp.organisation_id,
        rfp=rfp,
        envelope=envelope,
        opened_at=at,
        opened_by=by,
    )


def _versions(rfp, by):
    """Return the versions in force with their parts, as far as they are unsealed."""
    versions = BidVersion.objects.for_user(by).filter(rfp=rfp)
    return versions.select_related("invitation__vendor").prefetch_related("parts")


def _record_opened(verb: str, rfp, words: str, versions, by, at) -> None:
    audit.record(
        verb=verb,
        target=rfp,
        summary=f"{words}: {len(versions)} bid{'' if len(versions) == 1 else 's'}",
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
