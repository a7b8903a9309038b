"""What the program pages show: read once, counted in Python, so that lists stay flat."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from programs import kinds, proposing
from programs.choices import FACTS, NeedState, Priority
from programs.kinds import PhaseServing, Serving
from programs.models import (
    Need,
    OpenFact,
    Program,
    ProgramPhase,
    Shortlist,
    ShortlistEntry,
    WorkPackage,
)
from programs.proposing import Proposal, Question, Slot
from programs.selection import changes
from programs.services import packages
from vendors.choices import Modality, Phase
from vendors.models import Capability

SHOWN_GAPS = 3


@dataclass(frozen=True)
class AxisCell:
    """One phase of the header strip; ``state`` is past, now, planned or outside."""

    phase: Phase
    state: str
    caption: str

    @property
    def mark(self) -> str:
        """The strip's CSS class."""
        return {"past": "pp", "now": "pn", "planned": "pl"}.get(self.state, "")

    @property
    def is_on(self) -> bool:
        return self.state in {"now", "planned"}


@dataclass(frozen=True)
class ProgramRow:
    program: Program
    what: str
    axis: list[AxisCell]
    packages: int
    needs: int
    questions: int


@dataclass(frozen=True)
class PackageCard:
    package: WorkPackage
    needs: int
    priorities: list[tuple[str, int]]
    serving: Serving
    phases: list[PhaseServing]
    strips: "KindStrips"
    shortlisted: int


@dataclass(frozen=True)
class KindStrips:
    """Two strips, CDMO above CRO: ``only`` where no other kind serves, ``may`` where either does."""

    axis: list[AxisCell]
    rows: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class NeedRow:
    need: Need
    serving: Serving


def axis(program: Program) -> list[AxisCell]:
    """Return the eight cells of a program's way, with the dates that are planned."""
    order = list(Phase)
    now = order.index(program.current_phase) if program.current_phase else None
    last = order.index(program.target_phase)
    starts = {row.phase: row.starts_on for row in program.phases.all()}
    cells = []
    for place, phase in enumerate(order):
        if now is None or place > last:
            state = "outside"
        else:
            state = "past" if place < now else "now" if place == now else "planned"
        start = starts.get(phase)
        caption = (
            "now"
            if state == "now"
            else f"Q{(start.month + 2) // 3} {start:%y}"
            if state == "planned" and start
            else ""
        )
        cells.append(AxisCell(phase, state, caption))
    return cells


def rows(programs: Iterable[Program]) -> list[ProgramRow]:
    """Return the rows of the program list; ``programs`` come from ``for_list``."""
    leaves = proposing.taxonomy()
    return [
        ProgramRow(
            program=program,
            what=what(program),
            axis=axis(program),
            packages=program.package_count,
            needs=program.need_count,
            questions=len(open_facts(program))
            + len(questions(program, proposing.propose(program, leaves))),
        )
        for program in programs
    ]


def what(program: Program) -> str:
    """Say the modality and indication; a modality that nobody confirmed is named as such."""
    modality = program.get_modality_display()
    if not modality:
        proposed = next(
            (fact.proposed for fact in open_facts(program) if fact.field == "modality"), ""
        )
        modality = (
            f"{Modality(proposed).label} (not confirmed)" if proposed else "Modality not stated"
        )
    return ", ".join(filter(None, [modality, program.indication]))


def open_facts(program: Program) -> list[OpenFact]:
    return [fact for fact in program.open_facts.all() if not fact.confirmed_at]


def questions(program: Program, proposal: Proposal) -> list[Question]:
    """Return what the proposal asks, but for what an open fact asks already."""
    asked = {fact.field for fact in open_facts(program)}
    return [question for question in proposal.questions if question.field not in asked]


def package_cards(program: Program, leaves: Iterable[Capability]) -> list[PackageCard]:
    """Return a card per package; its packages come from ``for_cards``."""
    known = {leaf.code: leaf for leaf in leaves}
    way = axis(program)
    cards = []
    for package in program.packages.for_cards():
        needs = list(package.needs.all())
        count = Counter(need.priority for need in needs)
        phases = kinds.by_phase(needs, known)
        cards.append(
            PackageCard(
                package=package,
                needs=len(needs),
                priorities=[
                    (label.lower(), count[priority])
                    for priority, label in Priority.choices
                    if count[priority]
                ],
                serving=kinds.of_package(needs, known),
                phases=phases,
                strips=kind_strips(way, phases),
                shortlisted=package.shortlisted,
            )
        )
    return cards


def kind_strips(way: list[AxisCell], phases: list[PhaseServing]) -> KindStrips:
    held = {serving.phase: serving for serving in phases}

    def mark(phase: Phase, sole: str) -> str:
        serving = held.get(phase)
        if serving is None:
            return ""
        return "only" if getattr(serving, sole) else "may" if serving.either else ""

    return KindStrips(
        axis=way,
        rows=[(name, [mark(cell.phase, name.lower()) for cell in way]) for name in ("CDMO", "CRO")],
    )


def need_rows(needs: Iterable[Need], leaves: Iterable[Capability]) -> list[NeedRow]:
    """Return a package's needs along the axis, each with the kind that serves it."""
    order = list(Phase)
    known = {leaf.code: leaf for leaf in leaves}
    return [
        NeedRow(need, kinds.of_need(need, known))
        for need in sorted(needs, key=lambda need: (order.index(need.phase), need.slot))
    ]


@dataclass(frozen=True)
class PhaseRow:
    """One line of the plan on the program page."""

    cell: AxisCell
    row: ProgramPhase | None
    needs: int


@dataclass(frozen=True)
class FactQuestion:
    """An unconfirmed fact, with the values a person may choose."""

    fact: OpenFact
    label: str
    proposed_label: str
    why: str
    choices: list[tuple[str, str]]


def phase_rows(program: Program, cards: list[PackageCard]) -> list[PhaseRow]:
    held = {row.phase: row for row in program.phases.all()}
    count = Counter()
    for card in cards:
        count.update({serving.phase: serving.needs for serving in card.phases})
    return [
        PhaseRow(cell, held.get(cell.phase), count[cell.phase])
        for cell in axis(program)
        if cell.is_on
    ]


def fact_questions(program: Program) -> list[FactQuestion]:
    return [
        FactQuestion(
            fact=fact,
            label=FACTS[fact.field][0],
            proposed_label=dict(FACTS[fact.field][1].choices).get(fact.proposed, ""),
            why=fact.rule.rstrip(".") + ".",
            choices=FACTS[fact.field][1].choices,
        )
        for fact in open_facts(program)
        if fact.field in FACTS
    ]


def by_phase(rows: list[NeedRow], forms: list) -> list[tuple[Phase, list]]:
    """Group need rows, each with its form, by phase in the order of the axis."""
    paired = list(zip(rows, forms, strict=True))
    return [
        (phase, held)
        for phase in Phase
        if (held := [(row, form) for row, form in paired if row.need.phase == phase])
    ]


def options(package: WorkPackage, proposal: Proposal) -> list[tuple[Phase, list[Slot]]]:
    """Return what could be added to a package, by phase: the optional, and what was removed."""
    free = _free(package.program, proposal, package)
    return [
        (phase, found)
        for phase in Phase
        if (found := [slot for slot in free if slot.phase == phase])
    ]


def homeless(program: Program, proposal: Proposal) -> list[Slot]:
    """Return what could be added, of packages that the program does not have yet."""
    return _free(program, proposal, None)


def _free(program: Program, proposal: Proposal, home: WorkPackage | None) -> list[Slot]:
    homes = packages.Homes(program)
    held = set(program.needs.values_list("phase", "slot"))
    return [
        slot
        for slot in proposal.options
        if slot.key not in held and homes.find(slot.package) == home
    ]


@dataclass(frozen=True)
class ShortlistRow:
    """An entry with what its frozen snapshot said; ``result`` is None where no ranking had it."""

    entry: ShortlistEntry
    result: dict | None
    at: datetime | None
    place: str
    needs: int
    states: list[tuple[str, int]]
    gaps: list[dict]
    more: int
    open_width: float


def shortlist_rows(shortlist: Shortlist) -> list[ShortlistRow]:
    """Return the entries, the best first by the snapshots that put them there."""
    rows = [_shortlist_row(entry) for entry in shortlist.entries.all()]
    return sorted(rows, key=lambda row: -row.result["score"] if row.result else 1)


def _shortlist_row(entry: ShortlistEntry) -> ShortlistRow:
    snapshot = entry.snapshot
    result = snapshot.get("result")
    count = Counter(answer["state"] for answer in result["needs"]) if result else Counter()
    gaps = result["gaps"] if result else []
    return ShortlistRow(
        entry=entry,
        result=result,
        at=datetime.fromisoformat(snapshot["generated_at"]) if result else None,
        place=changes.place(snapshot),
        needs=len(snapshot.get("needs", [])),
        states=[(state.label.lower(), count[state]) for state in NeedState if count[state]],
        gaps=gaps[:SHOWN_GAPS],
        more=len(gaps[SHOWN_GAPS:]),
        open_width=round(result["best_case"] - result["score"], 2) if result else 0,
    )
