"""
How complete a profile is, in percent: the sum of the parts a curator would miss.

Counted in the database, so that a list can show it and sort by it without asking per vendor.
"""

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from vendors.models import (
    CapabilityLine,
    Certificate,
    GroupConfirmation,
    Site,
    VendorContact,
)


def parts(today) -> dict[str, tuple[int, Q | Exists]]:
    """Return what counts: its name, its points (100 together) and its condition on a vendor."""
    lines = CapabilityLine.objects.offered().filter(site__vendor=OuterRef("pk"))
    sites = Site.objects.filter(vendor=OuterRef("pk"))
    certificates = Certificate.objects.in_force(today).filter(site__vendor=OuterRef("pk"))
    return {
        "legal name": (5, ~Q(legal_name="")),
        "headquarters": (10, ~Q(country="") & ~Q(city="")),
        "description": (10, ~Q(description="")),
        "website": (5, ~Q(website="")),
        "contact": (15, Exists(VendorContact.objects.filter(vendor=OuterRef("pk")))),
        "site with a country": (10, Exists(sites.exclude(country=""))),
        "capability": (20, Exists(lines)),
        "capability with phases and modalities": (
            10,
            Exists(lines.exclude(phases=[]).exclude(modalities=[])),
        ),
        "certificate in force": (10, Exists(certificates)),
        "confirmed group": (5, Exists(GroupConfirmation.objects.filter(vendor=OuterRef("pk")))),
    }


def annotate(vendors, today):
    """Return the vendors with ``completeness``, 0 to 100."""
    total = Value(0)
    for points, condition in parts(today).values():
        total = total + Case(
            When(condition, then=Value(points)), default=Value(0), output_field=IntegerField()
        )
    return vendors.annotate(completeness=total)


def missing(vendor, today) -> list[str]:
    """Return the names of the parts that a vendor's profile lacks."""
    names = list(parts(today))
    held = (
        type(vendor)
        .objects.filter(pk=vendor.pk)
        .values_list(
            *(
                Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
                for _, condition in parts(today).values()
            )
        )
        .get()
    )
    return [name for name, is_held in zip(names, held, strict=True) if not is_held]
