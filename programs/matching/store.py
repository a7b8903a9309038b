"""
What a ranking reads: a fixed number of queries, whatever the number of vendors and needs.

The join of needs and capability lines is made by PostgreSQL; the axes come back as true, false, or
null where the line does not state them.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from programs import proposing
from programs.choices import GateKind, Priority
from programs.matching import grades, merging, scoring
from programs.matching.types import Asked, Line
from programs.models import Gate, Need, Program, WorkPackage
from vendors.choices import ActionKind, CertificateScheme, Phase, Standing
from vendors.models import (
    Capability,
    Certificate,
    RegulatoryAction,
    Relationship,
    Site,
    Vendor,
)
from vendors.querysets import SEEN

PHASE_ORDER = {phase: place for place, phase in enumerate(Phase)}
PRIORITY_ORDER = {priority: place for place, priority in enumerate(Priority)}
GATE_ORDER = {kind: place for place, kind in enumerate(GateKind)}

LINES = """
WITH ask AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%s::jsonb) AS a(no int, leaf text, phase text, form text)
    LIMIT %s
)
SELECT ask.no, site.vendor_id, line.site_id, line.id, line.capability_id, line.is_offered,
       CASE WHEN line.phases <> '{}' THEN ask.phase = ANY (line.phases) END,
       CASE WHEN %s = '' THEN true WHEN line.modalities <> '{}' THEN %s = ANY (line.modalities) END,
       CASE WHEN ask.form = '' THEN true
            WHEN line.dosage_forms <> '{}' THEN ask.form = ANY (line.dosage_forms) END,
       line.evidence, line.grade, line.scale_min, line.scale_max, line.scale_unit,
       line.lead_time_weeks, line.next_slot_date, line.certificate_id, certificate.expires_on
FROM vendors_site AS site
JOIN vendors_capabilityline AS line ON line.site_id = site.id
JOIN ask ON ask.leaf = line.capability_id
LEFT JOIN vendors_certificate AS certificate ON certificate.id = line.certificate_id
WHERE site.vendor_id {candidates}
ORDER BY ask.no, line.id
"""


SHOWN = ("slug", "name", "kind", "country", "city", "tagline", "is_fictional")
# Plain SQL, for composing these by the ORM takes as long as asking them.
VENDORS = f"""
SELECT id, {", ".join(SHOWN)} FROM vendors_vendor AS v WHERE id = ANY(%(ids)s) AND {SEEN}
"""  # noqa: S608  only constants of ours are put in
SITES = """
SELECT id, vendor_id, name, city, country, fei
FROM vendors_site WHERE vendor_id {candidates} ORDER BY name, id
"""
# Of what bears on GxP: an ISO 9001 or 27001 certificate says nothing about a phase.
CERTIFICATES = """
SELECT certificate.id, site_id, scheme, number, issued_on, expires_on
FROM vendors_certificate AS certificate JOIN vendors_site AS site ON site.id = site_id
WHERE site.vendor_id {candidates} AND scheme <> ALL (%s) ORDER BY expires_on, certificate.id
"""
CONFIRMED = """
SELECT vendor_id, "group" FROM vendors_groupconfirmation
WHERE vendor_id {candidates} AND confirmed_on <= %s
"""
# A close-out counts when it names the letter, or names none and came later from the same authority
# to the same site.
LETTERS = """
SELECT letter.* FROM vendors_regulatoryaction AS letter JOIN vendors_site AS site ON site.id = site_id
WHERE site.vendor_id {candidates} AND kind = %s
    AND acted_on >= %s AND acted_on <= %s
    AND NOT EXISTS (
        SELECT FROM vendors_regulatoryaction AS close_out
        WHERE close_out.closes_id = letter.id AND close_out.kind = %s
            AND close_out.acted_on <= %s)
    AND NOT EXISTS (
        SELECT FROM vendors_regulatoryaction AS close_out
        WHERE close_out.closes_id IS NULL AND close_out.kind = %s
            AND close_out.site_id = letter.site_id AND close_out.authority = letter.authority
            AND close_out.acted_on BETWEEN letter.acted_on AND %s)
ORDER BY acted_on DESC, letter.id
"""
BESIDE_GXP = [CertificateScheme.ISO9001.value, CertificateScheme.ISO27001.value]


@dataclass(frozen=True)
class Brief:
    """What is asked: the sponsor's side of the ranking."""

    program: Program
    packages: tuple[WorkPackage, ...]
    now: datetime
    today: date
    modality: str  # as confirmed, or as proposed where it is not
    unconfirmed: frozenset[str]
    needs: tuple[Asked, ...]
    gates: tuple[Gate, ...]
    waivers: dict[tuple[int, int], str]  # the reason, by gate and vendor

    @property
    def package(self) -> WorkPackage:
        """Return the first package, which names the brief where there is but one."""
        return self.packages[0]

    def gate(self, kind: GateKind) -> Gate | None:
        return next((gate for gate in self.gates if gate.kind == kind), None)


@dataclass(frozen=True)
class Facts:
    """What is on file: the directory's side, by vendor or by site."""

    vendors: list[Vendor]
    sites: dict[int, list[Site]]
    lines: dict[int, dict[int, list[Line]]]  # vendor, then number of the need
    confirmed_groups: dict[int, set[str]]
    certificates: dict[int, list[Certificate]]
    open_letters: dict[int, list[RegulatoryAction]]
    disqualified: dict[int, Relationship]


def brief(
    packages: WorkPackage | Sequence[WorkPackage],
    now: datetime,
    *,
    weights: Mapping[int, Decimal] | None = None,
) -> Brief:
    """
    Read the needs in the order of the axis, numbered from 1, and the gates.

    :param packages: one package, or several of one program; of their gates the stricter holds
    :param weights: by need; a need that is not named keeps its own
    """
    packages = (packages,) if isinstance(packages, WorkPackage) else tuple(packages)
    program = packages[0].program
    prefetch_related_objects([program], "phases", "open_facts")
    basis = proposing.basis_of(program)
    plan = {row.phase: row for row in program.phases.all()}
    needs = sorted(
        Need.objects.filter(package__in=packages),
        key=lambda need: (
            PHASE_ORDER[need.phase],
            PRIORITY_ORDER[need.priority],
            need.slot,
            need.pk,
        ),
    )
    leaves = Capability.objects.in_bulk({code for need in needs for code in need.capabilities})
    given = [(weights or {}).get(need.pk, need.weight) for need in needs]
    asked = tuple(
        _asked(no, need, weight, share, leaves, plan, basis.forms.get(need.phase) or "")
        for no, (need, weight, share) in enumerate(
            zip(needs, given, scoring.shares(given), strict=True), 1
        )
    )
    gates, waivers = merging.gates(packages)
    return Brief(
        program=program,
        packages=packages,
        now=now,
        today=timezone.localdate(now),
        modality=basis.modality,
        unconfirmed=basis.unconfirmed,
        needs=asked,
        gates=tuple(sorted(gates, key=lambda gate: GATE_ORDER[gate.kind])),
        waivers=waivers,
    )


def _asked(no: int, need: Need, weight, share, leaves: dict, plan: dict, form: str) -> Asked:
    found = tuple(leaves[code] for code in need.capabilities if code in leaves)
    required = {leaf.code: grades.required(leaf.gxp, need.phase) for leaf in found}
    return Asked(
        no=no,
        need=need,
        weight=weight,
        leaves=found,
        possible=share,
        starts_on=plan[need.phase].starts_on if need.phase in plan else None,
        form=form,
        required=required,
        below={code: grades.below(grade) for code, grade in required.items()},
    )


def candidates(program: Program):
    """Return the listed vendors, and those that the program's organisation has added for itself."""
    own = Vendor.objects.filter(private_to_id=program.organisation_id, merged_into__isnull=True)
    return (Vendor.objects.listed() | own).order_by()


def facts(asking: Brief, vendors: QuerySet | list[int]) -> Facts:
    """
    Read what is on file about vendors.

    :param vendors: a queryset of many, or the ids of a few, of which those are read that are candidates
    """
    if isinstance(vendors, list):
        asked = {"ids": vendors, "organisation": asking.program.organisation_id}
        found = list(Vendor.objects.raw(VENDORS, asked))
        ids = [vendor.pk for vendor in found]
    else:
        found, ids = list(vendors.only(*SHOWN)), vendors.values("pk")
    among, who = _among(ids)
    certificates = Certificate.objects.raw(
        CERTIFICATES.format(candidates=among), [*who, BESIDE_GXP]
    )
    return Facts(
        vendors=found,
        sites=_grouped(Site.objects.raw(SITES.format(candidates=among), who), "vendor_id"),
        lines=_lines(asking, among, who),
        confirmed_groups=_confirmed_groups(asking, among, who),
        certificates=_grouped(certificates, "site_id"),
        open_letters=_grouped(open_letters(asking, among, who), "site_id"),
        disqualified={row.vendor_id: row for row in disqualified(asking).filter(vendor__in=ids)},
    )


def _among(ids) -> tuple[str, Sequence]:
    """Return SQL that says which vendors are meant, and its parameters."""
    if isinstance(ids, list):
        return "= ANY (%s)", [ids]
    subquery, parameters = ids.query.sql_with_params()
    return f"IN ({subquery})", parameters


def _lines(asking: Brief, among: str, who: Sequence) -> dict[int, dict[int, list[Line]]]:
    asks = [
        {
            "no": asked.no,
            "leaf": leaf.code,
            "phase": asked.need.phase,
            "form": asked.form if leaf.dosage_forms else "",
        }
        for asked in asking.needs
        for leaf in asked.leaves
    ]
    found = defaultdict(lambda: defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(
            LINES.replace("{candidates}", among),
            [json.dumps(asks), len(asks), asking.modality, asking.modality, *who],
        )
        for line in map(Line._make, cursor.fetchall()):
            found[line.vendor_id][line.no].append(line)
    return found


def _confirmed_groups(asking: Brief, among: str, who: Sequence) -> dict[int, set[str]]:
    found = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(CONFIRMED.format(candidates=among), [*who, asking.today])
        for vendor_id, group in cursor.fetchall():
            found[vendor_id].add(group)
    return found


def open_letters(asking: Brief, among: str = "IS NOT NULL", who: Sequence = ()):
    """Return the warning letters inside the gate's years without a recorded close-out."""
    gate = asking.gate(GateKind.WARNING_LETTER)
    if gate is None:
        return []
    begin, end = letters_count_from(asking, gate), asking.today
    letter, close_out = ActionKind.WARNING_LETTER.value, ActionKind.CLOSE_OUT.value
    words = [*who, letter, begin, end, close_out, end, close_out, end]
    return RegulatoryAction.objects.raw(LETTERS.format(candidates=among), words)


def letters_count_from(asking: Brief, gate: Gate) -> date:
    """Return the day since when a warning letter counts."""
    return years_before(asking.today, gate.parameters.get("years", merging.DEFAULT_YEARS))


def disqualified(asking: Brief):
    """Return the sponsor's own standings; another sponsor's are private and never count."""
    if asking.gate(GateKind.DISQUALIFIED) is None:
        return Relationship.objects.none()
    return Relationship.objects.filter(
        organisation_id=asking.program.organisation_id, standing=Standing.DISQUALIFIED
    )


def years_before(day: date, years: int) -> date:
    """Return the same day some years ago; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _grouped(rows, key: str) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
