"""Shortlist vendors for a package, with the result that put them there, and show the list around."""

from django.db import transaction

from accounts.models import User
from audit import services as audit
from programs import emails, matching
from programs.errors import ProgramError
from programs.models import Program, Shortlist, ShortlistEntry, ShortlistShare, WorkPackage
from vendors.models import Vendor


@transaction.atomic
def add(*, package: WorkPackage, vendor: Vendor, note: str = "", by, now) -> ShortlistEntry:
    """
    Put a vendor on the package's shortlist, with a frozen snapshot of its match.

    A vendor that is there already stays as it is: its snapshot is the one it was chosen by.
    """
    shortlist, _ = Shortlist.objects.select_for_update().get_or_create(
        package=package,
        defaults={"organisation_id": package.organisation_id, "created_at": now},
    )
    if known := shortlist.entries.filter(vendor=vendor).first():
        return known
    entry = ShortlistEntry.objects.create(
        organisation_id=package.organisation_id,
        shortlist=shortlist,
        vendor=vendor,
        note=note.strip(),
        snapshot=matching.snapshot(matching.alone(package, vendor, now=now), vendor),
        added_by=by,
        added_at=now,
    )
    _record("shortlist.added", shortlist, f"{vendor} shortlisted", by, now, vendor=vendor.pk)
    return entry


@transaction.atomic
def remove(*, entry: ShortlistEntry, by, now) -> None:
    """
    Take a vendor off the shortlist.

    :raises ProgramError: when somebody has signed it off: it belongs to the selection file
    """
    if sign := entry.sign_offs.first():
        raise ProgramError(
            f"{entry.vendor} was signed off by {sign.signed_by_name}, so it stays in the selection file."
        )
    _record(
        "shortlist.removed",
        entry.shortlist,
        f"{entry.vendor} taken off the shortlist",
        by,
        now,
        vendor=entry.vendor_id,
    )
    entry.delete()


@transaction.atomic
def annotate(*, entry: ShortlistEntry, note: str, by, now) -> ShortlistEntry:
    """Write the team's note about a shortlisted vendor."""
    entry.note = note.strip()
    entry.save(update_fields=["note"])
    _record(
        "shortlist.noted",
        entry.shortlist,
        f"Note on {entry.vendor}",
        by,
        now,
        vendor=entry.vendor_id,
    )
    return entry


@transaction.atomic
def share(*, shortlist: Shortlist, colleague: User, message: str, by, now) -> ShortlistShare:
    """
    Show a shortlist to a colleague and tell them by e-mail.

    :raises ProgramError: when the colleague is outside the organisation or may not see the
        program, or has been told already
    """
    if not colleague.memberships.filter(organisation_id=shortlist.organisation_id).exists():
        raise ProgramError("Choose a colleague of your organisation.")
    if not Program.objects.open_to(colleague).filter(pk=shortlist.package.program_id).exists():
        raise ProgramError(
            f"{colleague} is not on the team of {shortlist.package.program}. Add them first."
        )
    share, is_new = ShortlistShare.objects.get_or_create(
        shortlist=shortlist,
        user=colleague,
        defaults={
            "organisation_id": shortlist.organisation_id,
            "shared_by": by,
            "shared_at": now,
            "message": message.strip(),
        },
    )
    if not is_new:
        raise ProgramError(f"{colleague} has this shortlist already.")
    emails.shortlist_shared(share, now=now)
    _record(
        "shortlist.shared",
        shortlist,
        f"Shortlist shared with {colleague}",
        by,
        now,
        user=colleague.pk,
    )
    return share


def _record(verb: str, shortlist: Shortlist, summary: str, by, now, **data) -> None:
    audit.record(verb=verb, target=shortlist, summary=summary, by=by, now=now, **data)
