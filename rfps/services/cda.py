"""The confidentiality agreement that stands between a vendor and the full package."""

import hashlib

from django.db import transaction
from django.db.models import Q

from audit import acting
from rfps.choices import CDAWay
from rfps.errors import RFPError
from rfps.models import Invitation, SignedCDA
from rfps.services import disclosure, link
from vendors.models import Relationship


@transaction.atomic
def accept(*, recipient, name: str, has_authority: bool, now) -> Invitation:
    """
    Accept the agreement on the page, by typing one's name, and open the full package.

    :raises RFPError: without name or authority, and once the request cannot be answered any more
    """
    invitation = _lock_waiting(recipient, name, now)
    if not has_authority:
        raise RFPError("Say that you may bind your company; or let somebody accept who may.")
    text = disclosure.blinded(invitation.rfp)["cda_text"]
    _stand(invitation, recipient, CDAWay.ACCEPTED, name.strip(), now, text=_digest(text))
    return invitation


@transaction.atomic
def upload(*, recipient, name: str, file, now) -> Invitation:
    """
    Take the signed copy, and open the full package.

    :param file: an ``Inspected`` file
    :raises RFPError: without a name, and once the request cannot be answered any more
    """
    invitation = _lock_waiting(recipient, name, now)
    SignedCDA.objects.create(
        organisation_id=invitation.organisation_id,
        invitation=invitation,
        recipient=recipient,
        created_at=now,
        **file.fields(),
    )
    _stand(invitation, recipient, CDAWay.UPLOADED, name.strip(), now, file=file.sha256)
    return invitation


def recognise(*, invitation, recipient, now) -> bool:
    """
    Let a CDA count that the sponsor and the vendor have signed before; the invitation is locked.

    The sponsor's relationships are its own, so the system looks.
    """
    if not invitation.awaits_cda:
        return False
    today = now.date()
    with acting.as_system():
        in_force = Relationship.objects.filter(
            Q(cda_expires_date=None) | Q(cda_expires_date__gte=today),
            organisation_id=invitation.organisation_id,
            vendor_id=invitation.vendor_id,
            cda_signed_date__lte=today,
        ).exists()
    if in_force:
        _stand(invitation, recipient, CDAWay.IN_FORCE, "", now)
    return in_force


def _lock_waiting(recipient, name: str, now) -> Invitation:
    if not name.strip():
        raise RFPError("Type your name.")
    invitation = link.lock_open(recipient, now)
    if not invitation.awaits_cda:
        raise RFPError("Nothing is left to accept: the full package is open to you.")
    return invitation


def _stand(invitation, recipient, way: CDAWay, name: str, now, **proof) -> None:
    invitation.cda_at, invitation.cda_way, invitation.cda_by = now, way, name
    invitation.save(update_fields=["cda_at", "cda_way", "cda_by"])
    link.mark_viewed(invitation, recipient, now)
    words = {
        CDAWay.ACCEPTED: f"has accepted the CDA, by {name}",
        CDAWay.UPLOADED: f"has uploaded the signed CDA, by {name}",
        CDAWay.IN_FORCE: "has a CDA in force",
    }[way]
    link.record(recipient, "cda-stands", invitation, words, now=now, way=way, **proof)
    disclosure.disclose_newest(invitation=invitation, recipient=recipient, now=now)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
