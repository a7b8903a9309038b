"""Who will be asked: the vendors of a draft and the address of each."""

from django.db import transaction
from django.db.models import Q

from audit import services as audit
from rfps import tokens
from rfps.errors import RFPError
from rfps.models import Invitation, Recipient
from rfps.services import states


def prepare(*, rfp, vendor, by, now) -> Invitation:
    """Prepare an invitation, addressed to the vendor's first contact that the sponsor may see."""
    invitation = Invitation.objects.create(
        organisation_id=rfp.organisation_id, rfp=rfp, vendor=vendor, created_at=now
    )
    contact = contacts_of(vendor, rfp.organisation_id).first()
    if contact:
        write_to(
            invitation, name=contact.name, email=contact.email, contact=contact, by=by, now=now
        )
    return invitation


def contacts_of(vendor, organisation_id: int):
    """Return the vendor's contacts that are public or this sponsor's own, the primary one first."""
    return vendor.contacts.filter(Q(private_to=None) | Q(private_to_id=organisation_id))


@transaction.atomic
def include(*, rfp, vendor, by, now) -> Invitation:
    """
    Take another vendor of the shortlist into a draft.

    :raises RFPError: once it is no draft, or if the vendor is in it
    """
    rfp = states.lock_draft(rfp)
    if rfp.invitations.filter(vendor=vendor).exists():
        raise RFPError(f"{vendor.name} is invited already.")
    invitation = prepare(rfp=rfp, vendor=vendor, by=by, now=now)
    _record("included", invitation, f"{vendor.name} taken into {rfp.number}", by, now)
    return invitation


@transaction.atomic
def leave_out(*, invitation, by, now) -> None:
    """
    Take a vendor out of a draft.

    :raises RFPError: once it is no draft
    """
    rfp = states.lock_draft(invitation.rfp)
    name = invitation.vendor.name
    _record("left-out", invitation, f"{name} left out of {rfp.number}", by, now)
    invitation.delete()


@transaction.atomic
def readdress(*, invitation, name: str, email: str, by, now, contact=None) -> Recipient:
    """
    Say who will get a draft's invitation.

    :raises RFPError: once it is no draft
    """
    states.lock_draft(invitation.rfp)
    invitation.recipients.all().delete()
    recipient = write_to(invitation, name=name, email=email, contact=contact, by=by, now=now)
    summary = f"{invitation.vendor.name} will be asked at {email}"
    _record("addressed", invitation, summary, by, now)
    return recipient


def write_to(invitation, *, name: str, email: str, contact, by, now) -> Recipient:
    """Name a person of an invitation, as yet without a link."""
    return Recipient.objects.create(
        organisation_id=invitation.organisation_id,
        invitation=invitation,
        contact=contact,
        name=name,
        email=email,
        added_by=by,
        created_at=now,
    )


def give_link(recipient) -> None:
    """Make the recipient's personal link; only its hash is stored."""
    recipient.token = tokens.create()
    recipient.token_hash = tokens.digest(recipient.token)
    recipient.save(update_fields=["token_hash"])


def _record(verb: str, invitation, summary: str, by, now) -> None:
    audit.record(
        verb=f"invitation.{verb}",
        target=invitation.rfp,
        summary=summary,
        by=by,
        now=now,
        vendor=invitation.vendor.name,
    )
