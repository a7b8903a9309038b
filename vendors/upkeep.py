"""What keeps a profile true: what the vendor confirms, what waits to be done, and reminders of it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from accounts.choices import Role
from accounts.models import Membership
from audit import services as audit
from vendors import emails
from vendors.choices import ListingState, ProposalState
from vendors.models import Capability, Certificate, GroupConfirmation, Vendor
from vendors.querysets import BY_VENDOR
from vendors.services import VendorError
from vendors.timeline import SOON

YEAR = timedelta(days=365)
LAPSED_AT_MOST = timedelta(days=365)  # what lapsed longer ago is history, not a task


@dataclass(frozen=True)
class Task:
    """Something the vendor should do: what, why, and the place on its page or the form."""

    tone: str
    text: str
    name: str = ""
    key: int | None = None


@transaction.atomic
def confirm(*, vendor, by, now) -> None:
    """Record that the vendor has looked through its profile and stands by it today."""
    vendor.confirmed_at = now
    vendor.save(update_fields=["confirmed_at"])
    audit.record(
        verb="profile.confirmed", target=vendor, summary=f"{vendor} confirmed", by=by, now=now
    )


@transaction.atomic
def confirm_group(*, vendor, group: str, by, now) -> GroupConfirmation:
    """
    Record that the vendor's list of a capability group is complete: what is absent is not offered.

    :raises VendorError: for a group that does not exist, or while changes of the group are under way
    """
    if group not in set(Capability.objects.current().order_by().values_list("group", flat=True)):
        raise VendorError("There is no such group of capabilities.")
    if group in groups_under_way(vendor):
        raise VendorError(
            f"Changes of group {group} are under way: confirm its list when they are decided."
        )
    confirmation, _ = GroupConfirmation.objects.update_or_create(
        vendor=vendor,
        group=group,
        defaults={
            "confirmed_on": now.date(),
            "source": BY_VENDOR,
            "source_url": "",
            "as_of": now.date(),
            "set_by": by,
        },
    )
    audit.record(
        verb="group.confirmed",
        target=confirmation,
        summary=f"{vendor} confirms its list of {group} as complete",
        by=by,
        now=now,
    )
    return confirmation


def groups_under_way(vendor) -> set[str]:
    """Return the groups in which lines are drafted or wait for a curator."""
    waiting = vendor.proposals.by_vendor().filter(
        state__in=[ProposalState.DRAFT, ProposalState.OPEN]
    )
    leaves = [
        proposal.new["capability"]
        if proposal.field.startswith("+ line")
        else proposal.field.partition(" #")[0]  # of a line: any other field names no leaf
        for proposal in waiting
    ]
    found = Capability.objects.filter(pk__in=leaves).order_by()
    return set(found.values_list("group", flat=True))


def certificates_due(vendors, today) -> list[Certificate]:
    """Return the vendors' certificates that lapse soon, or lapsed of late, without a newer one."""
    due = Certificate.objects.filter(
        site__vendor__in=vendors,
        expires_on__range=(today - LAPSED_AT_MOST, today + timedelta(days=SOON)),
    )
    newer = Q(expires_on__gt=today + timedelta(days=SOON)) | Q(expires_on=None)
    renewed = Certificate.objects.filter(newer).values_list("site_id", "scheme")
    known = set(renewed.filter(site__in=due.values("site")))
    return [
        one
        for one in due.select_related("site__vendor").order_by("expires_on", "pk")
        if (one.site_id, one.scheme) not in known
    ]


def is_stale(vendor, now) -> bool:
    """Say whether the vendor has not confirmed its profile for a year, or ever."""
    return vendor.confirmed_at is None or vendor.confirmed_at <= now - YEAR


def todo(vendor, *, now) -> list[Task]:
    """Return what the vendor should do, the most pressing first; derived, never kept."""
    today = now.date()
    tasks = [
        Task(
            "bad" if one.expires_on < today else "warn",
            f"{one} of {one.site} {'lapsed' if one.expires_on < today else 'lapses'} on "
            f"{one.expires_on.day} {one.expires_on:%B %Y}: add the renewed one.",
            "own-certificate-add",
            one.site_id,
        )
        for one in certificates_due([vendor], today)
    ]
    if is_stale(vendor, now):
        since = (
            f"since {vendor.confirmed_at.day} {vendor.confirmed_at:%B %Y}"
            if vendor.confirmed_at
            else "by you so far"
        )
        tasks.append(Task("warn", f"The profile has not been confirmed {since}.", "own-confirm"))
    return tasks


# Reminders


def remind(*, now) -> int:
    """
    Write to vendors who keep their profile about certificates and confirmations that are due.

    Each occasion has its key in the outbox, so that running twice, or every day, writes once.

    :return: how many vendors were considered
    """
    kept = Vendor.objects.filter(organisation__isnull=False, merged_into=None).exclude(
        state=ListingState.SUSPENDED
    )
    people = _people(kept)
    for certificate in certificates_due(kept, now.date()):
        if user := people.get(certificate.site.vendor_id):
            emails.certificate_due(certificate=certificate, user=user, now=now)
    for vendor in kept.filter(Q(confirmed_at=None) | Q(confirmed_at__lte=now - YEAR)):
        if user := people.get(vendor.pk):
            emails.profile_stale(vendor=vendor, user=user, now=now)
    return len(people)


def _people(vendors) -> dict:
    """Return whom to write to at each vendor: the first admin, or else who came first."""
    members = (
        Membership.objects.filter(organisation__vendor__in=vendors, user__is_active=True)
        .select_related("user", "organisation__vendor")
        .order_by("created_at", "pk")
    )
    first: dict = {}
    for member in members:
        key = member.organisation.vendor.pk
        if key not in first or (Role.ADMIN in member.roles and not first[key][1]):
            first[key] = (member.user, Role.ADMIN in member.roles)
    return {key: user for key, (user, _) in first.items()}
