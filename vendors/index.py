"""
The directory as columns of numbers in the memory of the process, for counting.

Every count of the directory's page asks "how many vendors have a line that ...": over millions of
lines that takes SQL seconds and a few passes over arrays milliseconds. The rows stay the truth, and the process
keeps up with them (vendors/following.py).
"""

import numpy as np
from django.db import connection

from vendors import tables, trigrams
from vendors.choices import ActionKind, InspectionClass, ListingState
from vendors.columns import (
    COUNTRY_NUMBERS,
    FAR,
    KINDS,
    NO_COUNTRY,
    RECORDS_AT,
    REGION_OF_COUNTRY,
    SCHEMES,
    SIZES,
    UNPLACED,
    Index,
)
from vendors.following import Follower
from vendors.models import Capability

VENDORS = """
SELECT v.id, v.name, v.kind, v.size, v.state = %(listed)s AND v.merged_into_id IS NULL,
    CASE WHEN v.merged_into_id IS NULL THEN coalesce(v.private_to_id, 0) ELSE -1 END,
    v.name_key,
    coalesce((v.confirmed_at AT TIME ZONE 'UTC')::date - '1970-01-01'::date, -1),
    coalesce((
        SELECT bit_or(CASE
            WHEN a.kind = %(letter)s AND EXISTS (
                SELECT FROM vendors_regulatoryaction c WHERE c.closes_id = a.id AND c.kind = %(close)s
            ) THEN 2
            WHEN a.kind = %(letter)s THEN 1
            WHEN a.kind = %(alert)s THEN 4
            WHEN a.classification = %(oai)s THEN 8
            WHEN a.classification = %(vai)s THEN 16
            WHEN a.classification = %(nai)s THEN 32
            WHEN a.kind = %(form)s THEN 64
            ELSE 0 END)
        FROM vendors_site s JOIN vendors_regulatoryaction a ON a.site_id = s.id
        WHERE s.vendor_id = v.id), 128)
FROM vendors_vendor v {where} ORDER BY v.id
"""
WORDS = {
    "listed": ListingState.LISTED.value,
    "letter": ActionKind.WARNING_LETTER.value,
    "close": ActionKind.CLOSE_OUT.value,
    "alert": ActionKind.IMPORT_ALERT.value,
    "form": ActionKind.FORM_483.value,
    "oai": InspectionClass.OAI.value,
    "vai": InspectionClass.VAI.value,
    "nai": InspectionClass.NAI.value,
}
SITES = """
SELECT s.id, s.vendor_id,
    CASE WHEN s.country ~ '^[A-Z]{{2}}$' THEN ascii(s.country) * 256 + ascii(substr(s.country, 2)) ELSE 0 END,
    coalesce(CASE WHEN s.latitude IS NOT NULL THEN (10 * s.longitude)::int END, {unplaced}),
    coalesce(CASE WHEN s.longitude IS NOT NULL THEN (10 * s.latitude)::int END, {unplaced})
FROM vendors_site s {where} ORDER BY s.vendor_id, s.id
"""
LINES = """
SELECT s.id, coalesce(n.number, -1)::int, coalesce(l.traits, 0)
FROM vendors_site s
LEFT JOIN vendors_capabilityline l ON l.site_id = s.id AND l.is_offered
LEFT JOIN (
    SELECT code, row_number() OVER (ORDER BY branch, "group", code) - 1 AS number
    FROM vendors_capability WHERE retired_at IS NULL
) n ON n.code = l.capability_id
{where}
"""
CERTIFICATES = """
SELECT s.vendor_id, coalesce(array_position(ARRAY[{schemes}]::varchar[], c.scheme), 0),
    coalesce(c.issued_on - '1970-01-01'::date, 0), coalesce(c.expires_on - '1970-01-01'::date, {far})
FROM vendors_certificate c JOIN vendors_site s ON s.id = c.site_id {where}
"""


def load(vendor_ids=None) -> Index:
    """Read all vendors, or these."""
    rows, sites, lines, papers = _read(vendor_ids)
    pks = np.array(rows[0], np.int64)
    sites = tables.within(sites, 1, pks)
    lines, papers = tables.within(lines, 0, sites[0]), tables.within(papers, 0, pks)
    country = _country_numbers(sites[2])
    vendor_of_site = np.searchsorted(pks, sites[1]).astype(np.int32)
    # By vendor, region and country: counting vendors per country is then counting runs.
    order = np.lexsort((country, REGION_OF_COUNTRY[country], vendor_of_site))
    sites, country, vendor_of_site = (
        [c[order] for c in sites],
        country[order],
        vendor_of_site[order],
    )
    by_id = np.argsort(sites[0])
    site_of_line = by_id[np.searchsorted(sites[0], lines[0], sorter=by_id)].astype(np.int32)
    vendor_of_line = vendor_of_site[site_of_line]
    order = np.argsort(vendor_of_line.astype(np.int64) * 4096 + lines[1] + 1, kind="stable")
    return Index(
        leaves=list(Capability.objects.current().order_by("branch", "group", "code")),
        vendor_ids=pks,
        names=np.array([name.casefold() for name in rows[1]], np.dtypes.StringDType()),
        is_listed=np.array(rows[4], bool),
        private_to=np.array(rows[5], np.int64),
        name_signs=trigrams.signatures(list(rows[6])),
        confirmed=np.array(rows[7], np.int32),
        facts=_facts(*rows[2:4], rows[8]),
        site_ids=sites[0],
        vendor_of_site=vendor_of_site,
        country_of_site=country,
        longitudes=sites[3].astype(np.int16),
        latitudes=sites[4].astype(np.int16),
        site_of_line=site_of_line[order],
        vendor_of_line=vendor_of_line[order],
        leaf_of_line=lines[1][order].astype(np.int16),
        traits=lines[2][order].astype(np.uint64),
        vendor_of_certificate=np.searchsorted(pks, papers[0]).astype(np.int32),
        schemes=papers[1].astype(np.int8) - np.int8(1),
        issued=papers[2],
        expires=papers[3],
    )


def _read(vendor_ids) -> tuple[list, ...]:
    """Return the columns of vendors, sites, lines and certificates as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute(
            VENDORS.format(where="" if vendor_ids is None else "WHERE v.id = ANY(%(ids)s)"),
            WORDS | {"ids": vendor_ids},
        )
        rows = list(zip(*cursor.fetchall(), strict=True)) or [()] * 9  # by column
        sites = tables.numbers(cursor, SITES, "i8 i8 i4 i4 i4", vendor_ids, unplaced=UNPLACED)
        lines = tables.numbers(cursor, LINES, "i8 i4 i8", vendor_ids)
        options = {"schemes": ", ".join(f"'{scheme}'" for scheme in SCHEMES), "far": FAR}
        papers = tables.numbers(cursor, CERTIFICATES, "i8 i4 i4 i4", vendor_ids, **options)
    return rows, sites, lines, papers


def _facts(kinds, sizes, records) -> np.ndarray:
    return np.array(
        [
            KINDS[kind] | SIZES.get(size, 0) | record << RECORDS_AT
            for kind, size, record in zip(kinds, sizes, records, strict=True)
        ],
        np.uint32,
    )


def _country_numbers(packed: np.ndarray) -> np.ndarray:
    table = np.full(2**15, NO_COUNTRY, np.int16)
    for code, number in COUNTRY_NUMBERS.items():
        table[code] = number
    return table[packed]


follower = Follower(load)


def current() -> Index:
    """Return the index as the current transaction sees the directory."""
    return follower.current()
