"""A sponsor's own audits of a vendor's sites: its own record, seen by nobody else."""

from django.db import transaction

from audit import services as audit
from vendors.models import SiteAudit
from vendors.services import VendorError


def at(vendor, user):
    """Return the audits of a vendor's sites that the user's organisation keeps, newest first."""
    own = SiteAudit.objects.for_user(user).filter(site__vendor=vendor)
    return own.select_related("site").order_by("-audited_on", "pk")


@transaction.atomic
def keep(*, audit_of_site: SiteAudit, vendor, by, now) -> SiteAudit:
    """
    Record an audit, or what was changed of it.

    :raises VendorError: for a site of another vendor, or a day that has not come
    """
    if audit_of_site.site.vendor_id != vendor.pk:
        raise VendorError(f"{audit_of_site.site} is no site of {vendor}.")
    if audit_of_site.audited_on > now.date():
        raise VendorError("This day has not come: record an audit once it was held.")
    audit_of_site.organisation = by.organisation
    audit_of_site.save()
    _record("kept", audit_of_site, by=by, now=now)
    return audit_of_site


@transaction.atomic
def remove(*, audit_of_site: SiteAudit, by, now) -> None:
    """Forget an audit that was recorded by mistake."""
    _record("removed", audit_of_site, by=by, now=now)
    audit_of_site.delete()


def _record(what: str, row: SiteAudit, *, by, now) -> None:
    audit.record(
        verb=f"site-audit.{what}",
        target=row,
        summary=f"Audit of {row.site} on {row.audited_on}: {row.outcome}"[:500],
        by=by,
        now=now,
        outcome=row.outcome,
        valid_until=row.valid_until,
    )
