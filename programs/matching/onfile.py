"""
What is on file: a fixed number of queries, whatever the number of vendors and needs.

The join of needs and capability lines is made by PostgreSQL; the axes come back as true, false, or
null where the line does not state them. The statements are plain SQL: to compose them by the ORM
takes longer than to answer them.
"""

import json
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from programs.choices import GateKind
from programs.matching import store
from programs.matching.store import Brief
from programs.matching.types import Line
from vendors.choices import ActionKind, CertificateScheme
from vendors.models import Certificate, RegulatoryAction, Relationship, Site, Vendor
from vendors.querysets import SEEN

VENDORS = f"""
SELECT id, slug, name, kind, country, city, tagline, is_fictional, ARRAY(
    SELECT "group" FROM vendors_groupconfirmation AS c
    WHERE c.vendor_id = v.id AND c.confirmed_on <= %(today)s) AS confirmed
FROM vendors_vendor AS v WHERE {SEEN}
"""  # noqa: S608  only constants of ours are put in
AMONG = "AND id = ANY (%(ids)s)"
SITES = """
SELECT id, vendor_id, name, city, country, fei
FROM vendors_site WHERE vendor_id = ANY (%s) ORDER BY name, id
"""
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
WHERE site.vendor_id = ANY (%s)
ORDER BY ask.no, line.id
"""
# Of what bears on GxP: an ISO 9001 or 27001 certificate says nothing about a phase.
CERTIFICATES = """
SELECT certificate.id, site_id, scheme, number, issued_on, expires_on
FROM vendors_certificate AS certificate JOIN vendors_site AS site ON site.id = site_id
WHERE site.vendor_id = ANY (%s) AND scheme <> ALL (%s) ORDER BY expires_on, certificate.id
"""
BESIDE_GXP = [CertificateScheme.ISO9001.value, CertificateScheme.ISO27001.value]
# A close-out counts when it names the letter, or names none and came later from the same authority
# to the same site.
LETTERS = """
SELECT letter.* FROM vendors_regulatoryaction AS letter JOIN vendors_site AS site ON site.id = site_id
WHERE site.vendor_id = ANY (%s) AND kind = %s
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


def read(asking: Brief, vendor_ids: list[int] | None = None) -> Facts:
    """
    Read what is on file about the candidates.

    :param vendor_ids: these alone; who of them is no candidate is left out
    """
    sql = VENDORS if vendor_ids is None else VENDORS + AMONG
    organisation_id = asking.program.organisation_id
    asked = {"organisation": organisation_id, "today": asking.today, "ids": vendor_ids}
    vendors = list(Vendor.objects.raw(sql, asked))
    ids = [vendor.pk for vendor in vendors]
    certificates = Certificate.objects.raw(CERTIFICATES, [ids, BESIDE_GXP])
    return Facts(
        vendors=vendors,
        sites=_grouped(Site.objects.raw(SITES, [ids]), "vendor_id"),
        lines=_lines(asking, ids),
        confirmed_groups={vendor.pk: set(vendor.confirmed) for vendor in vendors},
        certificates=_grouped(certificates, "site_id"),
        open_letters=_grouped(_open_letters(asking, ids), "site_id"),
        disqualified={row.vendor_id: row for row in store.disqualified(asking)},
    )


def _lines(asking: Brief, ids: list[int]) -> dict[int, dict[int, list[Line]]]:
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
        words = [json.dumps(asks), len(asks), asking.modality, asking.modality, ids]
        cursor.execute(LINES, words)
        for line in map(Line._make, cursor.fetchall()):
            found[line.vendor_id][line.no].append(line)
    return found


def _open_letters(asking: Brief, ids: list[int]):
    """Return the warning letters inside the gate's years without a recorded close-out."""
    gate = asking.gate(GateKind.WARNING_LETTER)
    if gate is None:
        return []
    begin, end = store.letters_count_from(asking, gate), asking.today
    letter, close_out = ActionKind.WARNING_LETTER.value, ActionKind.CLOSE_OUT.value
    words = [ids, letter, begin, end, close_out, end, close_out, end]
    return RegulatoryAction.objects.raw(LETTERS, words)


def _grouped(rows, key: str) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
