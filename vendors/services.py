"""The moves of the directory: enter a profile, decide on its listing, attach what registers say."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from audit import acting
from audit import services as audit
from vendors import emails
from vendors.choices import LISTING_TRANSITIONS, ListingState, Standing
from vendors.models import (
    Capability,
    CapabilityLine,
    Certificate,
    GroupConfirmation,
    RegulatoryAction,
    Relationship,
    Site,
    Vendor,
    VendorContact,
)

NOTHING_TO_LIST = (
    "{vendor} needs at least one site with a capability before it can be listed: {missing}."
)
SLUG_LENGTH = 100
RESERVED = {
    "add",
    "claims",
    "compare",
    "imports",
    "own",
    "searches",
}  # pages of the directory itself


class VendorError(Exception):
    """Say in a sentence why a move is refused."""


# Entering a profile


@transaction.atomic
def enter_profile(*, profile: dict, by, now) -> Vendor:
    """
    Create a vendor with its contacts, sites, lines, certificates and confirmations, as a draft.

    ``profile`` holds the vendor's fields by name, and besides them

    - ``contacts``: dicts of VendorContact's fields; the first is primary unless one says so
    - ``sites``: dicts of Site's fields, each with ``lines`` (CapabilityLine's fields, the leaf's
      code as ``capability``, the number of a certificate of the same site as ``certificate``) and
      ``certificates`` (Certificate's fields)
    - ``confirmations``: dicts with ``group`` and ``confirmed_on``

    Source and date of a part are those of the whole where the part does not state its own.

    :param by: the person who enters it, or None for an import
    :raises VendorError: naming every part and field that is wrong; nothing is written then
    """
    profile = dict(profile)
    parts = {name: profile.pop(name, []) for name in ("contacts", "sites", "confirmations")}
    origin = {
        "source": profile.pop("source", "")
        or (f"Entered by {by}" if by else "Entered by Phaseline"),
        "source_url": profile.pop("source_url", ""),
        "as_of": profile.pop("as_of", None) or now.date(),
        "set_by": by,
    }
    slug = profile.pop("slug", "") or free_slug(profile.get("name", ""))
    vendor = _checked(
        Vendor, "vendor", slug=slug, state=ListingState.DRAFT, created_at=now, **origin | profile
    )
    vendor.save(force_insert=True)
    _add_contacts(vendor, parts["contacts"])
    leaves = Capability.objects.current().in_bulk()
    for number, part in enumerate(parts["sites"], start=1):
        _add_site(vendor, f"site {number}", dict(part), origin, leaves)
    _add_confirmations(vendor, parts["confirmations"], origin, leaves)
    audit.record(
        verb="vendor.entered",
        target=vendor,
        summary=f"{vendor} entered with {len(parts['sites'])} sites",
        by=by,
        now=now,
    )
    return vendor


def free_slug(name: str) -> str:
    """Return a slug no vendor has yet; a name without Latin letters becomes ``vendor``."""
    base = slugify(name)[:SLUG_LENGTH].strip("-") or "vendor"
    named = Vendor.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    taken = RESERVED | set(named)
    number = 1
    slug = base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _checked(model, where: str, *, exclude=(), **fields):
    """
    Return an unsaved instance with every field in order; relations are the caller's affair.

    With relations excluded the database is not asked either: the caller checks what its
    constraints say, so that a profile of many parts costs few queries.
    """
    try:
        instance = model(**fields)
        instance.clean_fields(exclude={*exclude, "set_by"})
        if not exclude:
            instance.validate_constraints()
            instance.validate_unique()
    except TypeError as error:  # a field the model does not have
        raise VendorError(f"{where}: {error}") from error
    except ValidationError as error:
        raise VendorError(sentence(where, error)) from error
    return instance


def sentence(where: str, error: ValidationError) -> str:
    return "; ".join(
        f"{where}, {field}: {' '.join(messages)}" for field, messages in error.message_dict.items()
    ).replace(", __all__", "")


def _add_contacts(vendor, parts) -> None:
    has_primary = any(part.get("is_primary") for part in parts)
    known: dict[str, VendorContact] = {}
    for number, part in enumerate(parts, start=1):
        fields = {"is_primary": not has_primary and number == 1} | dict(part)
        where = f"contact {number}"
        contact = _checked(VendorContact, where, exclude=["vendor"], vendor=vendor, **fields)
        if contact.email in known:
            raise VendorError(f"{where}, email: this vendor already has {contact.email}.")
        known[contact.email] = contact
    VendorContact.objects.bulk_create(known.values())


def _add_site(vendor, where, part, origin, leaves) -> Site:
    lines, certificates = part.pop("lines", []), part.pop("certificates", [])
    site = _checked(Site, where, vendor=vendor, **origin | part)
    site.save()
    held = Certificate.objects.bulk_create(
        _certificate(site, f"{where}, certificate {number}", origin | dict(fields))
        for number, fields in enumerate(certificates, start=1)
    )
    by_number = {certificate.number: certificate for certificate in held}
    CapabilityLine.objects.bulk_create(
        _line(site, f"{where}, line {number}", origin | dict(fields), leaves, by_number)
        for number, fields in enumerate(lines, start=1)
    )
    attach_actions(site)
    return site


def _certificate(site, where, fields) -> Certificate:
    certificate = _checked(Certificate, where, exclude=["site"], site=site, **fields)
    first, last = certificate.issued_on, certificate.expires_on
    if None not in (first, last) and first > last:
        raise VendorError(f"{where}: The certificate expires before it was issued.")
    return certificate


def _line(site, where, fields, leaves, certificates) -> CapabilityLine:
    code, number = fields.pop("capability", None), fields.pop("certificate", "")
    if code not in leaves:
        raise VendorError(f"{where}, capability: {code!r} is not a leaf of the taxonomy.")
    if number and number not in certificates:
        raise VendorError(f"{where}, certificate: this site has no certificate {number!r}.")
    fields = {"scale_unit": leaves[code].scale_unit} | fields
    line = _checked(
        CapabilityLine,
        where,
        exclude=["site", "capability", "certificate"],
        site=site,
        capability=leaves[code],
        certificate=certificates.get(number),
        **fields,
    )
    if None not in (line.scale_min, line.scale_max) and line.scale_min > line.scale_max:
        raise VendorError(f"{where}, scale_min: the smallest scale is above the largest.")
    return line


def _add_confirmations(vendor, parts, origin, leaves) -> None:
    groups = {leaf.group for leaf in leaves.values()}
    known: dict[str, GroupConfirmation] = {}
    for number, part in enumerate(parts, start=1):
        where = f"confirmation {number}"
        group = part.get("group")
        if group not in groups:
            raise VendorError(f"{where}, group: {group!r} is not in the taxonomy.")
        if group in known:
            raise VendorError(f"{where}, group: {group} is confirmed twice.")
        fields = origin | dict(part)
        known[group] = _checked(
            GroupConfirmation, where, exclude=["vendor"], vendor=vendor, **fields
        )
    GroupConfirmation.objects.bulk_create(known.values())


# The listing


def submit(*, vendor, by, now) -> Vendor:
    """Put a vendor before the curators; a listed one leaves the directory until then."""
    return _move(vendor, ListingState.IN_REVIEW, verb="vendor.submitted", by=by, now=now)


@transaction.atomic
def approve(*, vendor, by, now, notify: bool = True) -> Vendor:
    """
    List a vendor, for everybody, and tell its primary contact.

    :param notify: False where the vendor knows already, say from a list that is taken over
    :raises VendorError: unless it is in review and has a site with a capability
    """
    _require(vendor, ListingState.LISTED)
    if missing := what_is_missing(vendor):
        raise VendorError(NOTHING_TO_LIST.format(vendor=vendor, missing=missing))
    vendor = _move(
        vendor,
        ListingState.LISTED,
        verb="vendor.approved",
        by=by,
        now=now,
        review_note="",
        private_to=None,
    )
    if notify and (contact := vendor.primary_contact()):
        emails.listing_approved(vendor=vendor, contact=contact, curator=by, now=now)
    return vendor


@transaction.atomic
def send_back(*, vendor, reason, by, now) -> Vendor:
    """Return a vendor to draft with the reason, and tell its primary contact."""
    vendor = _move(
        vendor,
        ListingState.DRAFT,
        verb="vendor.sent_back",
        by=by,
        now=now,
        review_note=required_reason(reason),
    )
    if contact := vendor.primary_contact():
        emails.listing_sent_back(
            vendor=vendor, contact=contact, reason=vendor.review_note, curator=by, now=now
        )
    return vendor


def suspend(*, vendor, reason, by, now) -> Vendor:
    """Take a listed vendor out of the directory, with the reason."""
    return _move(
        vendor,
        ListingState.SUSPENDED,
        verb="vendor.suspended",
        by=by,
        now=now,
        review_note=required_reason(reason),
    )


def what_is_missing(vendor) -> str:
    """Name what a vendor lacks before it can be listed; an empty string when nothing."""
    if CapabilityLine.objects.offered().filter(site__vendor=vendor).exists():
        return ""
    return "its sites offer nothing yet" if vendor.sites.exists() else "it has no site yet"


def required_reason(text: str) -> str:
    if not text.strip():
        raise VendorError("Give a reason: it is what the vendor reads.")
    return text.strip()


def lock(vendor) -> Vendor:
    """
    Lock a vendor's row and return it.

    :raises VendorError: for one that was merged into another
    """
    locked = Vendor.objects.select_for_update(of=["self"]).get(pk=vendor.pk)
    if locked.merged_into_id:
        raise VendorError(f"{locked} was merged into another vendor.")
    return locked


def _require(vendor, state: ListingState) -> Vendor:
    """Lock the row and return it, if the move to the state is allowed from where it stands."""
    locked = lock(vendor)
    if state not in LISTING_TRANSITIONS[ListingState(locked.state)]:
        raise VendorError(
            f"{locked} is {locked.get_state_display().lower()}: it cannot become {state.label.lower()}."
        )
    return locked


@transaction.atomic
def _move(vendor, state: ListingState, *, verb, by, now, **changes) -> Vendor:
    locked = _require(vendor, state)
    before = locked.state
    changes = {"state": state} | changes
    for name, value in changes.items():
        setattr(vendor, name, value)
    with acting.noting(by=str(by or "system"), reason=changes.get("review_note", "")):
        vendor.save(update_fields=list(changes))
    audit.record(
        verb=verb,
        target=vendor,
        summary=f"{vendor}: {before} to {state.value}",
        by=by,
        now=now,
        reason=changes.get("review_note", ""),
    )
    return vendor


# A sponsor's own view


@transaction.atomic
def relate(*, vendor, organisation, data: dict, by, now) -> Relationship:
    """
    Record how a sponsor stands with a vendor; only that sponsor ever sees it.

    :param data: Relationship's fields by name
    :raises VendorError: naming what is wrong
    """
    relationship, _ = Relationship.objects.get_or_create(organisation=organisation, vendor=vendor)
    for name, value in data.items():
        setattr(relationship, name, value)
    if relationship.standing == Standing.DISQUALIFIED and not relationship.reason.strip():
        raise VendorError("Give the reason for a disqualification: it is named in every matching.")
    relationship.save()
    audit.record(
        verb="relationship.recorded",
        target=relationship,
        summary=f"{organisation} and {vendor}: {relationship.get_standing_display() or 'no standing'}",
        by=by,
        now=now,
        **data,
    )
    return relationship


# What registers say


def attach_actions(site) -> int:
    """
    Give a site the register records of its FEI, whichever came first; return how many are new.

    Records that hang on it under another FEI, from before a correction, are let go.
    """
    site.actions.exclude(fei=site.fei).update(site=None)
    if not site.fei:
        return 0
    return RegulatoryAction.objects.filter(fei=site.fei, site=None).update(site=site)
