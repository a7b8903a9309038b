"""
A vendor changes its own profile: drafts, one per field, which it sends to the curators together.

Nothing here touches the profile. A draft is a Proposal as imports file them, so that one queue, one
comparison and one acceptance serve both.
"""

import json
import secrets

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, QuerySet

from audit import services as audit
from audit.inspection import Inspected
from vendors.choices import Evidence, ProposalState
from vendors.models import CapabilityLine, Certificate, CertificateFile, Proposal, Site, Vendor
from vendors.querysets import BY_VENDOR
from vendors.services import VendorError

FROM_REGISTER = (
    "{line} stands as {source} says. Add a line beside it for what you state yourselves."
)


def place_of(row) -> tuple[Site | None, str]:
    """Return the site a row belongs to, and what the fields of its proposals begin with."""
    if isinstance(row, Vendor):
        return None, ""
    if isinstance(row, Site):
        return row, ""
    kind = "certificate" if isinstance(row, Certificate) else row.capability_id
    return row.site, f"{kind} #{row.pk} "


def pending(row) -> dict:
    """Return the values that wait for a row, drafted or sent, by field: what a form begins with."""
    site, prefix = place_of(row)
    vendor_id = row.pk if isinstance(row, Vendor) else (site.vendor_id)
    waiting = _mine(vendor_id).filter(
        site=site,
        field__startswith=prefix,
        state__in=[ProposalState.OPEN, ProposalState.DRAFT],
    )
    found = {}
    for proposal in waiting.order_by("created_at"):
        name = proposal.field.removeprefix(prefix)
        if " " not in name:
            found[name] = proposal.new
    return found


@transaction.atomic
def change(*, vendor, row, data: dict, by, now, question=None) -> int:
    """
    Keep as drafts what differs from the profile; a draft that no longer differs is forgotten.

    :param row: the vendor itself, or a site, line or certificate of it
    :param data: values by the names of the row's columns
    :return: how many of the values differ
    :raises VendorError: for a line that an authority's register states
    """
    _require_own_word(row)
    site, prefix = place_of(row)
    stands = type(row).objects.get(pk=row.pk)
    count = 0
    for name, value in data.items():
        old, new = plain(getattr(stands, name)), plain(value)
        key = {"site": site, "field": f"{prefix}{name}"}
        if old == new:
            _mine(vendor.pk).drafts().filter(**key).delete()
            continue
        count += 1
        _mine(vendor.pk).update_or_create(
            vendor=vendor,
            source=BY_VENDOR,
            state=ProposalState.DRAFT,
            **key,
            defaults=_said(by, now) | {"old": old, "new": new, "question": question},
        )
    return count


@transaction.atomic
def add(
    *, vendor, site, kind: str, data: dict, by, now, upload: Inspected | None = None, question=None
) -> Proposal:
    """
    Draft a row that is not there yet.

    :param kind: ``site``, ``line`` or ``certificate``; a site has no ``site``
    :param data: its columns by name; of a certificate also ``covers``, the lines it carries
    :param upload: the document of a certificate, inspected
    """
    return Proposal.objects.create(
        vendor=vendor,
        site=site,
        source=BY_VENDOR,
        state=ProposalState.DRAFT,
        field=f"+ {kind} {secrets.token_hex(4)}",
        new=plain(data),
        file=_keep(upload, by, now),
        question=question,
        **_said(by, now),
    )


@transaction.atomic
def rewrite(*, draft, data: dict, by, now, upload: Inspected | None = None) -> Proposal:
    """
    Change a drafted row.

    :raises VendorError: once it was sent
    """
    draft = _lock(draft, ProposalState.DRAFT)
    if upload:
        old, draft.file = draft.file, _keep(upload, by, now)
    draft.new = plain(data)
    for name, value in _said(by, now).items():
        setattr(draft, name, value)
    draft.save()
    if upload and old:
        old.delete()
    return draft


@transaction.atomic
def refuse(*, vendor, question, by, now) -> int:
    """
    Draft the answer that no site offers what was asked.

    :return: at how many sites
    :raises VendorError: without a site
    """
    sites = list(vendor.sites.all())
    if not sites:
        raise VendorError("Add a site first: what is offered, and what is not, belongs to one.")
    for site in sites:
        data = question.as_line() | {"is_offered": False}
        add(vendor=vendor, site=site, kind="line", data=data, question=question, by=by, now=now)
    return len(sites)


@transaction.atomic
def drop(*, proposal, by, now) -> None:
    """
    Forget a draft, or take back what was sent.

    :raises VendorError: once a curator has decided
    """
    proposal = _lock(proposal, ProposalState.DRAFT, ProposalState.OPEN)
    if proposal.state == ProposalState.DRAFT:
        file = proposal.file
        proposal.delete()
        if file:
            file.delete()
        return
    _withdraw(Proposal.objects.filter(pk=proposal.pk), now)
    audit.record(
        verb="proposal.withdrawn", target=proposal, summary=f"{proposal} taken back", by=by, now=now
    )


@transaction.atomic
def send(*, vendor, by, now) -> int:
    """
    Put all drafts before the curators; what was sent before for the same field gives way.

    :return: how many
    :raises VendorError: when there is nothing to send
    """
    drafts = list(_mine(vendor.pk).drafts().select_for_update(of=("self",)))
    if not drafts:
        raise VendorError("There is nothing to send: change something first.")
    for draft in drafts:
        before = _mine(vendor.pk).open().filter(site=draft.site_id, field=draft.field)
        _withdraw(before, now)
        draft.state, draft.created_at, draft.as_of = ProposalState.OPEN, now, now.date()
        draft.save(update_fields=["state", "created_at", "as_of"])
    audit.record(
        verb="profile.sent",
        target=vendor,
        summary=f"{vendor} proposes {len(drafts)} change{'' if len(drafts) == 1 else 's'}",
        by=by,
        now=now,
        fields=[draft.field for draft in drafts],
    )
    return len(drafts)


def plain(value):
    """Return a value as JSON keeps it."""
    return json.loads(json.dumps(value, cls=_Plain))


class _Plain(DjangoJSONEncoder):
    def default(self, o):
        if isinstance(o, Model):
            return o.pk
        if isinstance(o, QuerySet):
            return [row.pk for row in o]
        return super().default(o)


def _mine(vendor_id: int):
    return Proposal.objects.by_vendor().filter(vendor=vendor_id)


def _said(by, now) -> dict:
    return {"set_by": by, "as_of": now.date(), "created_at": now}


def _keep(upload, by, now) -> CertificateFile | None:
    if not upload:
        return None
    return CertificateFile.objects.create(
        organisation=by.organisation, created_at=now, **upload.fields()
    )


def _require_own_word(row) -> None:
    if isinstance(row, CapabilityLine) and row.evidence > Evidence.DOCUMENTED:
        raise VendorError(FROM_REGISTER.format(line=row, source=row.source or "its register"))


def _lock(proposal, *states: ProposalState) -> Proposal:
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if locked.state not in states:
        raise VendorError(f"This change is {locked.get_state_display().lower()} already.")
    return locked


def _withdraw(proposals, now) -> None:
    proposals.update(state=ProposalState.WITHDRAWN, decided_at=now)
