"""What a sponsor adds to the directory for itself: a vendor that only its people see, until it is listed."""

from django.db import transaction
from django.db.models import Q

from vendors import services
from vendors.models import Vendor

BY_HAND = "Entered by hand"  # names nobody: a curator may list the entry for everybody


@transaction.atomic
def add(*, organisation, data: dict, contact: dict, propose: bool, by, now) -> Vendor:
    """
    Add a vendor that only the organisation sees; its contact stays the organisation's own for good.

    :param data: Vendor's fields by name
    :param contact: VendorContact's fields by name, or nothing
    :param propose: put it before the curators, who may list it for everybody
    :raises VendorError: for one that is there already, as far as the organisation sees
    """
    same = Q(name__iexact=data["name"]) | Q(legal_name__iexact=data["name"])
    if known := Vendor.objects.seen_by(organisation.pk).filter(same).first():
        raise services.VendorError(f"{known} is in the directory already: look it up by its name.")
    vendor = services.enter_profile(
        profile={
            **data,
            "private_to": organisation,
            "source": BY_HAND,
            "contacts": [contact | {"private_to": organisation}] if contact else [],
        },
        by=by,
        now=now,
    )
    return services.submit(vendor=vendor, by=by, now=now) if propose else vendor
