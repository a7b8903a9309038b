"""The directory as a spreadsheet of the wizard's own headings: to be changed there, and read back."""

from collections.abc import Iterator
from itertools import zip_longest

from django.db.models import Prefetch

from vendors.importers.sheet.fields import FIELDS, HEADINGS, shown
from vendors.models import CapabilityLine, Vendor, VendorContact

AT_ONCE = 500


def rows(vendors) -> Iterator[list]:
    """
    Yield the headings, then the rows that say what the directory says of these vendors.

    What is stated as not offered, and what one sponsor keeps for itself, has no column and is left out.
    """
    yield HEADINGS
    known = vendors.filter(private_to=None, merged_into=None).prefetch_related(
        "sites__certificates",
        Prefetch("sites__lines", CapabilityLine.objects.offered().order_by("capability_id", "pk")),
        Prefetch("contacts", VendorContact.objects.filter(private_to=None)),
    )
    for vendor in known.iterator(AT_ONCE):
        yield from _of(vendor)


def _of(vendor: Vendor) -> Iterator[list]:
    """Yield as many rows per site as it has lines or certificates; people stand beside the first."""
    people = list(vendor.contacts.all())
    for site in sorted(vendor.sites.all(), key=lambda site: site.name) or [None]:
        lines = site.lines.all() if site else []
        certificates = site.certificates.all() if site else []
        beside = zip_longest(lines, certificates, people) if lines or certificates or people else ()
        for line, certificate, person in list(beside) or [(None, None, None)]:
            parts = {
                "vendor": vendor,
                "site": site,
                "line": line,
                "certificate": certificate,
                "contact": person,
            }
            yield [_cell(parts[field.part], field.name) for field in FIELDS]
        people = []


def _cell(row, name: str) -> str:
    """Return a value as the wizard reads it."""
    value = getattr(row, "capability_id" if name == "capability" else name) if row else ""
    return "; ".join(value) if isinstance(value, list) else shown(value, name)
