"""
What is on file, by one message to PostgreSQL, whatever the number of vendors and needs.

Plain SQL, for to compose it by the ORM takes longer than to answer it. Of an axis a line says yes,
no, or nothing where it does not state it (null).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import DEFERRED, Model

from programs.choices import GateKind
from programs.matching import store
from programs.matching.store import Brief
from programs.matching.types import Line
from programs.models import Gate
from vendors.choices import ActionKind, CertificateScheme
from vendors.models import Certificate, RegulatoryAction, Relationship, Site, Vendor
from vendors.querysets import SEEN

VENDORS = f"""
SELECT id, slug, name, kind, country, city, tagline, is_fictional, ARRAY(
    SELECT "group" FROM vendors_groupconfirmation AS c
    WHERE c.vendor_id = v.id AND c.confirmed_on <= %(today)s) AS confirmed
FROM vendors_vendor AS v WHERE {SEEN} AND id = ANY (%(ids)s)
"""  # noqa: S608  only constants of ours are put in
SITES = """
SELECT id, vendor_id, name, city, country, fei
FROM vendors_site WHERE vendor_id = ANY (%(ids)s) ORDER BY name, id
"""
# A line once, however many needs ask for its leaf: phase by phase they often do.
LINES = """
WITH leaf AS MATERIALIZED (SELECT code FROM unnest(%(leaves)s::text[]) AS code LIMIT %(leaf_count)s)
SELECT site.vendor_id, array_to_string(line.phases, ' '),
       CASE WHEN %(modality)s = '' THEN true
            WHEN line.modalities <> '{}' THEN %(modality)s = ANY (line.modalities) END,
       array_to_string(line.dosage_forms, ' '),
       line.site_id, line.id, line.capability_id, line.is_offered, line.evidence, line.grade,
       line.scale_min, line.scale_max, line.scale_unit, line.lead_time_weeks,
       line.next_slot_date, line.certificate_id, certificate.expires_on
FROM vendors_site AS site
JOIN vendors_capabilityline AS line ON line.site_id = site.id
JOIN leaf ON leaf.code = line.capability_id
LEFT JOIN vendors_certificate AS certificate ON certificate.id = line.certificate_id
WHERE site.vendor_id = ANY (%(ids)s)
ORDER BY line.id
"""
# Of what bears on GxP: an ISO 9001 or 27001 certificate says nothing about a phase.
CERTIFICATES = """
SELECT certificate.id, site_id, scheme, number, issued_on, expires_on
FROM vendors_certificate AS certificate JOIN vendors_site AS site ON site.id = site_id
WHERE site.vendor_id = ANY (%(ids)s) AND scheme <> ALL (%(beside_gxp)s)
ORDER BY expires_on, certificate.id
"""
BESIDE_GXP = [CertificateScheme.ISO9001.value, CertificateScheme.ISO27001.value]
# A close-out counts when it names the letter, or names none and came later from the same authority
# to the same site.
LETTERS = """
SELECT letter.* FROM vendors_regulatoryaction AS letter JOIN vendors_site AS site ON site.id = site_id
WHERE site.vendor_id = ANY (%(ids)s) AND kind = %(letter)s
    AND acted_on >= %(letters_from)s AND acted_on <= %(today)s
    AND NOT EXISTS (
        SELECT FROM vendors_regulatoryaction AS close_out
        WHERE close_out.closes_id = letter.id AND close_out.kind = %(close_out)s
            AND close_out.acted_on <= %(today)s)
    AND NOT EXISTS (
        SELECT FROM vendors_regulatoryaction AS close_out
        WHERE close_out.closes_id IS NULL AND close_out.kind = %(close_out)s
            AND close_out.site_id = letter.site_id AND close_out.authority = letter.authority
            AND close_out.acted_on BETWEEN letter.acted_on AND %(today)s)
ORDER BY acted_on DESC, letter.id
"""
Asks = dict[str, list[tuple[int, str, str]]]  # by leaf: the number of the need, its phase and form


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
    if vendor_ids is None:
        vendor_ids = list(store.candidates(asking.program).values_list("pk", flat=True))
    asks, gate = _asks(asking), asking.gate(GateKind.WARNING_LETTER)
    statements = [VENDORS, SITES, LINES, CERTIFICATES, *([LETTERS] if gate else [])]
    with connection.cursor() as cursor:
        cursor.execute(";".join(statements), _words(asking, asks, gate) | {"ids": vendor_ids})
        vendors = list(_objects(Vendor, cursor))
        sites = _grouped(_next(Site, cursor), "vendor_id")
        cursor.nextset()
        lines = _lines(asks, cursor.fetchall())
        certificates = _grouped(_next(Certificate, cursor), "site_id")
        letters = _grouped(_next(RegulatoryAction, cursor), "site_id") if gate else {}
    return Facts(
        vendors=vendors,
        sites=sites,
        lines=lines,
        confirmed_groups={vendor.pk: set(vendor.confirmed) for vendor in vendors},
        certificates=certificates,
        open_letters=letters,
        disqualified={row.vendor_id: row for row in store.disqualified(asking)},
    )


def _words(asking: Brief, asks: Asks, gate: Gate | None) -> dict:
    """Return what is put into the statements."""
    return {
        "organisation": asking.program.organisation_id,
        "today": asking.today,
        "modality": asking.modality,
        "leaves": list(asks),
        "leaf_count": len(asks),
        "beside_gxp": BESIDE_GXP,
        "letter": ActionKind.WARNING_LETTER.value,
        "close_out": ActionKind.CLOSE_OUT.value,
        "letters_from": gate and store.letters_count_from(asking, gate),
    }


def _asks(asking: Brief) -> Asks:
    found = defaultdict(list)
    for asked in asking.needs:
        for leaf in asked.leaves:
            form = asked.form if leaf.dosage_forms else ""
            found[leaf.code].append((asked.no, asked.need.phase, form))
    return found


def _lines(asks: Asks, rows: list[tuple]) -> dict[int, dict[int, list[Line]]]:
    found = defaultdict(lambda: defaultdict(list))
    for vendor_id, phases, on_modality, forms, site_id, pk, leaf, is_offered, *stated in rows:
        own = found[vendor_id]
        for no, phase, form in asks[leaf]:
            axes = _says(phases, phase), on_modality, _says(forms, form) if form else True
            own[no].append(Line(no, vendor_id, site_id, pk, leaf, is_offered, *axes, *stated))
    return found


def _says(stated: str, code: str) -> bool | None:
    """Say whether a code is among those a line states; None where it states none."""
    return code in stated.split() if stated else None


def _next(model: type[Model], cursor) -> Iterator[Model]:
    """Go on to the next answer, and make objects of it."""
    cursor.nextset()
    return _objects(model, cursor)


def _objects(model: type[Model], cursor) -> Iterator[Model]:
    """Yield rows as objects, as the ORM would: what was not asked for is deferred."""
    names = [column.name for column in cursor.description]
    fields = [field.attname for field in model._meta.concrete_fields]
    places = [names.index(field) if field in names else None for field in fields]
    others = [(place, name) for place, name in enumerate(names) if name not in fields]
    for row in cursor.fetchall():
        values = [DEFERRED if place is None else row[place] for place in places]
        found = model.from_db(connection.alias, fields, values)
        for place, name in others:
            setattr(found, name, row[place])
        yield found


def _grouped(rows, key: str) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
