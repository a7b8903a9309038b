"""What the audit chain tells of an opening, in words that name nobody: vendors read it too."""

from dataclasses import dataclass
from datetime import datetime

from audit import acting
from audit import services as audit
from audit.models import Event

STEPS = {
    "rfp.issued": "Request issued",
    "rfp.opening-agreed": "An opener agreed",
    "rfp.opened": "Bids opened",
    "evaluation.technical-closed": "Technical scores closed",
    "rfp.commercial-opened": "Prices opened",
}


@dataclass(frozen=True)
class Link:
    """A link of the chain; ``is_intact``: its hash is that of its content and follows the one before."""

    sequence: int
    at: datetime
    words: str
    hash: str
    previous_hash: str
    is_intact: bool


@dataclass(frozen=True)
class Record:
    """The links of one request in order, and the receipts of the bids that were opened, sorted."""

    links: list[Link]
    receipts: list[str]

    @property
    def is_intact(self) -> bool:
        return all(link.is_intact for link in self.links)


def of(rfp) -> Record:
    """
    Return the chain's links about an opening, each checked anew.

    It reads as the system, since a vendor reads no event; what it returns holds hashes and times.
    """
    with acting.as_system():
        events = list(
            Event.objects.filter(
                object_type=rfp._meta.label_lower, object_id=str(rfp.pk), verb__in=STEPS
            )
        )
        before = dict(
            Event.objects.filter(sequence__in=[one.sequence - 1 for one in events]).values_list(
                "sequence", "hash"
            )
        )
    links = [
        Link(
            sequence=one.sequence,
            at=one.at,
            words=STEPS[one.verb],
            hash=one.hash,
            previous_hash=one.previous_hash,
            is_intact=audit.digest(one) == one.hash
            and before.get(one.sequence - 1, audit.FIRST_HASH) == one.previous_hash,
        )
        for one in events
    ]
    opened = next((one.data["bids"] for one in events if one.verb == "rfp.opened"), [])
    return Record(links, sorted(bid["sha256"] for bid in opened))
