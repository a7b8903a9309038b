"""From the lines of a vendor to its answer on each need."""

from programs.choices import GateKind, NeedState
from programs.matching import scoring
from programs.matching.onfile import Facts
from programs.matching.scoring import ONE
from programs.matching.store import Brief
from programs.matching.types import Answer, Asked, Factor, Line, Span, Verdict
from vendors.models import Site, Vendor

ZERO = scoring.points(scoring.HUNDRED, ONE - ONE)


def verdicts(asking: Brief, facts: Facts, vendor: Vendor, lifted=frozenset()) -> dict[int, list]:
    """Return by site the (asked, line, verdict) rows of a vendor, as if some gates were lifted."""
    gate = asking.gate(GateKind.GXP)
    is_set = gate is not None and (gate.pk, vendor.pk) not in asking.waivers
    judges_grade = is_set and gate.kind not in lifted
    found: dict[int, list] = {}
    for no, lines in facts.lines.get(vendor.pk, {}).items():
        asked = asking.needs[no - 1]
        for line in lines:
            is_below = judges_grade and line.grade in asked.below[line.leaf]
            verdict = _verdict(line, is_below)
            found.setdefault(line.site_id, []).append((asked, line, verdict))
    return found


def _verdict(line: Line, is_below: bool) -> Verdict:
    if line.on_phase is False or line.on_modality is False or line.on_form is False:
        return Verdict.ELSEWHERE
    if not line.is_offered:
        return Verdict.NO
    if is_below:
        return Verdict.BELOW
    is_stated = line.on_phase and line.on_modality and line.on_form
    return Verdict.APPLIES if is_stated else Verdict.OPEN


def state(level: int, asked: Asked) -> NeedState:
    """Return the state of a need that is met by this evidence."""
    return NeedState.MET if level >= asked.need.minimum_evidence else NeedState.WEAKER


def blanks(asking: Brief) -> list[dict[bool, Answer]]:
    """
    Return by need the answer of a vendor with nothing on file: unknown, or no where it is certain.

    Most vendors of a directory say nothing about most needs; they share these.
    """
    return [
        {
            False: Answer(asked, NeedState.UNKNOWN, ZERO, asked.possible),
            True: Answer(asked, NeedState.NOT_MET, ZERO, ZERO),
        }
        for asked in asking.needs
    ]


class Answers:
    """The answers of one vendor, from the sites that count."""

    def __init__(self, asking: Brief, facts: Facts, vendor: Vendor, sites, rows, blank):
        """
        :param rows: by site, as from ``verdicts``
        :param blank: by need, as from ``blanks``
        """
        self.asking = asking
        self.blank = blank
        self.sites: dict[int, Site] = {site.pk: site for site in sites}
        self.confirmed = facts.confirmed_groups.get(vendor.pk, frozenset())
        self.rows: dict[int, list] = {}
        for site_rows in rows.values():
            for asked, line, verdict in site_rows:
                self.rows.setdefault(asked.no, []).append((line, verdict))

    def all(self) -> tuple[Answer, ...]:
        return tuple(self.on(asked) for asked in self.asking.needs)

    def on(self, asked: Asked) -> Answer:
        """Answer a need: the best line that applies, else what is open, else no or unknown."""
        rows = self.rows.get(asked.no)
        if not rows:
            return self.blank[asked.no - 1][self._is_no(asked, ())]
        counting = [(line, verdict) for line, verdict in rows if line.site_id in self.sites]
        applying = [line for line, verdict in counting if verdict == Verdict.APPLIES]
        stating_less = [line for line, verdict in counting if verdict == Verdict.OPEN]
        if applying:
            return self._best(asked, applying, stating_less)
        if stating_less:
            return self._open(asked, stating_less)
        if self._is_no(asked, counting):
            why = self._why(rows, "stated as not offered")
            return Answer(asked, NeedState.NOT_MET, ZERO, ZERO, why=why)
        why = self._why(rows, "not offered at one site or as one alternative, others open")
        return Answer(asked, NeedState.UNKNOWN, ZERO, asked.possible, why=why)

    def _best(self, asked: Asked, applying: list[Line], stating_less: list[Line]) -> Answer:
        """
        Let the line with the best sure fit answer, then the best possible one.

        What it may reach at best is the most that any line may, once it says what it leaves open.
        """
        scored = [self._scored(asked, line) for line in applying]
        fit, line, factors = min(
            scored,
            key=lambda row: (
                -row[0].worst,
                -row[0].best,
                -row[1].evidence,
                self.sites[row[1].site_id].name,
                row[1].pk,
            ),
        )
        rivals = [*scored, *(self._scored(asked, other) for other in stating_less)]
        top, promising, _ = max(rivals, key=lambda row: row[0].best)
        why = ""
        if top.best > fit.best:
            why = f"{self.sites[promising.site_id].name} may do better, once it states more"
        return Answer(
            asked,
            state(line.evidence, asked),
            scoring.points(asked.possible, fit.worst),
            scoring.points(asked.possible, max(fit.best, top.best)),
            evidence=line.evidence,
            site=self.sites[line.site_id],
            line=line,
            factors=factors,
            evidence_factor=scoring.evidence(line.evidence, asked.need.minimum_evidence),
            sites=frozenset(self.sites[line.site_id] for line in applying),
            why=why,
        )

    def _scored(self, asked: Asked, line: Line) -> tuple[Span, Line, tuple[Factor, ...]]:
        factors = scoring.factors(line, asked, self.asking.today)
        return scoring.fit(line, asked, factors), line, factors

    def _open(self, asked: Asked, lines: list[Line]) -> Answer:
        line = min(lines, key=lambda line: (self.sites[line.site_id].name, line.pk))
        axes = [
            name
            for name, on in (
                ("phases", line.on_phase),
                ("modalities", line.on_modality),
                ("dosage forms", line.on_form),
            )
            if on is None
        ]
        site = self.sites[line.site_id]
        why = f"{site.name} does not state the {' or the '.join(axes)}"
        return Answer(asked, NeedState.UNKNOWN, ZERO, asked.possible, site=site, line=line, why=why)

    def _is_no(self, asked: Asked, counting: list[tuple[Line, Verdict]]) -> bool:
        """Say whether every alternative is a no: its group is confirmed, or every site says so."""
        open_leaves = [leaf for leaf in asked.leaves if leaf.group not in self.confirmed]
        if not open_leaves:
            return bool(asked.leaves)
        refusing = {
            (line.leaf, line.site_id)
            for line, verdict in counting
            if verdict in (Verdict.NO, Verdict.BELOW)
        }
        return bool(refusing) and all(
            (leaf.code, site_id) in refusing for leaf in open_leaves for site_id in self.sites
        )

    def _why(self, rows, refused: str) -> str:
        """
        Say what is on file that does not count.

        :param refused: where it is a no in so many words
        """
        found = {verdict for _, verdict in rows}
        if any(
            line.site_id not in self.sites and verdict in (Verdict.APPLIES, Verdict.OPEN)
            for line, verdict in rows
        ):
            return "only at a site that a gate stops"
        if Verdict.BELOW in found:
            return "only below the GxP grade of the phase"
        if Verdict.ELSEWHERE in found:
            return "stated for other phases, modalities or forms"
        return refused if Verdict.NO in found else ""
