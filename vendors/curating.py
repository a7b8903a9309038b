"""What curators say of a vendor: that its profile holds, and words of their own to find it by."""

from django.db import transaction

from audit import acting
from audit import services as audit
from vendors.models import Vendor
from vendors.services import VendorError, lock

TAG_LENGTH = 40


@transaction.atomic
def confirm(*, vendor, by, now) -> Vendor:
    """
    Say that a vendor's profile holds as it stands today.

    :raises VendorError: for one that was merged, or is confirmed as of today already
    """
    with acting.noting(by=str(by), reason="confirmed"):
        locked = lock(vendor)
        if locked.confirmed_at and locked.confirmed_at.date() == now.date():
            raise VendorError(f"{locked} was confirmed today already.")
        locked.confirmed_at = now
        locked.save(update_fields=["confirmed_at"])
    audit.record(
        verb="vendor.confirmed", target=locked, summary=f"{locked} confirmed", by=by, now=now
    )
    return locked


@transaction.atomic
def tag(*, vendor, tag: str, by, now) -> Vendor:
    """
    Put a curators' word on a vendor; nobody else sees it.

    :raises VendorError: for one that was merged, has the tag, or an empty or overlong tag
    """
    word = " ".join(tag.split())
    if not 0 < len(word) <= TAG_LENGTH:
        raise VendorError(f"A tag has 1 to {TAG_LENGTH} characters.")
    with acting.noting(by=str(by), reason=f"tagged {word}"):
        locked = lock(vendor)
        if word in locked.tags:
            raise VendorError(f"{locked} has the tag {word} already.")
        locked.tags = sorted([*locked.tags, word])
        locked.save(update_fields=["tags"])
    audit.record(verb="vendor.tagged", target=locked, summary=f"{locked}: {word}", by=by, now=now)
    return locked


@transaction.atomic
def untag(*, vendor, tag: str, by, now) -> Vendor:
    """
    Take a curators' word off a vendor.

    :raises VendorError: for one that was merged or has no such tag
    """
    word = " ".join(tag.split())
    with acting.noting(by=str(by), reason=f"no longer tagged {word}"):
        locked = lock(vendor)
        if word not in locked.tags:
            raise VendorError(f"{locked} does not have the tag {word}.")
        locked.tags = [one for one in locked.tags if one != word]
        locked.save(update_fields=["tags"])
    audit.record(verb="vendor.untagged", target=locked, summary=f"{locked}: {word}", by=by, now=now)
    return locked
