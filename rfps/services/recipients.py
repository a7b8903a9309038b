"""The people of an issued request: who hears news, one more vendor, one link less."""

from django.db import transaction

from audit import services as audit
from notifications.choices import EmailState
from notifications.models import Email, topic_of
from rfps import emails
from rfps.errors import RFPError
from rfps.models import Invitation, Recipient
from rfps.services import addressees, states


def everybody(rfp) -> list[Recipient]:
    """Return each person with a living link at a vendor whose invitation stands."""
    living = Recipient.objects.live().select_related("invitation__rfp__organisation")
    return list(
        living.filter(
            invitation__rfp=rfp,
            invitation__sent_at__isnull=False,
            invitation__revoked_at__isnull=True,
        )
    )


def written_to(rfp) -> list[Recipient]:
    """Return those of ``everybody`` whose e-mails were not all stopped before they went out."""
    people = everybody(rfp)
    topics = {topic_of(person.invitation) for person in people}
    gone_out = Email.objects.filter(topic__in=topics).exclude(state=EmailState.CANCELLED)
    reached = {(topic, to.casefold()) for topic, to in gone_out.values_list("topic", "to")}
    return [
        person
        for person in people
        if (topic_of(person.invitation), person.email.casefold()) in reached
    ]


@transaction.atomic
def invite(*, rfp, vendor, name: str, email: str, by, now, contact=None) -> Invitation:
    """
    Invite one more vendor to an open request; it reads the version in force.

    :raises RFPError: unless the request is open, or if the vendor is invited already
    """
    rfp = states.lock_open(rfp, now)
    if rfp.invitations.filter(vendor=vendor).exists():
        raise RFPError(f"{vendor.name} is invited already.")
    invitation = Invitation.objects.create(
        organisation_id=rfp.organisation_id, rfp=rfp, vendor=vendor, created_at=now, sent_at=now
    )
    recipient = addressees.write_to(
        invitation, name=name, email=email, contact=contact, by=by, now=now
    )
    addressees.give_link(recipient)
    emails.invitation(recipient=recipient, rfp=rfp, vendor=vendor, now=now)
    summary = f"{vendor.name} invited to {rfp.number} after the issue"
    _record("invited", invitation, summary, by, now, email=email)
    return invitation


@transaction.atomic
def revoke(*, recipient, by, now) -> Recipient:
    """
    Take one person's link back; the vendor's other people keep theirs.

    :raises RFPError: if it is revoked already, or is the vendor's only one
    """
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=recipient.invitation_id)
    living = invitation.recipients.live()
    if not living.filter(pk=recipient.pk).exists():
        raise RFPError(f"The link of {recipient} does not work any more.")
    if living.count() == 1:
        raise RFPError(
            f"{recipient} is the only person of {invitation.vendor.name}: "
            "send the link to somebody else, or revoke the invitation."
        )
    recipient.revoked_at = now
    recipient.save(update_fields=["revoked_at"])
    emails.stop(invitation=invitation, to=recipient.email, now=now)
    summary = f"Link of {recipient} at {invitation.vendor.name} revoked"
    _record("recipient-revoked", invitation, summary, by, now, email=recipient.email)
    return recipient


def _record(verb: str, invitation, summary: str, by, now, **data) -> None:
    audit.record(
        verb=f"invitation.{verb}",
        target=invitation,
        summary=summary,
        by=by,
        now=now,
        vendor=invitation.vendor.name,
        **data,
    )
