"""
The directory as parallel arrays: the vendors, their sites, offered lines and certificates.

Values of one list are numbers or bits here; what they stand for is at the top.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar

import numpy as np

from vendors import countries, functions, traits, trigrams
from vendors.bits import either
from vendors.choices import Branch, CertificateScheme, Size, VendorKind
from vendors.models import Capability
from vendors.planes import Planes
from vendors.tables import Tables

EPOCH = date(1970, 1, 1)
FAR = 2**31 - 1
COUNTRIES = [code for own in countries.REGIONS.values() for code in sorted(own)]
COUNTRY_NUMBERS = {ord(code[0]) * 256 + ord(code[1]): n for n, code in enumerate(COUNTRIES)}
SCHEMES = CertificateScheme.values
NO_COUNTRY = -1
UNPLACED = 9999
KINDS = {VendorKind.CDMO.value: 0b001, VendorKind.CRO.value: 0b010, VendorKind.BOTH.value: 0b111}
SIZES = {size: 0b1000 << number for number, size in enumerate(Size.values)}
RECORDS_AT = 3 + len(SIZES)

# What the registers hold of a vendor's sites, a bit each, in this order.
RECORDS = {
    "open-letter": "Warning letter without close-out",
    "closed-letter": "Warning letter, closed out",
    "import-alert": "Import alert",
    "oai": "Inspected: official action indicated",
    "vai": "Inspected: voluntary action indicated",
    "nai": "Inspected: no action indicated",
    "483": "Form 483",
    "none": "No record found",
}
REGION_OF_COUNTRY = np.array(
    [
        next(n for n, own in enumerate(countries.REGIONS.values()) if code in own)
        for code in COUNTRIES
    ]
    + [-1],  # the last place is that of a site without a country
    np.int16,
)


FUNCTION_PLACES = {function.slug: n for n, function in enumerate(functions.FUNCTIONS)}
# By the phases a line states, as bits: the functions it may serve; most ask for none.
FUNCTIONS_AT = np.array(
    [
        sum(
            1 << n
            for n, function in enumerate(functions.FUNCTIONS)
            if not function.phases or phases & traits.of(function.phases)
        )
        for phases in range(256)
    ],
    np.uint32,
)


@dataclass(frozen=True)
class Group:
    code: str
    label: str
    leaves: list[Capability]


@dataclass(frozen=True)
class Index(Tables):
    """
    The directory for counting.

    Sites are ordered by vendor, region and country. Lines are the offered ones, ordered by vendor
    and leaf; a site that offers none has one line that
    states nothing, so that it can be found by its country.
    """

    TABLES: ClassVar = {
        "site": {"site_ids", "vendor_of_site", "country_of_site", "longitudes", "latitudes"},
        "line": {"site_of_line", "vendor_of_line", "leaf_of_line", "traits"},
        "certificate": {"vendor_of_certificate", "schemes", "issued", "expires"},
    }
    SHARED: ClassVar = {"leaves"}

    leaves: list[Capability]  # the current ones, by branch, group and code
    vendor_ids: np.ndarray
    names: np.ndarray
    name_signs: np.ndarray  # vendors/trigrams.py
    is_listed: np.ndarray
    private_to: np.ndarray  # 0: to nobody, -1: seen by nobody
    confirmed: np.ndarray  # days since 1970, -1: never
    facts: np.ndarray  # bits of KINDS, then of SIZES, then of RECORDS
    site_ids: np.ndarray
    vendor_of_site: np.ndarray
    country_of_site: np.ndarray
    longitudes: np.ndarray  # tenths of a degree, UNPLACED where not stated
    latitudes: np.ndarray
    site_of_line: np.ndarray
    vendor_of_line: np.ndarray
    leaf_of_line: np.ndarray
    traits: np.ndarray
    vendor_of_certificate: np.ndarray
    schemes: np.ndarray
    issued: np.ndarray
    expires: np.ndarray

    @cached_property
    def tree(self) -> dict[str, list["Group"]]:
        """Return the leaves by branch and group."""
        branches: dict[str, dict[str, Group]] = {branch.value: {} for branch in Branch}
        for leaf in self.leaves:
            groups = branches[leaf.branch]
            group = groups.setdefault(leaf.group, Group(leaf.group, leaf.group_label, []))
            group.leaves.append(leaf)
        return {branch: list(groups.values()) for branch, groups in branches.items()}

    @cached_property
    def labels(self) -> dict[str, str]:
        """Return what each branch, group and leaf is called, by its code."""
        found = {branch.value: f"Any {branch.label} capability" for branch in Branch}
        for groups in self.tree.values():
            for group in groups:
                found[group.code] = group.label
                found |= {leaf.code: leaf.label for leaf in group.leaves}
        return found

    @cached_property
    def ranks(self) -> np.ndarray:
        """Return each vendor's place in the order of names."""
        by_id = np.argsort(self.vendor_ids)
        ranks = np.empty(len(by_id), np.int64)
        ranks[by_id[np.argsort(self.names[by_id], kind="stable")]] = np.arange(len(by_id))
        return ranks

    @cached_property
    def name_sizes(self) -> np.ndarray:
        """Return how many bits each name has."""
        return trigrams.count(self.name_signs)

    @cached_property
    def places(self) -> dict[int, int]:
        """Return where each vendor stands, by its id."""
        return {pk: place for place, pk in enumerate(self.vendor_ids.tolist())}

    @cached_property
    def runs(self) -> np.ndarray:
        """Return where the lines of each vendor that has any begin."""
        return first_of_runs(self.vendor_of_line)

    @cached_property
    def tree_levels(self) -> list[tuple[list[str], list[slice]]]:
        """Return the groups, then the branches, each with where its leaves stand."""
        found = []
        for level in ("group", "branch"):
            names = [getattr(leaf, level) for leaf in self.leaves]
            counts = Counter(names)
            ends = np.cumsum(list(counts.values())).tolist()
            slices = [slice(end - counts[n], end) for n, end in zip(counts, ends, strict=True)]
            found.append((list(counts), slices))
        return found

    @cached_property
    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """Return each vendor with each leaf it has on any line."""
        leaf, owner = self.leaf_of_line, self.vendor_of_line
        firsts = first_of_runs(owner, leaf)
        firsts = firsts[leaf[firsts] >= 0]
        return owner[firsts], leaf[firsts]

    @cached_property
    def planes(self) -> dict[str, Planes]:
        """Return the vendors of each value of the facets of lines, and of each function."""
        found = {
            name: Planes.of_bits(traits.positions(name), self.all_traits)
            for name in ("phase", "modality", "form", "grade", "evidence")
        }
        found["function"] = Planes.of_bits(FUNCTION_PLACES, self.all_functions)
        owner, leaf = self.pairs
        has = np.zeros((len(self.leaves), len(self.vendor_ids)), bool)
        has[leaf, owner] = True
        found["capability"] = self.tree_planes(has)
        found["country"] = self._planes_of_countries()
        return found

    def tree_planes(self, has: np.ndarray) -> Planes:
        """
        Return the vendors of each leaf, group and branch.

        :param has: by leaf, in order, which vendors have it
        """
        found = Planes.of((leaf.code for leaf in self.leaves), has)
        for names, members in self.tree_levels:
            found = found.joined(names, members)
        return found

    def _planes_of_countries(self) -> Planes:
        is_placed = self.country_of_site >= 0
        flags = np.zeros((len(COUNTRIES), len(self.vendor_ids)), bool)
        flags[self.country_of_site[is_placed], self.vendor_of_site[is_placed]] = True
        members = [np.flatnonzero(n == REGION_OF_COUNTRY) for n in range(len(countries.REGIONS))]
        return Planes.of(COUNTRIES, flags).joined(countries.REGIONS, members)

    @cached_property
    def offerers(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the vendors of each leaf, leaf by leaf, and where each leaf's begin."""
        owner, leaf = self.pairs
        bounds = np.cumsum([0, *np.bincount(leaf, minlength=len(self.leaves)).tolist()])
        return owner[np.argsort(leaf, kind="stable")], bounds

    @cached_property
    def rarity(self) -> np.ndarray:
        """Return a weight per leaf: the more the fewer vendors offer it, 0 where none does."""
        offering = np.diff(self.offerers[1])
        rare = np.log1p(len(self.vendor_ids) / np.maximum(offering, 1))
        return np.where(offering > 0, rare, 0)

    @cached_property
    def rarities(self) -> np.ndarray:
        """Return per vendor the weight of all its leaves."""
        owner, leaf = self.pairs
        return np.bincount(owner, weights=self.rarity[leaf], minlength=len(self.vendor_ids))

    def leaves_at(self, place: int) -> np.ndarray:
        """Return the numbers of the leaves of one vendor, in order."""
        leaves = np.unique(self.leaf_of_line[slice(*self.bounds[place : place + 2])])
        return leaves[leaves >= 0]

    @cached_property
    def bounds(self) -> np.ndarray:
        """Return where the lines of each vendor begin, and at the end where the last one's stop."""
        return np.searchsorted(
            self.vendor_of_line, np.arange(len(self.vendor_ids) + 1, dtype=np.int32)
        )

    @cached_property
    def sizes(self) -> np.ndarray:
        """Return how many lines each vendor has."""
        return np.diff(self.bounds)

    def owners(self, lines: np.ndarray) -> np.ndarray:
        """Return which vendors have one of these lines, given as a flag per line."""
        found = np.zeros(len(self.vendor_ids), np.uint8)
        if len(self.runs):
            flags = lines.view(np.uint8)  # or-ing bytes is faster than or-ing flags
            found[self.vendor_of_line[self.runs]] = np.bitwise_or.reduceat(flags, self.runs)
        return found.view(bool)

    @cached_property
    def all_traits(self) -> np.ndarray:
        """Return per vendor what any of its lines states."""
        return self.together(self.traits, self.vendor_of_line, self.runs)

    def part(self, name: str) -> tuple[np.ndarray, int]:
        """
        Return what the lines state of one facet, and where its bits begin among the traits.

        It has a byte or two per line: a pass over all lines takes as long as the memory it reads.
        """
        if name not in self._parts:
            places = traits.positions(name).values()
            kind = np.uint8 if len(places) <= 8 else np.uint16
            own = (self.traits >> np.uint64(min(places))).astype(kind)
            self._parts[name] = own & kind(2 ** len(places) - 1), min(places)
        return self._parts[name]

    @cached_property
    def _parts(self) -> dict:
        return {}

    @cached_property
    def country_of_line(self) -> np.ndarray:
        """Return the country of each line's site in a byte; 255 is none."""
        return self.country_of_site.astype(np.uint8)[self.site_of_line]

    def together(self, values: np.ndarray, owners: np.ndarray, starts: np.ndarray) -> np.ndarray:
        """Return per vendor the bits of all its values; the owners come in runs, which start there."""
        found = np.zeros(len(self.vendor_ids), np.uint64)
        found[owners[starts]] = either(values, starts)
        return found

    def proofs(self, lines, owners, starts, stated) -> tuple[np.ndarray, np.ndarray]:
        """
        Return per vendor the best evidence among these lines, and the sum of it.

        :param owners: the vendors that have any, in the order of the lines, which start there
        :param stated: what all lines of each of these vendors state
        """
        best, sums = np.zeros((2, len(self.vendor_ids)), np.int64)
        if len(starts):
            best[owners] = levels(stated)
            sums[owners] = np.add.reduceat(self.levels[lines], starts, dtype=np.int64)
        return best, sums

    @cached_property
    def all_proofs(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the proofs by all lines: the order of every list that no line narrows."""
        owners = self.vendor_of_line[self.runs]
        return self.proofs(slice(None), owners, self.runs, self.all_traits[owners])

    @cached_property
    def functions_of_leaf(self) -> np.ndarray:
        """Return the functions each leaf belongs to, as bits; the last place is that of no leaf."""
        of_leaf = [
            sum(1 << n for n, one in enumerate(functions.FUNCTIONS) if leaf.code in one.leaves)
            for leaf in self.leaves
        ]
        return np.array([*of_leaf, 0], np.uint32)

    @cached_property
    def functions_of_line(self) -> np.ndarray:
        """Return which functions each line serves: by its leaf, at its phases."""
        return self.functions_of_leaf[self.leaf_of_line] & FUNCTIONS_AT[self.part("phase")[0]]

    @cached_property
    def all_functions(self) -> np.ndarray:
        """Return per vendor which functions any of its lines serves."""
        return self.together(self.functions_of_line, self.vendor_of_line, self.runs)

    @cached_property
    def kept(self) -> dict:
        """Hold answers that stay right as long as these arrays do, by their question."""
        return {}

    @cached_property
    def levels(self) -> np.ndarray:
        """Return the evidence of each line, 0 to 4."""
        return levels(self.traits)

    def offering(self, codes) -> list[int]:
        """Return the ids of the vendors with a line of one of these leaves."""
        wanted = np.array([*(leaf.code in set(codes) for leaf in self.leaves), False])
        return self.vendor_ids[np.unique(self.vendor_of_line[wanted[self.leaf_of_line]])].tolist()


def first_of_runs(*columns) -> np.ndarray:
    """Return where runs of equal values begin."""
    if not len(columns[0]):
        return np.zeros(0, np.int64)
    differs = np.zeros(len(columns[0]) - 1, bool)
    for column in columns:
        differs |= column[1:] != column[:-1]
    return np.concatenate([[0], np.flatnonzero(differs) + 1])


def levels(stated: np.ndarray) -> np.ndarray:
    """Return the best evidence, 0 to 4, among what lines state."""
    from_bits = np.array([0, 1, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 4], np.uint8)
    return from_bits[(stated >> np.uint64(traits.EVIDENCE)).astype(np.uint8)]


class Lazy(dict):
    """Values that are made by a function of their key when first asked for."""

    def __init__(self, make):
        super().__init__()
        self.make = make

    def __missing__(self, key):
        self[key] = self.make(key)
        return self[key]
