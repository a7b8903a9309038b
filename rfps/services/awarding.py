"""Signing a recommendation, which awards, and revoking an award."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction

from audit import services as audit
from audit.models import Event
from rfps import award_emails
from rfps.choices import RecommendationState, RevokeCause, RFPState
from rfps.deciding import record
from rfps.errors import RFPError
from rfps.models import Award, Bid, Signature
from rfps.services import debriefs, field, recipients, recommending, states

MEANING = "I have read this record and approve the award of the lots as recommended in it."
REFUSED = "award.signature-refused"
TRIES, WINDOW = 5, timedelta(minutes=15)


@transaction.atomic
def sign(*, recommendation, password: str, by, now) -> str:
    """
    Sign a recommendation as a second person, by giving the password again; this awards the lots.

    :return: nothing when it is signed, else the sentence why not. A wrong password is returned, not
        raised: the try has to stay counted
    :raises RFPError: by who recommended it, unless it waits, and where its record no longer holds
    """
    rfp = states.lock(recommendation.rfp)
    locked = recommending.lock_waiting(recommendation)
    if locked.recommended_by_id == by.pk:
        raise RFPError("You have recommended this yourself: a second person has to sign it.")
    if rfp.evaluators.filter(user=by, has_conflict=True).exists():
        raise RFPError("You have declared a conflict of interest on this request.")
    if refused := _check_password(rfp, password, by, now):
        return refused
    current = field.read(rfp=rfp, user=by)
    if record.fingerprint(recommending.again(locked, current)) != locked.sha256:
        raise RFPError(" ".join(stale(locked, current)))
    signature = Signature.objects.create(
        organisation_id=rfp.organisation_id,
        recommendation=locked,
        user=by,
        name=str(by),
        meaning=MEANING,
        sha256=locked.sha256,
        at=now,
    )
    locked.state = RecommendationState.SIGNED
    locked.decided_by, locked.decided_at = by, now
    locked.save(update_fields=["state", "decided_by", "decided_at"])
    awards = _award(locked, now)
    rfp = states.move(rfp=rfp, to=RFPState.AWARDED)
    award_emails.stop_asking(rfp=rfp, now=now)
    _tell(rfp, awards, now)
    debriefs.write(rfp=rfp, current=current, now=now)
    audit.record(
        verb="award.signed",
        target=rfp,
        summary=f"{by} signed the award of {rfp.number}",
        by=by,
        now=now,
        sha256=signature.sha256,
        meaning=signature.meaning,
        recommended_by=str(locked.recommended_by),
        awards={award.lot.title: award.invitation.vendor.name for award in awards},
    )
    return ""


@transaction.atomic
def revoke(*, award, cause: str, reason: str, by, now) -> Award:
    """
    Take an award back, tell its vendor, and open the decision on the lot again.

    :param cause: one of ``RevokeCause``; but for a mistake the bid leaves the ranking of the lot
    :raises RFPError: without a cause and a reason, or if it is revoked already
    """
    if cause not in RevokeCause.values or not reason.strip():
        raise RFPError("Say why the award is revoked; the vendor reads it.")
    rfp = states.lock(award.rfp)
    award = (
        Award.objects.select_for_update(of=["self"])
        .select_related("lot", "invitation__vendor", "rfp__organisation")
        .get(pk=award.pk)
    )
    if award.revoked_at:
        raise RFPError("This award is revoked already.")
    award.revoked_at, award.revoked_by = now, by
    award.revoke_cause, award.revoke_reason = cause, reason.strip()
    award.save(update_fields=["revoked_at", "revoked_by", "revoke_cause", "revoke_reason"])
    if rfp.state == RFPState.AWARDED:
        states.move(rfp=rfp, to=RFPState.ISSUED)
    award_emails.stop_news(invitation=award.invitation, now=now)
    for person in recipients.everybody(rfp):
        if person.invitation_id == award.invitation_id:
            award_emails.revoked(recipient=person, award=award, now=now)
    audit.record(
        verb="award.revoked",
        target=rfp,
        summary=f"{by} revoked the award of {award.lot} to {award.invitation.vendor.name}"[:500],
        by=by,
        now=now,
        cause=cause,
        reason=award.revoke_reason,
    )
    return award


def stale(recommendation, current: field.Field) -> list[str]:
    """Return why the record of a recommendation no longer holds, a sentence each; empty if it does."""
    again = recommending.again(recommendation, current)
    if record.fingerprint(again) == recommendation.sha256:
        return []
    changed = record.changed(recommendation.record, again)
    return ["The record has changed since it was recommended: recommend again.", *changed]


def _check_password(rfp, password: str, by, now) -> str:
    """Count the wrong passwords on the trail, which no rollback of ours may take back."""
    wrong = Event.objects.filter(verb=REFUSED, actor=by, at__gt=now - WINDOW).count()
    if wrong >= TRIES:
        return "Five wrong passwords: try again in a quarter of an hour."
    if by.has_usable_password() and by.check_password(password):
        return ""
    audit.record(
        verb=REFUSED,
        target=rfp,
        summary=f"Wrong password for the signature on {rfp.number}",
        by=by,
        now=now,
    )
    return "This is not your password. Nothing was signed."


def _award(recommendation, now) -> list[Award]:
    rfp = recommendation.rfp
    lots = {lot.position: lot for lot in rfp.lots.all()}
    chosen = {row["position"]: row["chosen"] for row in recommendation.record["lots"]}
    bids = Bid.objects.select_related("invitation__vendor").in_bulk(
        [bid for bid in chosen.values() if bid]
    )
    found = {str(pk): bid for pk, bid in bids.items()}
    return [
        Award.objects.create(
            organisation_id=rfp.organisation_id,
            rfp=rfp,
            lot=lots[position],
            bid=found[bid],
            invitation=found[bid].invitation,
            recommendation=recommendation,
            title=lots[position].title,
            awarded_at=now,
        )
        for position, bid in chosen.items()
        if bid
    ]


def _tell(rfp, awards: list[Award], now) -> None:
    """Write to the people of every bid in force: what it was awarded, or that it was not chosen."""
    of_invitation = defaultdict(list)
    for award in awards:
        of_invitation[award.invitation_id].append(award)
    standing = set(rfp.awards.standing().values_list("invitation_id", flat=True))
    bidders = Bid.objects.filter(rfp=rfp, withdrawn_at=None, current__isnull=False)
    invited = set(bidders.values_list("invitation_id", flat=True))
    for person in recipients.everybody(rfp):
        if won := of_invitation.get(person.invitation_id):
            award_emails.awarded(recipient=person, rfp=rfp, awards=won, now=now)
        elif person.invitation_id in invited - standing:
            award_emails.regret(recipient=person, rfp=rfp, now=now)
