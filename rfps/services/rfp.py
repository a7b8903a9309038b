"""The life of a request: written from a shortlist, issued, perhaps cancelled."""

from datetime import UTC

from django.db import transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr

from accounts.models import Organisation
from audit import services as audit
from rfps import content, emails, zones
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.models import RFP, Invitation, RFPVersion
from rfps.services import addressees, scope, states

FIELDS = ("title", "kind", "message", "deadline_at", "time_zone", "currencies")


@transaction.atomic
def create(*, shortlist, by, data: dict, now) -> RFP:
    """
    Write a draft for a shortlist: one lot of its package, and its vendors prepared to be invited.

    :param data: the fields named in ``FIELDS``; ``deadline_at`` aware, ``currencies`` as codes
    :raises RFPError: for an empty shortlist
    """
    vendors = [entry.vendor for entry in shortlist.entries.select_related("vendor")]
    if not vendors:
        raise RFPError("The shortlist is empty: put a vendor on it first.")
    rfp = RFP.objects.create(
        organisation_id=shortlist.organisation_id,
        number=_next_number(shortlist.organisation_id, now),
        program=shortlist.package.program,
        created_by=by,
        created_at=now,
        **_known(data),
    )
    lot = rfp.lots.create(
        organisation_id=rfp.organisation_id,
        package=shortlist.package,
        shortlist=shortlist,
        title=shortlist.package.name,
    )
    scope.propose(lot=lot)
    for vendor in vendors:
        addressees.prepare(rfp=rfp, vendor=vendor, by=by, now=now)
    audit.record(
        verb="rfp.created",
        target=rfp,
        summary=f"{rfp.number} drafted for {len(vendors)} vendors",
        by=by,
        now=now,
        title=rfp.title,
        vendors=[vendor.name for vendor in vendors],
    )
    return rfp


@transaction.atomic
def edit(*, rfp, data: dict, by, now) -> RFP:
    """
    Change the draft's own fields.

    :raises RFPError: once it is no draft
    """
    rfp = states.lock_draft(rfp)
    changed = {name: value for name, value in _known(data).items() if getattr(rfp, name) != value}
    for name, value in changed.items():
        setattr(rfp, name, value)
    rfp.save(update_fields=list(changed))
    audit.record(
        verb="rfp.edited",
        target=rfp,
        summary=f"{rfp.number} edited",
        by=by,
        now=now,
        changed=changed,
    )
    return rfp


@transaction.atomic
def issue(*, rfp, by, now) -> RFP:
    """
    Freeze version 1 and send every recipient a personal link.

    :raises RFPError: when it was issued before, the deadline is past, nothing is asked, nobody is
        invited, or somebody has no address
    """
    rfp = states.move(rfp=rfp, to=RFPState.ISSUED, issued_at=now)
    invited = list(rfp.invitations.select_related("vendor").prefetch_related("recipients"))
    _require_complete(rfp, invited, now)
    frozen = content.build(rfp)
    version = RFPVersion.objects.create(
        organisation_id=rfp.organisation_id,
        rfp=rfp,
        number=1,
        content=frozen,
        sha256=content.fingerprint(frozen),
        issued_at=now,
        issued_by=by,
    )
    for invitation in invited:
        for recipient in invitation.recipients.all():
            addressees.give_link(recipient)
            emails.invitation(recipient=recipient, rfp=rfp, vendor=invitation.vendor, now=now)
    Invitation.objects.filter(rfp=rfp).update(sent_at=now)
    audit.record(
        verb="rfp.issued",
        target=rfp,
        summary=f"{rfp.number} issued to {len(invited)} vendors",
        by=by,
        now=now,
        version=version.number,
        sha256=version.sha256,
        deadline_at=rfp.deadline_at,
    )
    return rfp


@transaction.atomic
def cancel(*, rfp, reason: str, by, now) -> RFP:
    """
    End the request: the links then say so, and e-mails that still wait are not sent.

    :raises RFPError: without a reason, or from a state that cannot be cancelled
    """
    if not reason.strip():
        raise RFPError("Say why it is cancelled; the vendors read it.")
    rfp = states.move(
        rfp=rfp, to=RFPState.CANCELLED, cancelled_at=now, cancel_reason=reason.strip()
    )
    # Locked so that a vendor's answer at this moment cannot plan a reminder behind our back.
    for invitation in rfp.invitations.select_for_update(no_key=True).order_by("pk"):
        emails.stop(invitation=invitation, now=now)
    audit.record(
        verb="rfp.cancelled",
        target=rfp,
        summary=f"{rfp.number} cancelled",
        by=by,
        now=now,
        reason=rfp.cancel_reason,
    )
    return rfp


def problems(rfp, invited, now) -> list[str]:
    """Return what keeps a draft from being issued, one sentence each."""
    found = []
    if rfp.deadline_at <= now:
        found.append(f"The deadline, {zones.show(rfp.deadline_at, rfp.time_zone)}, is past.")
    if not rfp.scope_lines.exists():
        found.append("Nothing is asked: the scope has no line.")
    if not invited:
        found.append("No vendor is invited.")
    found += [
        f"{invitation.vendor.name} has no address."
        for invitation in invited
        if not invitation.recipients.all()
    ]
    return found


def _require_complete(rfp, invited, now) -> None:
    if found := problems(rfp, invited, now):
        raise RFPError(" ".join(found))


def _known(data: dict) -> dict:
    return {name: data[name] for name in FIELDS if name in data}


def _next_number(organisation_id: int, now) -> str:
    # The organisation's row is the queue: two drafts at once get two numbers.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    prefix = f"RFP-{now.astimezone(UTC).year}-"
    last = (
        RFP.objects.filter(organisation_id=organisation_id, number__startswith=prefix)
        .annotate(place=Cast(Substr("number", len(prefix) + 1), IntegerField()))
        .aggregate(last=Max("place"))["last"]
    )
    return f"{prefix}{(last or 0) + 1:03d}"
