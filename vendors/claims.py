"""
Claims: a person says they speak for a vendor, proves an address, and a curator decides.

What a curator confirms is a membership of the vendor's own organisation, which is made for the first
person: the same roles, colleagues and switching as everywhere. Nothing of any sponsor comes with it.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.text import slugify

from accounts import services as accounts
from accounts.choices import OrganisationKind, Role
from accounts.models import Organisation, User
from audit import services as audit
from vendors import emails
from vendors.choices import ClaimState
from vendors.models import Claim, Vendor, VendorContact
from vendors.services import VendorError, required_reason

LINK_LASTS = timedelta(days=3)
BETWEEN_LINKS = timedelta(minutes=10)
SLUG_LENGTH = 70


@transaction.atomic
def claim(*, vendor, email: str, name: str, job: str, note: str, user, now) -> Claim:
    """
    Claim a profile; who has proved the address waits for a curator, others get a link there first.

    :param user: who is signed in, or None; the address is then theirs
    :raises VendorError: for a sponsor's private entry, for one's own vendor, or while a claim waits
    """
    email = email.strip().lower()
    _require_claimable(vendor, user)
    found = Claim.objects.select_for_update().filter(vendor=vendor, email=email)
    known = found.filter(state__in=[ClaimState.UNPROVED, ClaimState.WAITING]).first()
    if known and known.state == ClaimState.WAITING:
        raise VendorError(f"Your claim of {vendor} waits for a curator already.")
    if known and now - known.created_at < BETWEEN_LINKS:
        raise VendorError(f"A link was sent to {email} a moment ago. Give it time to arrive.")
    row = known or Claim(vendor=vendor, email=email)
    row.name, row.job, row.note, row.created_at = name, job, note, now
    if user and email in user.proved_addresses:
        return _wait(row, user, now)
    token = secrets.token_urlsafe(32)
    row.token_hash = accounts.hash_token(token)
    row.save()
    emails.claim_link(claim=row, token=token, expires_at=now + LINK_LASTS, now=now)
    return row


def find(*, token: str, now) -> Claim | None:
    """Return the claim behind a link, or None when it is mistyped, used or too old."""
    return (
        Claim.objects.select_related("vendor")
        .filter(
            state=ClaimState.UNPROVED,
            token_hash=accounts.hash_token(token),
            created_at__gt=now - LINK_LASTS,
        )
        .first()
    )


@transaction.atomic
def prove(*, claim, user=None, name: str = "", password: str = "", now) -> User:
    """
    Prove the address of a claim by its link, as ``user`` or as a new person.

    :raises AccountError: when the address has an account and nobody, or somebody else, is signed in
    :raises ValidationError: for a weak password
    :raises VendorError: for a link that was used meanwhile
    """
    locked = Claim.objects.select_for_update(of=("self",)).select_related("vendor")
    row = locked.get(pk=claim.pk)
    if row.state != ClaimState.UNPROVED:
        raise VendorError("This link was used already.")
    user = user or accounts.new_user(email=row.email, name=name, password=password)
    if user.email.lower() != row.email:
        raise accounts.AccountError(f"This link is for {row.email}. Sign in with that address.")
    accounts.prove_address(user)
    _wait(row, user, now)
    return user


@transaction.atomic
def confirm(*, claim, by, now) -> Claim:
    """
    Let the person speak for the vendor, and tell them; the first one becomes its admin too.

    :raises VendorError: for a claim that is decided, or a vendor that was merged
    """
    row = _waiting(claim)
    vendor = Vendor.objects.select_for_update(of=("self",)).get(pk=row.vendor_id)
    _require_claimable(vendor, None)
    roles = [Role.VENDOR_CONTACT]
    if vendor.organisation is None:
        vendor.organisation = _organisation_of(vendor, by, now)
        vendor.save(update_fields=["organisation"])
        roles.append(Role.ADMIN)
    if not row.user.memberships.filter(organisation=vendor.organisation).exists():
        accounts.add_member(
            user=row.user, organisation=vendor.organisation, roles=roles, by=by, now=now
        )
    VendorContact.objects.get_or_create(
        vendor=vendor,
        email=row.email,
        defaults={
            "name": row.name,
            "job": row.job,
            "is_primary": not vendor.contacts.filter(is_primary=True, private_to=None).exists(),
        },
    )
    _decide(row, ClaimState.CONFIRMED, by=by, now=now)
    emails.claim_confirmed(claim=row, now=now)
    return row


@transaction.atomic
def decline(*, claim, reason: str, by, now) -> Claim:
    """
    Refuse a claim and tell the person why.

    :raises VendorError: without a reason, or for a claim that is decided
    """
    row = _waiting(claim)
    row.reason = required_reason(reason)
    _decide(row, ClaimState.DECLINED, by=by, now=now)
    emails.claim_declined(claim=row, curator=by, now=now)
    return row


def _require_claimable(vendor, user) -> None:
    if vendor.private_to_id:
        raise VendorError(f"{vendor} is an entry of your own organisation: nobody can claim it.")
    if vendor.merged_into_id:
        raise VendorError(f"{vendor} was merged into another vendor: claim that one.")
    if user and user.memberships.filter(organisation__vendor=vendor).exists():
        raise VendorError(f"You keep the profile of {vendor} already.")


def _wait(row, user, now) -> Claim:
    """Put a claim before the curators."""
    row.user, row.token_hash, row.state = user, "", ClaimState.WAITING
    row.save()
    audit.record(
        verb="claim.made",
        target=row,
        summary=f"{user} claims {row.vendor}, by {row.email}",
        by=user,
        now=now,
    )
    return row


def _waiting(claim) -> Claim:
    """Lock a claim that waits: of two curators one decides, and the other is told."""
    locked = Claim.objects.select_for_update(of=("self",)).select_related("vendor", "user")
    row = locked.get(pk=claim.pk)
    if row.state != ClaimState.WAITING:
        decider = f" by {row.decided_by}" if row.decided_by else ""
        raise VendorError(f"{row} was {row.get_state_display().lower()} already{decider}.")
    return row


def _decide(row, state: ClaimState, *, by, now) -> None:
    row.state, row.decided_by, row.decided_at = state, by, now
    row.save()
    audit.record(
        verb=f"claim.{state.value}",
        target=row,
        summary=f"The claim of {row} is {state.label.lower()}",
        by=by,
        now=now,
        reason=row.reason,
    )


def _organisation_of(vendor, by, now) -> Organisation:
    base = slugify(vendor.name)[:SLUG_LENGTH].strip("-") or "vendor"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    slug = base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return accounts.create_organisation(
        name=vendor.name,
        slug=slug,
        kind=OrganisationKind.VENDOR,
        by=by,
        now=now,
        is_fictional=vendor.is_fictional,
    )
