"""
The capability lines of the directory as columns of numbers: what matching reads.

A need asks for one leaf, so the lines stand leaf by leaf and a need reads one slice. They are read
once per process and kept up with (vendors/following.py).
"""

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import ClassVar, Self

import numpy as np
from django.db import connection
from psycopg import sql

from vendors import tables, traits
from vendors.choices import ActionKind, DosageForm, ListingState, Modality, Phase, VendorKind
from vendors.columns import EPOCH, FAR, levels
from vendors.following import Follower
from vendors.models import Capability
from vendors.tables import Tables

NOTHING = -(2**62)  # a number that is not stated
NO_DAY = -FAR
NOBODY = -1
LAST_BIT = 62
OFFERED = 1 << 60
MARKS = 2048  # of a vendor's sites by name; beyond so many they share the last
KINDS = {kind: number for number, kind in enumerate(VendorKind.values)}
AXES = (Phase, Modality, DosageForm)
WORDS = {
    "nobody": NOBODY,
    "listed": ListingState.LISTED.value,
    "kinds": ", ".join(f"'{kind}'" for kind in KINDS),
    "nothing": NOTHING,
    "no_day": NO_DAY,
    "marks": MARKS,
    "far": FAR,
    "letter": ActionKind.WARNING_LETTER.value,
    "close_out": ActionKind.CLOSE_OUT.value,
}

VENDORS = """
SELECT s.id, CASE
        WHEN s.merged_into_id IS NOT NULL THEN {nobody}
        WHEN s.private_to_id IS NOT NULL THEN s.private_to_id
        WHEN s.state = '{listed}' THEN 0
        ELSE {nobody} END,
    array_position(ARRAY[{kinds}]::varchar[], s.kind) - 1
FROM (SELECT *, id AS vendor_id FROM vendors_vendor) AS s {where} ORDER BY s.id
"""
SITES = """
SELECT s.id, s.vendor_id, CASE
    WHEN s.country ~ '^[A-Z]{{2}}$' THEN ascii(s.country) * 256 + ascii(substr(s.country, 2))
    WHEN s.country = '' THEN 0 ELSE -1 END,
    greatest(0, {marks} - dense_rank() OVER (PARTITION BY s.vendor_id ORDER BY s.name COLLATE "C"))::int
FROM vendors_site AS s {where} ORDER BY s.id
"""
LINES = """
SELECT s.id, leaf.number::int, line.traits,
    line.is_offered::int + 2 * (line.phases <> '{{}}')::int
        + 4 * (line.modalities <> '{{}}')::int + 8 * (line.dosage_forms <> '{{}}')::int,
    coalesce((1000 * line.scale_min)::bigint, {nothing}),
    coalesce((1000 * line.scale_max)::bigint, {nothing}),
    coalesce(array_position({units}, lower(line.scale_unit)), 1),
    coalesce(line.lead_time_weeks, -1)::int,
    coalesce(line.next_slot_date - '1970-01-01'::date, {no_day}),
    coalesce(certificate.expires_on - '1970-01-01'::date, {far})
FROM vendors_site AS s
JOIN vendors_capabilityline AS line ON line.site_id = s.id
JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS number FROM vendors_capability) AS leaf
    ON leaf.code = line.capability_id
LEFT JOIN vendors_certificate AS certificate ON certificate.id = line.certificate_id
{where}
"""
UNITS = "SELECT coalesce(array_agg(DISTINCT lower(scale_unit)), '{}') FROM vendors_capabilityline"
CONFIRMATIONS = """
SELECT s.vendor_id, coalesce(array_position({groups}, s."group"), 0),
    s.confirmed_on - '1970-01-01'::date
FROM vendors_groupconfirmation AS s {where}
"""
# A close-out ends the letter it names; one that names none ends what its authority wrote before.
LETTERS = """
SELECT s.vendor_id, letter.site_id, letter.acted_on - '1970-01-01'::date,
    coalesce((
        SELECT min(close_out.acted_on) FROM vendors_regulatoryaction AS close_out
        WHERE close_out.kind = '{close_out}' AND (close_out.closes_id = letter.id
            OR close_out.closes_id IS NULL AND close_out.site_id = letter.site_id
            AND close_out.authority = letter.authority AND close_out.acted_on >= letter.acted_on)
    ) - '1970-01-01'::date, {far})
FROM vendors_site AS s
JOIN vendors_regulatoryaction AS letter ON letter.site_id = s.id AND letter.kind = '{letter}'
{where}
"""

_units: dict[str, int] = {"": 0}  # the number of each unit that this process has met


def unit(name: str) -> int:
    """Return the number of a unit of scale, whatever its case; a blank one is 0."""
    return _units.setdefault(name.lower(), len(_units))


def country(code: str) -> int:
    """Return the number of a country, 0 for none."""
    return ord(code[0]) * 256 + ord(code[1]) if len(code) == 2 else 0


def day(when: date) -> int:
    """Return the days since 1970."""
    return (when - EPOCH).days


@dataclass(frozen=True)
class Lines(Tables):
    """
    The directory for matching; days are counted from 1970, scales in thousandths.

    Lines are ordered by leaf and vendor. ``traits`` has a bit per stated code (vendors/traits.py);
    in ``speaks`` a list that states nothing has all of its bits set, so that one test finds the
    lines that do not speak of something else.
    """

    TABLES: ClassVar = {
        "site": {"site_ids", "vendor_of_site", "country_of_site", "name_marks"},
        "line": {
            "site_of_line",
            "vendor_of_line",
            "leaf_of_line",
            "traits",
            "speaks",
            "evidence",
            "scale_min",
            "scale_max",
            "units",
            "lead_times",
            "next_slots",
            "expires",
        },
        "confirmation": {"vendor_of_confirmation", "groups", "confirmed"},
        "letter": {"vendor_of_letter", "site_of_letter", "written", "closed"},
    }
    SHARED: ClassVar = {"leaves", "group_names"}

    leaves: dict[str, int]  # the number of each code, retired ones included
    group_names: list[str]  # groups are numbered from 1
    vendor_ids: np.ndarray
    open_to: np.ndarray  # 0: everybody, an organisation's id: its people, NOBODY
    kinds: np.ndarray  # as in KINDS
    site_ids: np.ndarray
    vendor_of_site: np.ndarray
    country_of_site: np.ndarray
    name_marks: np.ndarray  # the greater the earlier its name comes among the vendor's, below MARKS
    site_of_line: np.ndarray
    vendor_of_line: np.ndarray
    leaf_of_line: np.ndarray
    traits: np.ndarray  # OFFERED as well
    speaks: np.ndarray
    evidence: np.ndarray
    scale_min: np.ndarray
    scale_max: np.ndarray
    units: np.ndarray
    lead_times: np.ndarray  # weeks, -1 where not stated
    next_slots: np.ndarray
    expires: np.ndarray  # of the certificate behind it, FAR where there is none
    vendor_of_confirmation: np.ndarray
    groups: np.ndarray
    confirmed: np.ndarray
    vendor_of_letter: np.ndarray
    site_of_letter: np.ndarray
    written: np.ndarray
    closed: np.ndarray  # FAR where no close-out is on file

    def __post_init__(self):
        starts = np.searchsorted(self.leaf_of_line, np.arange(len(self.leaves) + 1, dtype=np.int16))
        object.__setattr__(self, "bounds", starts.tolist())

    def open_for(self, organisation_id: int) -> np.ndarray:
        """Return which vendors an organisation may match: the listed, and those of its own."""
        return (self.open_to == 0) | (self.open_to == organisation_id)

    def among(self, vendor_ids: list[int]) -> np.ndarray:
        """Return which of the vendors these are."""
        return np.isin(self.vendor_ids, np.array(vendor_ids, np.int64))

    @cached_property
    def _confirmed_by(self) -> dict[int, np.ndarray]:
        return {}

    def confirmed_by(self, today: int) -> np.ndarray:
        """Return per vendor the groups it has confirmed by a day, as bits by their numbers."""
        if today not in self._confirmed_by:
            counts = self.confirmed <= today
            found = np.zeros(len(self.vendor_ids), np.int64)
            bits = np.left_shift(1, self.groups[counts], dtype=np.int64)
            np.bitwise_or.at(found, self.vendor_of_confirmation[counts], bits)
            self._confirmed_by[today] = found
        return self._confirmed_by[today]

    def under_letter(self, since: int, today: int) -> np.ndarray:
        """Return which sites had a warning letter since then that is not closed out today."""
        is_open = (self.written >= since) & (self.written <= today) & (self.closed > today)
        found = np.zeros(len(self.site_ids), bool)
        found[self.site_of_letter[is_open]] = True
        return found

    def sites_marked(self, vendor: np.ndarray, mark: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the site of a vendor that has a mark, and whether no other has it too."""
        own = np.flatnonzero(np.isin(self.vendor_of_site, vendor))
        key = self.vendor_of_site[own].astype(np.int64) * MARKS + self.name_marks[own]
        order = np.argsort(key)
        key, wanted = key[order], vendor.astype(np.int64) * MARKS + mark
        first, after = np.searchsorted(key, wanted), np.searchsorted(key, wanted, side="right")
        return own[order[first]], after - first == 1

    def group_bit(self, name: str) -> int:
        """Return the bit of a group, as in ``confirmed_by``; one that nobody can have confirmed yet."""
        return 1 << (1 + self.group_names.index(name) if name in self.group_names else LAST_BIT)

    def of_leaf(self, code: str) -> slice:
        """Return where the lines of a leaf stand."""
        number = self.leaves.get(code)
        return slice(0, 0) if number is None else slice(*self.bounds[number : number + 2])

    def replaced(self, vendor_ids, other: Self) -> Self:
        return super().replaced(vendor_ids, other).in_order()

    def in_order(self) -> Self:
        key = self.leaf_of_line.astype(np.int64) << 32 | self.vendor_of_line
        order = np.argsort(key, kind="stable")
        columns = {one.name: getattr(self, one.name) for one in fields(self)}
        return type(self)(**columns | {name: columns[name][order] for name in self.TABLES["line"]})


def load(vendor_ids=None) -> Lines:
    """Read all vendors, or these."""
    leaves = list(Capability.objects.order_by("code").values_list("code", "group"))
    group_names = sorted({group for _, group in leaves})
    unit_names, (pks, open_to, kinds), sites, rows, said, letters = _read(vendor_ids, group_names)
    sites = tables.within(sites, 1, pks)
    letters = tables.within(letters, 1, sites[0])
    site_of_letter = np.searchsorted(sites[0], letters[1]).astype(np.int32)
    rows, said = tables.within(rows, 0, sites[0]), tables.within(said, 0, pks)
    site_of_line = np.searchsorted(sites[0], rows[0]).astype(np.int32)
    vendor_of_site = np.searchsorted(pks, sites[1]).astype(np.int32)
    stated, flags = rows[2], rows[3]
    numbers = np.array([0, *map(unit, unit_names)], np.int32)
    return Lines(
        leaves={code: number for number, (code, _) in enumerate(leaves)},
        group_names=group_names,
        vendor_ids=pks,
        open_to=open_to,
        kinds=kinds.astype(np.int8),
        site_ids=sites[0],
        vendor_of_site=vendor_of_site,
        country_of_site=sites[2],
        name_marks=sites[3].astype(np.int16),
        site_of_line=site_of_line,
        vendor_of_line=vendor_of_site[site_of_line],
        leaf_of_line=rows[1].astype(np.int16),
        traits=stated | np.where(flags & 1, OFFERED, 0),
        speaks=stated | _unstated(flags),
        evidence=levels(stated.view(np.uint64)),
        scale_min=rows[4],
        scale_max=rows[5],
        units=numbers[rows[6]],
        lead_times=rows[7].astype(np.int16),
        next_slots=rows[8],
        expires=rows[9],
        vendor_of_confirmation=np.searchsorted(pks, said[0]).astype(np.int32),
        groups=said[1].astype(np.int16),
        confirmed=said[2],
        vendor_of_letter=vendor_of_site[site_of_letter],
        site_of_letter=site_of_letter,
        written=letters[2],
        closed=letters[3],
    ).in_order()


def _read(vendor_ids, group_names: list[str]) -> tuple:
    """Return the units' names, then the columns of vendors, sites, lines, confirmations, letters."""
    with connection.cursor() as cursor:
        cursor.execute(UNITS)
        unit_names = cursor.fetchone()[0]
        vendors = tables.numbers(cursor, VENDORS, "i8 i8 i4", vendor_ids, **WORDS)
        sites = tables.numbers(cursor, SITES, "i8 i8 i4 i4", vendor_ids, **WORDS)
        rows = tables.numbers(
            cursor,
            LINES,
            "i8 i4 i8 i4 i8 i8 i4 i4 i4 i4",
            vendor_ids,
            units=_texts(cursor, unit_names),
            **WORDS,
        )
        said = tables.numbers(
            cursor, CONFIRMATIONS, "i8 i4 i4", vendor_ids, groups=_texts(cursor, group_names)
        )
        letters = tables.numbers(cursor, LETTERS, "i8 i8 i4 i4", vendor_ids, **WORDS)
    return unit_names, vendors, sites, rows, said, letters


def _texts(cursor, values: list[str]) -> str:
    """Write a list of texts into a statement: COPY takes no parameters."""
    text = sql.Literal(list(values)).as_string(cursor.connection)
    return f"({text})::text[]"


def _unstated(flags: np.ndarray) -> np.ndarray:
    """Return the bits of each axis whose list is empty."""
    found = np.zeros(len(flags), np.int64)
    for place, axis in enumerate(AXES, 1):
        found |= np.where(flags >> place & 1, 0, traits.of(axis.values))
    return found


follower = Follower(load)


def current() -> Lines:
    """Return the lines as the current transaction sees the directory."""
    return follower.current()
