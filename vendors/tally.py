"""
Which vendors hold what was asked, and how many would hold each further value.

A facet is counted without its own filter: what is shown beside a value is what choosing it finds.
The facets of a line (capability, phase, modality, form, grade, evidence, country) must hold on the
same line, unless ``same_line`` is false: then some line must hold each. A place is the position of a
vendor in the index.
"""

import functools
from functools import cached_property

import numpy as np

from vendors import columns, countries, traits
from vendors.asked import (
    CERTIFICATES_AT,
    CONFIRMED_AT,
    OWN_FACETS,
    STATED,
    Asked,
)
from vendors.bits import among, either, per_bit
from vendors.columns import Index, Lazy, first_of_runs
from vendors.planes import Planes, packed

BITS_OF_RANK, BITS_OF_SUM = 32, 24


class Tally:
    """The answer to one question."""

    def __init__(self, known: Index, asked: Asked):
        self.index = known
        self.asked = asked
        self.count = len(known.vendor_ids)
        self._lines = Lazy(self._find_lines)
        self._holding = Lazy(self._find_holding)
        self._vendors = Lazy(self._find_vendors)
        self._packed = Lazy(lambda besides: packed(self.vendors(besides=besides)))
        self._stated = Lazy(self._count_traits)
        self._eligible = Lazy(self._find_eligible)
        self._runs = Lazy(self._find_runs)
        self._stated_by_vendor = Lazy(self._join_traits)
        self.own_tests = {
            name: self._test(self.own_bits, [places[value] for value in asked.chosen[name]])
            for name, places in OWN_FACETS.items()
            if asked.chosen.get(name)
        }
        if asked.found_by_text is not None:
            self.own_tests["q"] = np.isin(known.vendor_ids, list(asked.found_by_text))
        self.line_tests = dict(self._line_tests())

    # What holds

    @cached_property
    def seen(self) -> np.ndarray:
        """Return which vendors the reader may see: the words of VendorQuerySet.for_user."""
        mine = self.asked.organisation_id or -2
        return (self.index.is_listed & (self.index.private_to == 0)) | (
            self.index.private_to == mine
        )

    @cached_property
    def own_bits(self) -> np.ndarray:
        """Return per vendor what does not depend on its lines, as of today and for this reader."""
        bits, _ = self._today
        return bits if self.asked.standings is None else bits | self._relationship_bits

    @property
    def _today(self) -> tuple[np.ndarray, dict[str, Planes]]:
        """Return the same for any reader, and who has each value: once a day and index."""
        day = self.asked.today
        if (kept := self.index.kept.get(day)) is None:
            bits = self._bits_on(day)
            planes = {name: Planes.of_bits(own, bits) for name, own in OWN_FACETS.items()}
            self.index.kept.clear()  # yesterday's
            kept = self.index.kept[day] = bits, planes
        return kept

    def _bits_on(self, day) -> np.ndarray:
        known = self.index
        today = (day - columns.EPOCH).days
        bits = known.facts.astype(np.uint64)
        valid = (known.issued <= today) & (known.expires >= today) & (known.schemes >= 0)
        scheme_bits = np.uint64(1) << (known.schemes[valid] + CERTIFICATES_AT).astype(np.uint64)
        np.bitwise_or.at(bits, known.vendor_of_certificate[valid], scheme_bits)
        age = today - known.confirmed
        bucket = np.select([known.confirmed < 0, age <= 183, age <= 365], [3, 0, 1], 2)
        return bits | np.uint64(1) << (bucket + CONFIRMED_AT).astype(np.uint64)

    @cached_property
    def _relationship_bits(self) -> np.ndarray:
        places = OWN_FACETS["relationship"]
        bits = np.full(self.count, 1 << places["none"], np.uint64)
        for pk, standing in self.asked.standings.items():
            if (place := self.index.places.get(pk)) is not None:
                bits[place] = 1 << places[standing or "open"]
        return bits

    @staticmethod
    def _test(bits: np.ndarray, wanted) -> np.ndarray:
        return (bits & np.uint64(sum({1 << place for place in wanted}))) != 0

    def _line_tests(self):
        """Yield per chosen facet which lines hold one of its values."""
        known, chosen = self.index, self.asked.chosen
        if self.asked.leaves is not None or self.asked.runs:
            holds = self._offering(self.asked.leaves or ())
            for leaves, phases in self.asked.runs:
                run = self._offering(leaves)
                if phases:
                    run &= self._stating("phase", phases)
                holds |= run
            yield "capability", holds
        if chosen.get("country"):
            yield "country", among(known.country_of_line, self._chosen_countries())
        for name in STATED:
            if values := chosen.get(name):
                yield name, self._stating(name, values)

    def _offering(self, codes) -> np.ndarray:
        return among(self.index.leaf_of_line, self.leaf_numbers(codes))

    def leaf_numbers(self, codes) -> list[int]:
        wanted = set(codes)
        return [number for number, leaf in enumerate(self.index.leaves) if leaf.code in wanted]

    def _stating(self, name: str, values) -> np.ndarray:
        part, first = self.index.part(name)
        places = traits.positions(name)
        wanted = sum({1 << places[value] - first for value in values})
        return (part & part.dtype.type(wanted)) != 0

    def _chosen_countries(self) -> list[int]:
        wanted = set(self.asked.chosen["country"])
        for region, own in countries.REGIONS.items():
            if region in wanted:
                wanted.update(own)
        return [number for number, code in enumerate(columns.COUNTRIES) if code in wanted]

    @cached_property
    def own_failures(self) -> np.ndarray:
        """Return of how many chosen facets of its own each vendor holds no value."""
        return sum((~test for test in self.own_tests.values()), np.zeros(self.count, np.uint8))

    @cached_property
    def _passing(self) -> np.ndarray:
        """Return the vendors that fail, if at all, by their lines."""
        return self.seen & (self.own_failures == 0)

    @cached_property
    def somewhere(self) -> dict[str, np.ndarray]:
        """Return per chosen facet which vendors hold one of its values on any line."""
        return {name: self.index.owners(test) for name, test in self.line_tests.items()}

    # Each of these is kept by the facet that is left out; "" leaves out none.

    def _find_lines(self, besides: str) -> np.ndarray:
        """Return which lines hold the facets of lines."""
        return all_of(test for name, test in self.line_tests.items() if name != besides)

    def _find_holding(self, besides: str) -> np.ndarray:
        """Return which vendors hold the facets of lines."""
        left = [name for name in self.line_tests if name != besides]
        if not left:
            return np.ones(self.count, bool)
        if not self.asked.same_line:
            return all_of(self.somewhere[name] for name in left)
        return self.index.owners(self._lines[besides])

    def _find_vendors(self, besides: str) -> np.ndarray:
        passing = self._passing
        if besides in self.own_tests:
            passing = self.seen & (self.own_failures == ~self.own_tests[besides])
        return passing & self._holding[besides if besides in self.line_tests else ""]

    def vendors(self, *, besides: str = "") -> np.ndarray:
        """Return which vendors hold all that was chosen, one facet left out."""
        is_chosen = besides in self.own_tests or besides in self.line_tests
        return self._vendors[besides if is_chosen else ""]

    @cached_property
    def found(self) -> np.ndarray:
        return self.vendors()

    @cached_property
    def total(self) -> int:
        return int(self.found.sum())

    @cached_property
    def all(self) -> int:
        """Count the vendors the reader may see."""
        return int(self.seen.sum())

    # Counting

    def counts(self, name: str) -> dict:
        """Return how many vendors each value of a facet finds."""
        return self._counted(name, besides=name)

    def function_counts(self) -> dict[str, int]:
        """Return how many vendors do each function, counted like a capability."""
        return self._counted("function", besides="capability")

    def _counted(self, name: str, *, besides: str) -> dict:
        is_chosen = besides in self.own_tests or besides in self.line_tests
        besides = besides if is_chosen else ""
        if name == "relationship":
            own = Planes.of_bits(OWN_FACETS[name], self._relationship_bits)
            return own.counts(self._packed[besides])
        if name in OWN_FACETS:
            return self._today[1][name].counts(self._packed[besides])
        if not self._is_narrowed(besides):
            return self.index.planes[name].counts(self._packed[besides])
        if name in STATED:
            return _named(self._stated[besides], traits.positions(name))
        count = {
            "capability": self._leaf_counts,
            "country": self._country_counts,
            "function": self._function_counts,
        }[name]
        return count(besides)

    def _count_traits(self, besides: str) -> np.ndarray:
        """Count the values of lines that hold all facets, or of a chosen facet alone all others."""
        known = self.index
        if besides in STATED:
            part, first = known.part(besides)
            held = np.multiply(part, self._passing_lines(besides).view(np.uint8), dtype=part.dtype)
            counts = per_bit(either(held, known.runs))
            return np.concatenate([np.zeros(first, np.int64), counts])
        return per_bit(self._stated_by_vendor[besides])

    def _function_counts(self, besides: str) -> dict[str, int]:
        served = self.index.functions_of_line[self._eligible[besides]]
        return _named(per_bit(either(served, self._runs[besides][1])), columns.FUNCTION_PLACES)

    def _passing_lines(self, besides: str) -> np.ndarray:
        """Return which lines hold all of it, and are of a vendor that does."""
        lines = self._lines[besides]
        if self._passing.all():
            return lines
        return lines & np.repeat(self._passing, self.index.sizes)

    def _join_traits(self, besides: str) -> np.ndarray:
        """Return what the eligible lines of each vendor state, vendor by vendor."""
        traits_of = self.index.traits[self._eligible[besides]]
        return either(traits_of, self._runs[besides][1])

    def _is_narrowed(self, besides: str) -> bool:
        return self.asked.same_line and bool(self.line_tests.keys() - {besides})

    def _find_eligible(self, besides: str) -> np.ndarray:
        """Return where the lines are whose values count: right vendors, the same line if asked."""
        if self._is_narrowed(besides):
            return np.flatnonzero(self._passing_lines(besides))
        return np.flatnonzero(np.repeat(self.vendors(besides=besides), self.index.sizes))

    def _find_runs(self, besides: str) -> tuple[np.ndarray, np.ndarray]:
        """Return whose the eligible lines are, and where each vendor's begin."""
        owners = self.index.vendor_of_line[self._eligible[besides]]
        return owners, first_of_runs(owners)

    def _leaf_counts(self, besides: str) -> dict[str, int]:
        """Return how many vendors have each leaf, each group and each branch."""
        known = self.index
        leaf, owner = known.leaf_of_line[self._eligible[besides]], self._runs[besides][0]
        # A row more than there are leaves: -1, which is none, is the last.
        has = np.zeros((len(known.leaves) + 1, self.count), bool)
        has.reshape(-1)[leaf * np.int32(self.count) + owner] = True
        return known.tree_planes(has[:-1]).counts()

    def _with_leaf(self, lines: np.ndarray) -> np.ndarray:
        return lines[np.flatnonzero(self.index.leaf_of_line[lines] >= 0)]

    def _country_counts(self, besides: str) -> dict[str, int]:
        known = self.index
        sites = self._sites(self._eligible[besides])
        sites = sites[known.country_of_site[sites] >= 0]
        owner, country = known.vendor_of_site[sites], known.country_of_site[sites]
        counts = {}
        for names, values in (
            (columns.COUNTRIES, country),
            (list(countries.REGIONS), columns.REGION_OF_COUNTRY[country]),
        ):
            numbers = np.bincount(values[first_of_runs(owner, values)], minlength=len(names))
            counts |= dict(zip(names, numbers.tolist(), strict=True))
        return counts

    def _sites(self, lines: np.ndarray) -> np.ndarray:
        """Return the sites of these lines, as places."""
        sites = np.zeros(len(self.index.site_ids), bool)
        sites[self.index.site_of_line[lines]] = True
        return np.flatnonzero(sites)

    # The order of the results

    def order(self, sort: str) -> np.ndarray:
        """Return the places of the found vendors in the order asked for."""
        places = np.flatnonzero(self.found)
        key = self.index.ranks[places]  # one number per vendor sorts faster than three
        if sort == "confirmed":
            key = key - (self.index.confirmed[places].astype(np.int64) << BITS_OF_RANK)
        elif sort == "evidence":
            best, sums = self.proofs
            key = key - (((best[places] << BITS_OF_SUM) + sums[places]) << BITS_OF_RANK)
        elif sort == "match":
            pks = self.index.vendor_ids[places].tolist()
            near = np.array([self.asked.found_by_text[pk] for pk in pks], np.int64)
            key = key + (near << BITS_OF_RANK)
        return places[np.argsort(key)]

    @cached_property
    def proofs(self) -> tuple[np.ndarray, np.ndarray]:
        """Return per vendor the best evidence among its matching lines, and the sum of it."""
        if not self._is_narrowed(""):
            return self.index.all_proofs
        lines, (owners, starts) = self._eligible[""], self._runs[""]
        return self.index.proofs(lines, owners[starts], starts, self._stated_by_vendor[""])

    # The pictures

    def by_phase(self, row_of_leaf: list[int], rows: int) -> np.ndarray:
        """
        Return how many of the found vendors have each row of leaves at each phase.

        :param row_of_leaf: the row of each leaf of the index, -1 for none; a row's leaves adjoin
        """
        known = self.index
        lines = self._with_leaf(self._eligible[""])
        row = np.array([*row_of_leaf, -1], np.int32)[known.leaf_of_line[lines]]
        lines, row = lines[row >= 0], row[row >= 0]
        starts = first_of_runs(known.vendor_of_line[lines], row)
        if not len(starts):
            return np.zeros((rows, 8), np.int64)
        stated = np.bitwise_or.reduceat(known.traits[lines], starts)
        row = row[starts]
        return np.stack(
            [
                np.bincount(row[(stated >> np.uint64(phase) & np.uint64(1)) != 0], minlength=rows)
                for phase in range(8)
            ],
            axis=1,
        )

    def places(self) -> np.ndarray:
        """Return the places of the sites whose lines hold what was chosen."""
        return self._sites(self._eligible[""])

    def best_levels(self) -> list[int]:
        """Return how many of the found vendors have none, declared, ... inspected as their best."""
        best, _ = self.proofs
        return np.bincount(best[self.found], minlength=5).tolist()


def all_of(flags) -> np.ndarray:
    """Return where all of these flags are set: two at a time, since to stack them costs more."""
    return functools.reduce(np.logical_and, flags)


def _named(per_bit: np.ndarray, places: dict) -> dict:
    return {value: int(per_bit[place]) for value, place in places.items()}
