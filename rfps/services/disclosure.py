"""Who has seen what: before the CDA the blinded synopsis, then the versions, one by one."""

from django.db import transaction

from audit import acting
from rfps import content
from rfps.errors import RFPError
from rfps.models import Disclosure, DocumentVersion, RFPVersion
from rfps.services import link


def blinded(rfp) -> dict:
    """
    Return the part of the newest version that may be read before the CDA.

    Row-level security shows such a vendor no version, so the system reads it and passes on what
    ``content.blinded`` lets through.
    """
    with acting.as_system():
        newest = RFPVersion.objects.filter(rfp=rfp).last()
    return content.blinded(newest.content)


def last_opened(recipient) -> RFPVersion | None:
    """Return the newest version this person has opened: the one the pages show."""
    return RFPVersion.objects.filter(disclosures__recipient=recipient).order_by("number").last()


@transaction.atomic
def open_newest(*, recipient, now) -> RFPVersion:
    """
    Show a person the newest version from now on, and keep that they have seen it.

    :raises RFPError: before the CDA, and once the link is revoked
    """
    invitation = link.lock(recipient)
    if invitation.awaits_cda:
        raise RFPError("Accept the confidentiality agreement first.")
    link.mark_viewed(invitation, recipient, now)
    return disclose_newest(invitation=invitation, recipient=recipient, now=now)


def disclose_newest(*, invitation, recipient, now) -> RFPVersion:
    """Keep that a person sees the newest version; the invitation is locked and past its CDA."""
    newest = RFPVersion.objects.filter(rfp=invitation.rfp_id).last()
    if _keep(invitation, recipient, now, version=newest):
        words = f"has opened version {newest.number}"
        link.record(recipient, "version-opened", invitation, words, now=now, version=newest.number)
    return newest


@transaction.atomic
def fetch(*, recipient, document: dict, now) -> DocumentVersion:
    """
    Return a file of the request, and keep that the person has fetched it.

    :param document: its entry in the content that the person may read
    :raises RFPError: once the link is revoked
    """
    invitation = link.lock(recipient)
    found = DocumentVersion.objects.select_related("document").get(
        document=document["id"], number=document["version"]
    )
    if _keep(invitation, recipient, now, document_version=found):
        words = f"has fetched {found.document.title}, version {found.number}"
        link.record(recipient, "document-fetched", invitation, words, now=now, sha256=found.sha256)
    return found


def _keep(invitation, recipient, now, **what) -> bool:
    """Return whether it is seen for the first time; the locked invitation lets one come at a time."""
    _, is_new = Disclosure.objects.get_or_create(
        recipient=recipient,
        **what,
        defaults={
            "organisation_id": invitation.organisation_id,
            "invitation": invitation,
            "at": now,
        },
    )
    return is_new
