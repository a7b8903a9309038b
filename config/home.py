"""What waits for a person on the start page, asked of every app in one place."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from programs import access
from programs.choices import FACTS
from programs.models import OpenFact, Program, Shortlist
from rfps.choices import Intent, RFPState
from rfps.models import RFP, Lot
from vendors.choices import ListingState
from vendors.models import Capability, CapabilityLine, Claim, Proposal, Site, Vendor

SHOWN = 6
# A made-up vendor for the picture on the visitors' page: capability, and a level for each phase.
EXAMPLE_STRIPS = [
    ("Conjugation", [None, None, 4, 4, 4, 4, 3, 3]),
    ("Potent fill", [None, None, 4, 4, 4, 3, "u", None]),
    ("Freeze-drying", [None, 2, 4, 4, 4, 3, 3, 3]),
    ("Release tests", [None, 1, 2, 2, 3, 3, 3, 3]),
    ("Serialisation", [None, None, None, None, "n", "n", "n", "n"]),
]


@dataclass(frozen=True)
class Directory:
    """How much there is to choose from."""

    vendors: int
    sites: int
    countries: int
    capabilities: int
    lines: int


@dataclass(frozen=True)
class Question:
    """The open facts of one program, as one thing to do."""

    program: Program
    labels: list[str]


@dataclass(frozen=True)
class SponsorDesk:
    """A sponsor's programs and the next acts: facts to confirm, shortlists to send, RFPs to watch."""

    programs: list[Program]
    programs_count: int
    questions: list[Question]
    facts_count: int
    shortlists: list[Shortlist]
    rfps: list[RFP]
    may_register: bool

    @property
    def is_clear(self) -> bool:
        return not (self.questions or self.shortlists or self.rfps)


@dataclass(frozen=True)
class CuratorDesk:
    in_review: list[Vendor]
    in_review_count: int
    drafts_count: int
    claims_count: int
    proposals_count: int


def directory() -> Directory:
    listed = Vendor.objects.listed()
    sites = Site.objects.filter(vendor__in=listed).aggregate(
        count=Count("pk"), countries=Count("country", distinct=True)
    )
    return Directory(
        vendors=listed.count(),
        sites=sites["count"],
        countries=sites["countries"],
        capabilities=Capability.objects.current().count(),
        lines=CapabilityLine.objects.offered().filter(site__vendor__in=listed).count(),
    )


def sponsor_desk(user, *, now) -> SponsorDesk:
    """Return what the sponsor's user may see and should do next; a few rows of each."""
    programs = Program.objects.for_user(user)
    facts = OpenFact.objects.for_user(user).filter(confirmed_at__isnull=True)
    asked = Lot.objects.filter(shortlist=OuterRef("pk")).exclude(rfp__state=RFPState.CANCELLED)
    return SponsorDesk(
        programs=list(
            programs.annotate(needs_count=Count("needs", distinct=True)).order_by("code")[:SHOWN]
        ),
        programs_count=programs.count(),
        questions=_questions(facts.select_related("program").order_by("program__code", "pk")),
        facts_count=facts.count(),
        shortlists=list(
            Shortlist.objects.for_user(user)
            .filter(~Exists(asked), entries__isnull=False)
            .annotate(vendors_count=Count("entries"))
            .select_related("package__program")[:SHOWN]
        ),
        rfps=list(
            RFP.objects.for_user(user)
            .filter(
                Q(state=RFPState.DRAFT) | Q(state=RFPState.ISSUED, deadline_at__gt=now),
            )
            .annotate(
                invited_count=Count("invitations"),
                answered_count=Count("invitations", filter=Q(invitations__intent=Intent.INTENDS)),
            )
            .select_related("program")
            .order_by("deadline_at")[:SHOWN]
        ),
        may_register=user.has_role(*access.REGISTERS),
    )


def _questions(facts) -> list[Question]:
    held: dict[Program, list[str]] = {}
    for fact in facts:
        if fact.program not in held and len(held) == SHOWN:
            break
        held.setdefault(fact.program, []).append(FACTS[fact.field][0])
    return [Question(program, labels) for program, labels in held.items()]


def curator_desk() -> CuratorDesk:
    in_review = Vendor.objects.filter(state=ListingState.IN_REVIEW)
    return CuratorDesk(
        in_review=list(in_review.order_by("name")[:SHOWN]),
        in_review_count=in_review.count(),
        drafts_count=Vendor.objects.filter(state=ListingState.DRAFT).count(),
        claims_count=Claim.objects.waiting().count(),
        proposals_count=Proposal.objects.open().count(),
    )
