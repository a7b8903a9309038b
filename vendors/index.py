"""
The directory as columns of numbers in the memory of the process, for counting.

Every count of the directory's page asks "how many vendors have a line that ...": over millions of
lines that takes SQL seconds and a few passes over arrays milliseconds. The rows stay the truth: each
``current()`` reads the log of changes (vendors/models/change.py) and replaces the vendors in it. A
transaction that has written sees its own rows, and keeps what it saw to itself.
"""

import threading
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
from django.db import connection
from django.utils import timezone

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
from vendors.models import Capability

STALE = timedelta(days=1)  # the log is kept for longer (vendors.services.forget_changes)

# Reading the rows

VENDORS = """
SELECT v.id, v.name, v.kind, v.size, v.state = %(listed)s AND v.merged_into_id IS NULL,
    CASE WHEN v.merged_into_id IS NULL THEN coalesce(v.private_to_id, 0) ELSE -1 END,
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
    with connection.cursor() as cursor:
        cursor.execute(
            VENDORS.format(where="" if vendor_ids is None else "WHERE v.id = ANY(%(ids)s)"),
            WORDS | {"ids": vendor_ids},
        )
        rows = list(zip(*cursor.fetchall(), strict=True)) or [()] * 8  # by column
        sites = _numbers(cursor, SITES, "i8 i8 i4 i4 i4", vendor_ids, unplaced=UNPLACED)
        lines = _numbers(cursor, LINES, "i8 i4 i8", vendor_ids)
        options = {"schemes": ", ".join(f"'{scheme}'" for scheme in SCHEMES), "far": FAR}
        papers = _numbers(cursor, CERTIFICATES, "i8 i4 i4 i4", vendor_ids, **options)
    pks = np.array(rows[0], np.int64)
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
        confirmed=np.array(rows[6], np.int32),
        facts=_facts(*rows[2:4], rows[7]),
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


def _numbers(cursor, sql: str, types: str, vendor_ids, **options) -> list[np.ndarray]:
    """Read columns of numbers by COPY: binary rows of fixed width need no parsing at all."""
    where = ""
    if vendor_ids is not None:
        where = f"WHERE s.vendor_id IN ({', '.join(str(int(pk)) for pk in vendor_ids) or 'NULL'})"
    query = sql.format(where=where, **options).replace("%", "%%")
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)") as copy:
        data = b"".join(bytes(block) for block in copy)
    layout = [("columns", ">i2")]
    for number, kind in enumerate(types.split()):
        layout += [(f"width{number}", ">i4"), (str(number), f">{kind}")]
    body = data[19:-2]  # between the header and the trailer
    table = np.frombuffer(body, np.dtype(layout))
    return [table[str(n)].astype(kind) for n, kind in enumerate(types.split())]


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


# Keeping up

UNSEEN = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
    pg_current_xact_id_if_assigned() IS NOT NULL,
    ARRAY(SELECT id FROM vendors_change WHERE transaction >= %(since)s AND NOT id = ANY(%(seen)s)),
    ARRAY(SELECT DISTINCT coalesce(vendor_id, 0) FROM vendors_change
        WHERE transaction >= %(since)s AND NOT id = ANY(%(seen)s))
"""


@dataclass(frozen=True)
class Seen:
    """An index, and how much of the log it holds: all before a transaction, and some after."""

    index: Index | None = None
    since: int = 2**62  # nothing is read yet, so there is nothing to catch up with
    seen: frozenset = field(default_factory=frozenset)
    at: object = None


_shared = Seen()
_loading = threading.Lock()


def current() -> Index:
    """Return the index as the current transaction sees the directory."""
    known = _shared
    if known.index is not None and timezone.now() - known.at < STALE:
        return _refreshed(known)
    with _loading:
        return _refreshed(_shared if _shared is not known else Seen())


def _refreshed(known: Seen) -> Index:
    global _shared
    with connection.cursor() as cursor:
        cursor.execute(UNSEEN, {"since": known.since, "seen": list(known.seen)})
        since, has_written, log, changed = cursor.fetchone()
    if known.index is None or 0 in changed:
        index = load()
    elif changed:
        index = known.index.without(changed).plus(load(changed))
    else:
        index = known.index
    if not has_written and (log or since != known.since):
        seen = _met_again({*known.seen, *log}, since)
        _shared = Seen(index, since, seen, timezone.now())
    return index


def _met_again(log: set, since: int) -> frozenset:
    """Return which of the changes already seen the next reading would meet again."""
    if not log:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM vendors_change WHERE id = ANY(%s) AND transaction >= %s",
            [list(log), since],
        )
        return frozenset(pk for (pk,) in cursor.fetchall())
