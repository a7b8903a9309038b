"""Decide on the values that imports propose where a person has set one."""

import json

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from audit import acting
from audit import services as audit
from vendors import services
from vendors.choices import ProposalState
from vendors.models import CapabilityLine, Certificate, Proposal, RegulatoryAction, Site


@transaction.atomic
def accept(*, proposal, by, now) -> Proposal:
    """
    Write a proposed value where it belongs, with the proposal's source and date.

    :raises VendorError: when it is decided, its row is gone, or the value has changed meanwhile
    """
    proposal = _open_proposal(proposal)
    target, field = _target(proposal)
    current = getattr(target, field)
    if json.dumps(current, cls=DjangoJSONEncoder) != json.dumps(proposal.old):
        raise services.VendorError(
            f"{proposal}: the value is {current!r} by now, no longer {proposal.old!r}. "
            "Reject the proposal; the next import files it anew if it still differs."
        )
    for name, value in {
        field: proposal.new,
        "source": proposal.source,
        "source_url": proposal.source_url,
        "as_of": proposal.as_of,
        "set_by": by,
    }.items():
        setattr(target, name, value)
    try:
        target.full_clean()
    except ValidationError as error:
        raise services.VendorError(services.sentence(str(proposal), error)) from error
    with acting.noting(by=str(by), reason="proposal accepted", source=proposal.source):
        target.save()
    if isinstance(target, Site):
        services.attach_actions(target)
    return _decide(proposal, ProposalState.ACCEPTED, by=by, now=now)


@transaction.atomic
def reject(*, proposal, by, now) -> Proposal:
    """Keep the value as a person set it."""
    return _decide(_open_proposal(proposal), ProposalState.REJECTED, by=by, now=now)


def _open_proposal(proposal) -> Proposal:
    locked = Proposal.objects.select_for_update(of=["self"]).get(pk=proposal.pk)
    if locked.state != ProposalState.OPEN:
        raise services.VendorError(f"{locked} was {locked.get_state_display().lower()} already.")
    return locked


def _target(proposal):
    """
    Return the row and the field a proposal is about, as the importers name them.

    ``city`` is the site's, or the vendor's where the proposal names no site; ``M4.06 OSD phases`` a
    line's, by leaf and dosage form; ``M4.06 #7 phases`` that of line 7; ``action WL-1 detail`` a
    register record's, ``certificate 7 expires_on`` a certificate's.
    """
    *path, field = proposal.field.split(" ")
    rows = [proposal.site or proposal.vendor]
    if path[:1] == ["action"]:
        rows = RegulatoryAction.objects.filter(site=proposal.site, record_id=" ".join(path[1:]))
    elif path[1:] and path[1].startswith("#"):
        rows = CapabilityLine.objects.filter(site=proposal.site, pk=path[1].removeprefix("#"))
    elif path[:1] == ["certificate"]:
        rows = Certificate.objects.filter(site=proposal.site, number=" ".join(path[1:]))
    elif path:
        form = [path[1]] if path[1:] and path[1] else []
        rows = CapabilityLine.objects.filter(
            site=proposal.site, capability=path[0], dosage_forms=form
        )
    rows = list(rows)
    if len(rows) != 1 or field not in {own.name for own in rows[0]._meta.fields}:
        raise services.VendorError(f"{proposal}: the row it is about is no longer there.")
    return rows[0], field


def _decide(proposal, state: ProposalState, *, by, now) -> Proposal:
    proposal.state = state
    proposal.decided_at = now
    proposal.save(update_fields=["state", "decided_at"])
    audit.record(
        verb=f"proposal.{state.value}",
        target=proposal,
        summary=f"{proposal}: {proposal.old!r} to {proposal.new!r}, {state.value}",
        by=by,
        now=now,
        source=proposal.source,
    )
    return proposal
