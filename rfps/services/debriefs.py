"""Debriefs: written when an award is signed, changed by the sponsor, sent once."""

from django.db import transaction

from audit import services as audit
from rfps import award_emails
from rfps.deciding import debrief as figures
from rfps.errors import RFPError
from rfps.models import Debrief
from rfps.services import field, recipients


def write(*, rfp, current: field.Field, now) -> list[Debrief]:
    """
    Write the drafts after an award: one for each bid that did not get every lot it was for.

    A debrief that was sent stays as it was read; one that nobody may need any more is dropped.
    """
    awarded = {
        award.lot.position: str(award.bid_id)
        for award in rfp.awards.standing().select_related("lot")
    }
    sent = set(rfp.debriefs.exclude(sent_at=None).values_list("invitation_id", flat=True))
    rfp.debriefs.filter(sent_at=None).delete()
    found = []
    for name, bid in current.bids.items():
        content = figures.build(current.rankings, name, awarded)
        if not content["lots"] or bid.invitation_id in sent:
            continue
        words = figures.letter(
            vendor=bid.invitation.vendor.name,
            sponsor=rfp.organisation.name,
            title=rfp.title,
            number=rfp.number,
            content=content,
        )
        found.append(
            Debrief(
                organisation_id=rfp.organisation_id,
                rfp=rfp,
                invitation=bid.invitation,
                content=content,
                words=words,
                written_at=now,
            )
        )
    return Debrief.objects.bulk_create(found)


@transaction.atomic
def change(*, debrief, words: str, by, now) -> Debrief:
    """
    Change the letter around the figures.

    :raises RFPError: once it is sent, or without words
    """
    locked = _lock_draft(debrief)
    if not words.strip():
        raise RFPError("A letter says something.")
    locked.words = words.strip()
    locked.save(update_fields=["words"])
    _record("changed", locked, by, now)
    return locked


@transaction.atomic
def send(*, debrief, by, now) -> Debrief:
    """
    Approve a debrief and send word of it; from then on its vendor reads it and nobody changes it.

    :raises RFPError: once it is sent
    """
    locked = _lock_draft(debrief)
    locked.sent_by, locked.sent_at = by, now
    locked.save(update_fields=["sent_by", "sent_at"])
    for person in recipients.everybody(locked.rfp):
        if person.invitation_id == locked.invitation_id:
            award_emails.debrief_sent(recipient=person, debrief=locked, now=now)
    _record("sent", locked, by, now)
    return locked


def _lock_draft(debrief) -> Debrief:
    rows = Debrief.objects.select_for_update(of=["self"]).select_related(
        "rfp__organisation", "invitation__vendor"
    )
    locked = rows.filter(pk=debrief.pk).first()
    if locked is None:
        raise RFPError("This debrief was written anew: open the list again.")
    if locked.sent_at:
        raise RFPError("This debrief is sent: it stays as its vendor reads it.")
    return locked


def _record(verb: str, debrief, by, now) -> None:
    vendor = debrief.invitation.vendor.name
    audit.record(
        verb=f"debrief.{verb}",
        target=debrief.rfp,
        summary=f"{by} {'approved and sent' if verb == 'sent' else verb} the debrief of {vendor}"[
            :500
        ],
        by=by,
        now=now,
        vendor=vendor,
    )
