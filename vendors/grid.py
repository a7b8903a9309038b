"""
Capability by phase: what the evidence says of each cell.

A level is 1 to 4 (Evidence), "u" unknown, "n" a confirmed no, or None where the leaf has no business
at that phase. The same rules as matching: the best line that covers the phase speaks; without one
it is a no if the vendor confirmed the group's list as complete or every site refuses, else unknown.
A line that does not state its phases (or an axis that was asked for) covers nothing for sure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from vendors.choices import Phase

UNKNOWN, NO = "u", "n"
Level = int | str | None


@dataclass(frozen=True)
class Asked:
    """What a line must state to count: one of the modalities and one of the forms, if any."""

    modalities: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def of(self, line) -> bool | None:
        """Say whether the line is about it; None where the line does not state it."""
        answer = True
        for wanted, stated in (
            (self.modalities, line.modalities),
            (self.forms, line.dosage_forms),
        ):
            if not wanted:
                continue
            if stated and not wanted & set(stated):
                return False
            if not stated:
                answer = None
        return answer


ANYTHING = Asked()
PHASES = Phase.values


@dataclass
class Row:
    """One leaf over the eight phases."""

    leaf: object
    levels: dict[str, Level]
    lines: list = field(default_factory=list)
    sites: str = ""  # filled in by the profile: letters of the sites, scale and lead time
    scale: str = ""
    lead: str = ""

    @property
    def is_offered(self) -> bool:
        return any(line.is_offered for line in self.lines)

    def strength(self) -> tuple:
        """Order rows: the best level first, then how many phases have evidence at all."""
        known = [level for level in self.levels.values() if isinstance(level, int)]
        return (max(known, default=0), len(known), sum(known))


def row(leaf, lines: Iterable, *, site_ids, is_confirmed: bool, asked: Asked = ANYTHING) -> Row:
    """Return the row of one leaf from its lines at these sites."""
    lines = list(lines)
    sure: dict[str, int] = {}  # the best evidence by phase
    maybe: set[str] = set()  # phases that a line may cover
    refusing: dict[str, set[int]] = {}  # sites by phase
    for line in lines:
        if (is_about := asked.of(line)) is False:
            continue
        phases = line.phases or PHASES
        if not line.is_offered:
            for phase in phases:
                refusing.setdefault(phase, set()).add(line.site_id)
            continue
        maybe.update(phases)
        for phase in line.phases if is_about else ():
            sure[phase] = max(line.evidence, sure.get(phase, 0))
    levels: dict[str, Level] = {}
    for phase in PHASES:
        if phase in sure:
            levels[phase] = sure[phase]
        elif phase not in leaf.phases:
            levels[phase] = None
        elif phase not in maybe and (
            is_confirmed or (site_ids and refusing.get(phase, set()).issuperset(site_ids))
        ):
            levels[phase] = NO
        else:
            levels[phase] = UNKNOWN
    return Row(leaf, levels, lines)


def rows(
    lines: Iterable, *, site_ids, confirmed: Iterable[str], asked: Asked = ANYTHING
) -> list[Row]:
    """Return a row for each leaf that has a line, in the order of the codes."""
    by_leaf: dict[str, list] = {}
    for line in lines:
        by_leaf.setdefault(line.capability_id, []).append(line)
    confirmed = set(confirmed)
    return [
        row(
            found[0].capability,
            found,
            site_ids=site_ids,
            is_confirmed=found[0].capability.group in confirmed,
            asked=asked,
        )
        for _, found in sorted(by_leaf.items())
    ]
