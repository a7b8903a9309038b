"""Decide on what imports and vendors propose: a value for a field, or a row that is added."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from audit import acting
from audit import services as audit
from vendors import emails, questions, services, wording
from vendors.choices import Evidence, ProposalState
from vendors.models import (
    CapabilityLine,
    Certificate,
    Proposal,
    RegulatoryAction,
    Site,
    VendorContact,
)
from vendors.querysets import BY_VENDOR

ADDED = {"site": Site, "line": CapabilityLine, "certificate": Certificate}
# What the proof of a line is about: evidence holds for the whole of it.
SCOPE = {"is_offered", "phases", "modalities", "dosage_forms", "grade"}


@dataclass(frozen=True)
class Decision:
    """What a curator makes of one proposal."""

    proposal: Proposal
    is_accepted: bool
    reason: str = ""


@transaction.atomic
def decide(*, decisions: Iterable[Decision], by, now) -> list[tuple[Proposal, str]]:
    """
    Decide on each by itself, and tell each vendor in one e-mail what became of all of its own.

    What cannot be accepted yet is tried again after the others: a new smallest scale may have to
    wait for the new largest.

    :return: each proposal with the sentence why it could not be decided, empty where it was
    """
    decisions = list(decisions)
    told = wording.tell([one.proposal for one in decisions])  # as things are before
    left, faults = decisions, {}
    while left:
        faults = {one: fault for one in left if (fault := _try(one, by, now))}
        if len(faults) == len(left):
            break
        left = list(faults)
    emails.proposals_decided(
        decided=[
            (words, one.is_accepted, one.reason)
            for words, one in zip(told, decisions, strict=True)
            if one not in faults and one.proposal.source == BY_VENDOR
        ],
        curator=by,
        now=now,
    )
    return [(one.proposal, faults.get(one, "")) for one in decisions]


def _try(decision: Decision, by, now) -> str:
    proposal = decision.proposal
    try:
        if decision.is_accepted:
            accept(proposal=proposal, by=by, now=now)
        else:
            reject(proposal=proposal, reason=decision.reason, by=by, now=now)
    except services.VendorError as error:
        return str(error)
    return ""


@transaction.atomic
def accept(*, proposal, by, now) -> Proposal:
    """
    Write a proposed value where it belongs, with the proposal's source and date.

    :raises VendorError: when it is decided, its row is gone, the value has changed meanwhile, or the
        vendor was merged into another
    """
    proposal = _lock_open(proposal)
    if survivor := proposal.vendor.merged_into:
        raise services.VendorError(
            f"{proposal}: the entry was merged into {survivor}. Send it back, or change {survivor}."
        )
    if proposal.field.startswith("+ "):
        row = _added(proposal)
    else:
        row, field = target(proposal)
        row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
        _require_unchanged(proposal, getattr(row, field))
        setattr(row, field, proposal.new)
        if isinstance(row, CapabilityLine) and proposal.source == BY_VENDOR:
            _weigh(row, field, proposal)
    row.source, row.source_url = proposal.source, proposal.source_url
    row.as_of, row.set_by = proposal.as_of, by
    _save(row, proposal)
    if isinstance(row, Certificate) and proposal.field.startswith("+ "):
        _document(row, proposal)
    _decide(proposal, ProposalState.ACCEPTED, by=by, now=now)
    if proposal.question_id:
        questions.answer(question=proposal.question, told=wording.tell([proposal])[0], now=now)
    return proposal


@transaction.atomic
def reject(*, proposal, by, now, reason: str = "") -> Proposal:
    """
    Keep the value as it is.

    :raises VendorError: when it is decided, or for a vendor's proposal without a reason
    """
    proposal = _lock_open(proposal)
    if proposal.source == BY_VENDOR:
        reason = services.required_reason(reason)
    proposal.reason = reason
    return _decide(proposal, ProposalState.REJECTED, by=by, now=now)


def _lock_open(proposal) -> Proposal:
    """Lock a proposal that waits: of two curators one decides, and the other is told."""
    locked = Proposal.objects.select_for_update(of=["self"]).get(pk=proposal.pk)
    if locked.state != ProposalState.OPEN:
        decider = f" by {locked.decided_by}" if locked.decided_by else ""
        raise services.VendorError(
            f"{locked} was {locked.get_state_display().lower()} already{decider}."
        )
    return locked


def target(proposal):
    """
    Return the row and the field a proposal is about.

    ``city`` is the site's, or the vendor's where the proposal names no site; ``M4.06 #12 phases`` that
    of line 12, ``certificate #7 number`` that of certificate 7, ``contact #3 job`` that of contact 3;
    as the importers name them, ``M4.06 OSD phases`` a line's, by leaf and dosage form, and ``action
    WL-1 detail`` a register record's.

    :raises VendorError: when the row is gone
    """
    *path, field = proposal.field.split(" ")
    rows = [proposal.site or proposal.vendor]
    if path[:1] == ["action"]:
        rows = RegulatoryAction.objects.filter(site=proposal.site, record_id=" ".join(path[1:]))
    elif path[:1] == ["contact"]:
        rows = VendorContact.objects.filter(
            vendor=proposal.vendor, private_to=None, pk=path[1].removeprefix("#")
        )
    elif path[1:] and path[1].startswith("#"):
        model = Certificate if path[0] == "certificate" else CapabilityLine
        rows = model.objects.filter(site=proposal.site, pk=path[1].removeprefix("#"))
    elif path:
        form = [path[1]] if path[1:] and path[1] else []
        rows = CapabilityLine.objects.filter(
            site=proposal.site, capability=path[0], dosage_forms=form
        )
    rows = list(rows)
    if len(rows) != 1 or field not in {own.name for own in rows[0]._meta.fields}:
        raise services.VendorError(f"{proposal}: the row it is about is no longer there.")
    return rows[0], field


def _require_unchanged(proposal, current) -> None:
    if json.dumps(current, cls=DjangoJSONEncoder) != json.dumps(proposal.old):
        raise services.VendorError(
            f"{proposal}: the value is {current!r} by now, no longer {proposal.old!r}. "
            "Reject the proposal; it is filed anew if it still differs."
        )


def _added(proposal):
    """Return the new row that a vendor proposes, unsaved."""
    model = ADDED[proposal.field.split(" ")[1]]
    fields = {name: value for name, value in proposal.new.items() if name != "covers"}
    if model is Site:
        return Site(vendor=proposal.vendor, **fields)
    if model is Certificate:
        return Certificate(site=proposal.site, file_id=proposal.file_id, **fields)
    row = CapabilityLine(site=proposal.site, capability_id=fields.pop("capability"), **fields)
    row.scale_unit = row.capability.scale_unit
    return row


def _save(row, proposal) -> None:
    try:
        row.full_clean(exclude=["file"] if isinstance(row, Certificate) else None)
    except ValidationError as error:
        raise services.VendorError(services.sentence(str(proposal), error)) from error
    with acting.noting(by=str(row.set_by), reason="proposal accepted", source=proposal.source):
        row.save()
    if isinstance(row, Site):
        services.attach_actions(row)


def _weigh(line, field: str, proposal) -> None:
    """Let a line that now says more rest on the vendor's word alone, until a certificate carries it."""
    if field not in SCOPE:
        return
    is_list = isinstance(proposal.new, list)
    if is_list and proposal.new and set(proposal.new) <= set(proposal.old):
        return
    line.evidence, line.certificate = Evidence.DECLARED, None


def _document(certificate, proposal) -> None:
    """Let the lines that an accepted certificate covers rest on it."""
    CapabilityLine.objects.offered().filter(
        site=certificate.site,
        pk__in=proposal.new.get("covers", []),
        evidence__lte=Evidence.DOCUMENTED,
    ).update(certificate=certificate, evidence=Evidence.DOCUMENTED)


def _decide(proposal, state: ProposalState, *, by, now) -> Proposal:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, now
    proposal.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    audit.record(
        verb=f"proposal.{state.value}",
        target=proposal,
        summary=f"{proposal}: {proposal.old!r} to {proposal.new!r}, {state.value}"[:500],
        by=by,
        now=now,
        source=proposal.source,
        reason=proposal.reason,
    )
    return proposal
