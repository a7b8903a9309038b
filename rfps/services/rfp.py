"""The life of a request: written from a shortlist, issued, perhaps cancelled."""

from datetime import UTC
from decimal import Decimal

from django.db import transaction
from django.db.models import IntegerField, Max, Sum
from django.db.models.functions import Cast, Substr

from accounts.models import Organisation
from audit import services as audit
from rfps import content, emails, planning, zones
from rfps.choices import RFPKind, RFPState
from rfps.errors import RFPError
from rfps.models import RFP, Invitation, RFPVersion
from rfps.services import addressees, filling, openers, policy, recipients, scope, states

# After the issue these two alone may change, for an addendum; its dates change with it.
WORDS = ("message", "terms")
FIELDS = (
    *("title", "kind", "time_zone", "currencies", *planning.NAMES, *WORDS),
    *("needs_cda", "blinded_title", "synopsis", "cda_text", "shows_submitted"),
)


@transaction.atomic
def create(*, shortlists, by, data: dict, now, writings=(), opened_by=()) -> RFP:
    """
    Write a draft for shortlists of one program: a lot of each package, each vendor prepared once.

    :param data: the fields named in ``FIELDS``; times aware, ``currencies`` as codes
    :param writings: per lot the content of a template (``rfps/library``), or None; without any
        only the criteria are proposed
    :param opened_by: one or two people who will open the bids
    :raises RFPError: for an empty shortlist, shortlists of two programs, or an impossible schedule
    """
    vendors = _vendors_of(shortlists)
    _require_order(data)
    organisation_id = shortlists[0].organisation_id
    rfp = RFP.objects.create(
        organisation_id=organisation_id,
        number=_next_number(organisation_id, now),
        program=shortlists[0].package.program,
        created_by=by,
        created_at=now,
        **_known(data),
    )
    for position, shortlist in enumerate(shortlists, start=1):
        lot = rfp.lots.create(
            organisation_id=organisation_id,
            package=shortlist.package,
            shortlist=shortlist,
            position=position,
            title=shortlist.package.name,
        )
        scope.propose(lot=lot)
        if position <= len(writings) and writings[position - 1]:
            filling.apply(lot=lot, content=writings[position - 1])
    filling.complete(rfp=rfp)
    openers.write(rfp, opened_by)
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
    Change the request's own fields; once it is issued only its words, for the next addendum.

    :raises RFPError: once it is frozen, for another field of an issued one, or for an impossible
        schedule
    """
    rfp = states.lock_editable(rfp, now)
    changed = {name: value for name, value in _known(data).items() if getattr(rfp, name) != value}
    if rfp.state != RFPState.DRAFT and not changed.keys() <= set(WORDS):
        raise RFPError(f"{rfp.number} is issued: only its message and its terms can be edited.")
    if not changed:
        return rfp
    _require_order({name: getattr(rfp, name) for name in planning.NAMES} | changed)
    for name, value in changed.items():
        setattr(rfp, name, value)
    rfp.save(update_fields=list(changed))
    if "kind" in changed:
        filling.complete(rfp=rfp)  # a proposal needs criteria, where information needs none
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
def set_rules(*, rfp, data: dict, opened_by, by, now) -> RFP:
    """
    Change how a draft is run, and who opens its bids.

    :raises RFPError: once it is no draft, or for people who may not open bids
    """
    states.lock_draft(rfp)
    openers.name(rfp=rfp, users=opened_by, by=by, now=now)
    return edit(rfp=rfp, data=data, by=by, now=now)


@transaction.atomic
def issue(*, rfp, by, now) -> RFP:
    """
    Issue a draft where no second person has to approve it.

    :raises RFPError: as ``release`` does, and where an approval is needed or waited for
    """
    locked = states.lock(rfp)
    if locked.state == RFPState.IN_APPROVAL:
        raise RFPError(f"{locked.number} waits for a second person to approve it.")
    if locked.state == RFPState.DRAFT and policy.needs_approval(locked.organisation_id):
        raise RFPError("Your organisation wants a second person to approve this: ask for it.")
    return release(rfp=rfp, by=by, now=now)


@transaction.atomic
def release(*, rfp, by, now, **facts) -> RFP:
    """
    Freeze version 1 and send every recipient a personal link.

    :param facts: who has approved it and when, stored with the move
    :raises RFPError: when it was issued before, or for anything that ``problems`` names
    """
    rfp = states.move(rfp=rfp, to=RFPState.ISSUED, issued_at=now, **facts)
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
    End the request and tell who was asked; e-mails that still wait are not sent.

    :raises RFPError: without a reason, with awards in force, or from a state that cannot be cancelled
    """
    if not reason.strip():
        raise RFPError("Say why it is cancelled; the vendors read it.")
    if rfp.awards.standing().exists():
        raise RFPError(f"Lots of {rfp.number} are awarded: revoke the awards first.")
    rfp = states.move(
        rfp=rfp, to=RFPState.CANCELLED, cancelled_at=now, cancel_reason=reason.strip()
    )
    emails.stop_approval(rfp=rfp, now=now)
    # Locked so that a vendor's answer at this moment cannot plan a reminder behind our back.
    for invitation in rfp.invitations.select_for_update(no_key=True).order_by("pk"):
        emails.stop(invitation=invitation, now=now)
    told = recipients.written_to(rfp)
    emails.rfp_cancelled(recipients=told, rfp=rfp, now=now)
    audit.record(
        verb="rfp.cancelled",
        target=rfp,
        summary=f"{rfp.number} cancelled",
        by=by,
        now=now,
        reason=rfp.cancel_reason,
        told=len(told),
    )
    return rfp


def problems(rfp, invited, now) -> list[str]:
    """Return what keeps a draft from being issued, one sentence each."""
    found = []
    if rfp.deadline_at <= now:
        found.append(f"The deadline, {zones.show(rfp.deadline_at, rfp.time_zone)}, is past.")
    found += [
        f"{name}, {zones.show(at, rfp.time_zone)}, is past."
        for field, name in planning.NAMES.items()
        if field != "deadline_at" and (at := getattr(rfp, field)) and at <= now
    ]
    if not rfp.scope_lines.exists():
        found.append("Nothing is asked: the scope has no line.")
    if not invited:
        found.append("No vendor is invited.")
    found += [
        f"{invitation.vendor.name} has no address."
        for invitation in invited
        if not invitation.recipients.all()
    ]
    if rfp.kind != RFPKind.RFI and (found_sum := _weights(rfp)) != 100:
        found.append(
            f"The weights of the criteria add up to {found_sum.normalize():f}, not to 100."
        )
    if rfp.needs_cda and not (rfp.blinded_title and rfp.synopsis):
        found.append("Before the CDA vendors read a blinded title and a synopsis: write both.")
    return found


def _weights(rfp):
    return rfp.criterion_set.aggregate(sum=Sum("weight"))["sum"] or Decimal()


def _vendors_of(shortlists) -> list:
    """Return the vendors of the shortlists, each once, in their order."""
    if len({shortlist.package.program_id for shortlist in shortlists}) != 1:
        raise RFPError("The lots of a request belong to one program: choose its shortlists only.")
    vendors = {
        entry.vendor_id: entry.vendor
        for shortlist in shortlists
        for entry in shortlist.entries.select_related("vendor")
    }
    if not vendors:
        raise RFPError("The shortlist is empty: put a vendor on it first.")
    return list(vendors.values())


def _require_order(dates: dict) -> None:
    if found := planning.out_of_order({name: dates.get(name) for name in planning.NAMES}):
        raise RFPError(" ".join(found.values()))


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
