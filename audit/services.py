"""
Write the audit trail.

``from audit import services as audit`` reads well at the call: ``audit.record(...)``.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from audit import acting
from audit.models import ChainHead, Event

SYSTEM_LABEL = "system"
FIRST_HASH = "0" * 64


@transaction.atomic
def record(
    *,
    verb: str,
    target,
    summary: str,
    by=None,
    label: str = "",
    organisation=None,
    is_sealed: bool = False,
    now: datetime,
    **data,
) -> Event:
    """
    Append one event to the chain, in the caller's transaction.

    :param verb: what happened, ``noun.past-participle``, e.g. ``rfp.issued``
    :param target: the model instance it happened to
    :param by: the user who did it; None is the system or, with ``label``, a named outsider
    :param organisation: whose log shows it; by default the target's own organisation
    :param is_sealed: no organisation's log shows it, only the chain itself knows
    :param data: further facts, JSON-serialisable (str() is used for the rest)
    """
    owner_id = organisation.pk if organisation else getattr(target, "organisation_id", None)
    with acting.as_system():
        head = lock_head()
        event = Event(
            sequence=head.sequence + 1,
            at=now,
            organisation_id=None if is_sealed else owner_id,
            actor=by,
            actor_label=label or (str(by) if by else SYSTEM_LABEL),
            verb=verb,
            object_type=target._meta.label_lower,
            object_id=str(target.pk),
            summary=summary,
            data=json.loads(json.dumps(data, default=str)),
            previous_hash=head.hash,
        )
        event.hash = digest(event)
        event.save(force_insert=True)
        ChainHead.objects.filter(pk=head.pk).update(sequence=event.sequence, hash=event.hash)
    return event


def lock_head() -> ChainHead:
    """Lock the end of the chain, so that events come one after the other."""
    head, _ = ChainHead.objects.select_for_update().get_or_create(
        pk=1, defaults={"hash": FIRST_HASH}
    )
    return head


def digest(event: Event) -> str:
    """Return the SHA-256 over the previous link and the event's canonical JSON."""
    content = {
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(),
        "organisation": event.organisation_id,
        "actor": event.actor_id,
        "actor_label": event.actor_label,
        "verb": event.verb,
        "object": [event.object_type, event.object_id],
        "summary": event.summary,
        "data": event.data,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((event.previous_hash + canonical).encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What a check of the chain found: the number of events read and one sentence per fault."""

    count: int
    faults: list[str]


def verify() -> Verdict:
    """
    Walk the whole chain and name every changed, missing or cut-off event.

    Reads in the caller's context: a full check must act as the system.
    """
    faults, count, expected_sequence, previous_hash = [], 0, 1, FIRST_HASH
    for event in Event.objects.order_by("sequence").iterator(chunk_size=2000):
        if event.sequence != expected_sequence:
            faults.append(f"Event {expected_sequence} is missing before event {event.sequence}.")
        elif event.previous_hash != previous_hash:
            faults.append(f"Event {event.sequence} does not continue the event before it.")
        if event.hash != digest(event):
            faults.append(f"Event {event.sequence} was changed after it was written.")
        count, expected_sequence, previous_hash = count + 1, event.sequence + 1, event.hash
    head = ChainHead.objects.first() or ChainHead(sequence=0, hash=FIRST_HASH)
    if (head.sequence, head.hash) != (expected_sequence - 1, previous_hash):
        faults.append(
            f"The chain ends at event {expected_sequence - 1}; its head says {head.sequence}."
        )
    return Verdict(count, faults)
