"""What a ranking is made of: frozen, without a query in it. ``docs/matching.md`` has the rules."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from programs import kinds
from programs.choices import GateKind, NeedState, Priority
from programs.matching import words
from programs.models import Need, Program, WorkPackage
from vendors.choices import Evidence, Grade, Phase
from vendors.models import Capability, Site, Vendor

MARKS = {
    NeedState.MET: "met",
    NeedState.WEAKER: "weak",
    NeedState.UNKNOWN: "unk",
    NeedState.NOT_MET: "not",
}


class Span(NamedTuple):
    """An interval: what is sure, and what an answer could still bring."""

    worst: Decimal
    best: Decimal


class Line(NamedTuple):
    """One capability line against one need; an axis is None where the line does not state it."""

    no: int
    vendor_id: int
    site_id: int
    pk: int
    leaf: str
    is_offered: bool
    on_phase: bool | None
    on_modality: bool | None
    on_form: bool | None
    evidence: int
    grade: str
    scale_min: Decimal | None
    scale_max: Decimal | None
    scale_unit: str
    lead_time_weeks: int | None
    next_slot_date: date | None
    certificate_id: int | None
    certificate_expires_on: date | None


class Verdict(Enum):
    """How one line speaks to one need."""

    APPLIES = "applies"
    OPEN = "open"  # an asked axis is not stated
    ELSEWHERE = "elsewhere"  # it states other phases, modalities or forms
    BELOW = "below"  # the GxP gate is set, and it states a lower grade
    NO = "no"  # not offered, in so many words


@dataclass(frozen=True, slots=True)
class Asked:
    """A need as it is matched: numbered, with its share of the hundred points."""

    no: int
    need: Need
    weight: Decimal  # the need's own, or as a person tries it
    leaves: tuple[Capability, ...]
    possible: Decimal
    starts_on: date | None
    form: str
    required: dict[str, Grade | None]  # by leaf
    below: dict[str, frozenset[str]]  # by leaf, the grades that fall short

    @property
    def label(self) -> str:
        return self.need.label

    @property
    def phase(self) -> Phase:
        return Phase(self.need.phase)

    @property
    def is_must(self) -> bool:
        return self.need.priority == Priority.MUST

    @property
    def serves(self) -> kinds.Kind:
        """Name the kind of vendor that serves the need."""
        return kinds.kind_of(self.leaves)


@dataclass(frozen=True, slots=True)
class Factor:
    """What scale, lead time or certificate do to a fit, each from a table."""

    name: str
    span: Span
    note: str  # why it is below 1, in words; empty at 1

    @property
    def is_open(self) -> bool:
        return self.span.worst != self.span.best


@dataclass(frozen=True, slots=True)
class Answer:
    """How a vendor answers one need."""

    asked: Asked
    state: NeedState
    points: Decimal
    best_points: Decimal
    evidence: int | None = None
    site: Site | None = None
    line: Line | None = None
    factors: tuple[Factor, ...] = ()
    evidence_factor: Decimal = Decimal(0)
    sites: frozenset[Site] = frozenset()  # where a line applies
    why: str = ""

    @property
    def need(self) -> Need:
        return self.asked.need

    @property
    def is_answered(self) -> bool:
        return self.state in (NeedState.MET, NeedState.WEAKER)

    @property
    def mark(self) -> str:
        """Return the ``data-st`` of the state."""
        return MARKS[self.state]

    @property
    def word(self) -> str:
        return "Weaker" if self.state == NeedState.WEAKER else self.state.label

    @property
    def evidence_label(self) -> str:
        return Evidence(self.evidence).label if self.evidence else ""


@dataclass(frozen=True, slots=True)
class GateResult:
    """One gate for one vendor."""

    gate_id: int
    kind: GateKind
    label: str
    passed: bool
    why: str
    waiver: str = ""


class Lapse(NamedTuple):
    """A certificate that ends before a phase in which its site answers a need."""

    name: str
    site: str
    expires_on: date
    phase: Phase
    starts_on: date


@dataclass(frozen=True)
class VendorMatch:
    """One vendor's result. ``rank`` is None where a gate stops it."""

    vendor: Vendor
    gates: tuple[GateResult, ...]
    answers: tuple[Answer, ...]
    lapses: tuple[Lapse, ...] = ()
    rank: int | None = None
    is_tied: bool = False

    @cached_property
    def score(self) -> Decimal:
        return sum((answer.points for answer in self.answers), Decimal("0.00"))

    @cached_property
    def best_case(self) -> Decimal:
        return sum((answer.best_points for answer in self.answers), Decimal("0.00"))

    @cached_property
    def coverage_pct(self) -> Decimal:
        """Return the share of the weight that is met, or met on weaker evidence."""
        return sum(
            (answer.asked.possible for answer in self.answers if answer.is_answered),
            Decimal("0.00"),
        )

    @cached_property
    def passed(self) -> bool:
        return all(gate.passed for gate in self.gates)

    @property
    def speaks(self) -> bool:
        """Say whether a line at a site that counts answers a need, or leaves one open."""
        return any(answer.line for answer in self.answers)

    @cached_property
    def musts_met(self) -> int:
        return sum(answer.is_answered and answer.asked.is_must for answer in self.answers)

    @cached_property
    def must_gaps(self) -> int:
        return sum(not answer.is_answered and answer.asked.is_must for answer in self.answers)

    @cached_property
    def evidence_total(self) -> int:
        return sum(answer.evidence or 0 for answer in self.answers)

    @cached_property
    def key(self) -> tuple:
        """Return what ranks it: the greater is before the less, and equals share a rank."""
        return (self.score, self.best_case, -self.must_gaps, self.evidence_total)

    @cached_property
    def single_site(self) -> Site | None:
        """Return the site that alone answers every need, if there is one."""
        shared = frozenset.intersection(*(answer.sites for answer in self.answers))
        return min(shared, key=lambda site: (site.name, site.pk), default=None)

    @cached_property
    def gaps(self) -> tuple[words.Gap, ...]:
        """Name what is missing, the most points first."""
        return words.gaps(self.answers)

    @property
    def stopped_by(self) -> list[GateResult]:
        return [gate for gate in self.gates if not gate.passed]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Count the answers by state."""
        states = [answer.state for answer in self.answers]
        return {state.value: states.count(state) for state in NeedState}

    @property
    def known_pct(self) -> int:
        """Return the share of the weight that is answered at all, with yes or with no."""
        open_points = sum(
            answer.asked.possible for answer in self.answers if answer.state == NeedState.UNKNOWN
        )
        return round(100 - open_points)


class FunnelStep(NamedTuple):
    label: str
    count: int


@dataclass(frozen=True)
class Ranking:
    """The answer of the directory to one package: the ranked first, then those a gate stops."""

    program: Program
    packages: tuple[WorkPackage, ...]
    generated_at: datetime
    algorithm: str
    needs: tuple[Asked, ...]
    gates: tuple
    vendors: tuple[VendorMatch, ...]
    listed_count: int
    ranked_count: int  # in the whole directory: all that no gate stops
    answering_count: int  # of these, who has a line that speaks to a need
    funnel: tuple[FunnelStep, ...]
    notices: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        return words.joined([package.name for package in self.packages])

    @property
    def ranked(self) -> list[VendorMatch]:
        return [match for match in self.vendors if match.rank is not None]

    @property
    def stopped(self) -> list[VendorMatch]:
        return [match for match in self.vendors if match.rank is None]
