"""Carry a plan out: new rows by part, then what changes, then proposals; few statements for many rows."""

from datetime import date, datetime

from django.db.models import F, OuterRef, Subquery
from django.utils.text import slugify

from audit import services as audit
from vendors import services
from vendors.choices import ListingState, ProposalState
from vendors.importers.sheet.directory import address, jsonable
from vendors.importers.sheet.fields import PARTS
from vendors.importers.sheet.plan import Plan, Subject
from vendors.models import Proposal, RegulatoryAction, Site, Vendor

BATCH, CHANGED_AT_ONCE = 2000, 500


def write(plan: Plan, *, source: str, as_of: date, by, now: datetime) -> None:
    """
    Write what a plan says, in the caller's transaction.

    An import sets no ``set_by``: the next one may follow it up. New vendors come in review.
    """
    origin = {"source": source, "as_of": as_of}
    new = {part: _new(plan, part, origin) for part in PARTS}
    _name_vendors([subject.instance for subject in new["vendor"]], now)
    for subject in new["line"]:
        subject.instance.scale_unit = subject.instance.capability.scale_unit
    for part, own in PARTS.items():  # what stands above comes first
        for subject in new[part]:
            if own.above:
                setattr(subject.instance, own.above, subject.above.instance)
        own.model.objects.bulk_create([one.instance for one in new[part]], batch_size=BATCH)
    _change(plan, origin)
    _attach([one.instance for one in plan.subjects if one.part == "site" and "fei" in one.said])
    for subject, name, value in plan.proposals:
        _propose(subject, name, value, source, as_of)
    _record(plan, source, by, now)


def _new(plan: Plan, part: str, origin: dict) -> list[Subject]:
    found = [subject for subject in plan.subjects if subject.is_new and subject.part == part]
    for subject in found:
        for name, value in origin.items():
            setattr(subject.instance, name, value)
    return found


def _change(plan: Plan, origin: dict) -> None:
    """Write what differs, one statement for all rows in which the same fields do."""
    alike: dict[tuple, list] = {}
    for subject in plan.subjects:
        if subject.changes:
            for name, value in (subject.changes | origin | {"source_url": ""}).items():
                setattr(subject.instance, name, value)
            alike.setdefault((subject.part, *sorted(subject.changes)), []).append(subject.instance)
    for (part, *names), rows in alike.items():
        fields = [*names, *origin, "source_url"]
        PARTS[part].model.objects.bulk_update(rows, fields, batch_size=CHANGED_AT_ONCE)


def _attach(sites: list[Site]) -> None:
    """Do for many sites what ``services.attach_actions`` does for one."""
    known = RegulatoryAction.objects.filter(site__in=sites).exclude(fei=F("site__fei"))
    RegulatoryAction.objects.filter(pk__in=known.values("pk")).update(site=None)
    holder = Site.objects.filter(fei=OuterRef("fei")).values("pk")
    free = RegulatoryAction.objects.filter(site=None, fei__in=[site.fei for site in sites])
    free.update(site=Subquery(holder[:1]))


def _name_vendors(vendors: list[Vendor], now: datetime) -> None:
    if not vendors:
        return
    taken = set(Vendor.objects.values_list("slug", flat=True))
    for vendor in vendors:
        base = slugify(vendor.name)[: services.SLUG_LENGTH].strip("-") or "vendor"
        slug, number = base, 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        taken.add(slug)
        vendor.slug, vendor.state, vendor.created_at = slug, ListingState.IN_REVIEW, now


def _propose(subject: Subject, name: str, value, source: str, as_of: date) -> None:
    vendor_id, site_id, field = address(subject, name)
    old = jsonable(getattr(subject.instance, name))
    Proposal.objects.update_or_create(
        vendor_id=vendor_id,
        site_id=site_id,
        field=field,
        source=source,
        state=ProposalState.OPEN,
        defaults={"old": old, "new": jsonable(value), "as_of": as_of},
    )


def _record(plan: Plan, source: str, by, now: datetime) -> None:
    counts = plan.report().counts
    touched = [one for one in plan.subjects if one.is_new or one.changes]
    if not touched and not plan.proposals:
        return
    first = touched[0] if touched else plan.proposals[0][0]
    audit.record(
        verb="spreadsheet.imported",
        target=first.instance,
        summary=f"{counts.total()} rows read from {source}",
        by=by,
        now=now,
        **counts,
    )
