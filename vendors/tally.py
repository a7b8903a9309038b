"""
Which vendors hold what was asked, and how many would hold each further value.

A facet is counted without its own filter: what is shown beside a value is what choosing it finds.
The facets of a line (capability, phase, modality, form, grade, evidence, country) must hold on the
same line, unless ``same_line`` is false: then some line must hold each. A place is the position of a
vendor in the index.
"""

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
from vendors.columns import Index, Lazy, first_of_runs, per_bit

BITS_OF_RANK, BITS_OF_SUM = 32, 24


class Tally:
    """The answer to one question."""

    def __init__(self, known: Index, asked: Asked):
        self.index = known
        self.asked = asked
        self.count = len(known.vendor_ids)
        self.codes = [leaf.code for leaf in known.leaves]
        self._holding = Lazy(self._find_holding)
        self._vendors = Lazy(self._find_vendors)
        self._stated = Lazy(self._count_traits)
        self._owned = Lazy(lambda name: per_bit(self.own_bits[self.vendors(besides=name)]))
        self._eligible = Lazy(self._find_eligible)
        self._runs = Lazy(self._find_runs)
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
        day = self.asked.today
        if (bits := self.index.kept.get(day)) is None:
            self.index.kept.clear()  # yesterday's
            bits = self.index.kept[day] = self._bits_on(day)
        return bits if self.asked.standings is None else bits | self._relationship_bits()

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
            holds = self.leaf_table(self.asked.leaves or ())[known.leaf_of_line]
            for leaves, phases in self.asked.runs:
                run = self.leaf_table(leaves)[known.leaf_of_line]
                if phases:
                    run &= (known.traits & np.uint64(traits.of(phases))) != 0
                holds |= run
            yield "capability", holds
        if chosen.get("country"):
            yield "country", self._country_table()[known.country_of_site][known.site_of_line]
        for name in STATED:
            if values := chosen.get(name):
                part, first = known.part(name)
                places = traits.positions(name)
                wanted = sum({1 << places[value] - first for value in values})
                yield name, (part & part.dtype.type(wanted)) != 0

    def leaf_table(self, codes) -> np.ndarray:
        """Return for each leaf whether it is among the codes; the place after the last is "none"."""
        wanted = set(codes)
        return np.array([*(code in wanted for code in self.codes), False])

    def _country_table(self) -> np.ndarray:
        wanted = set(self.asked.chosen["country"])
        for region, own in countries.REGIONS.items():
            if region in wanted:
                wanted.update(own)
        return np.array([*(code in wanted for code in columns.COUNTRIES), False])

    @cached_property
    def own_failures(self) -> np.ndarray:
        return sum((~test for test in self.own_tests.values()), np.zeros(self.count, np.uint8))

    @cached_property
    def line_failures(self) -> np.ndarray:
        """Return of how many chosen facets each line holds no value."""
        failures = np.zeros(len(self.index.traits), np.uint8)
        for test in self.line_tests.values():
            failures += ~test
        return failures

    @cached_property
    def somewhere(self) -> dict[str, np.ndarray]:
        """Return per chosen facet which vendors hold one of its values on any line."""
        return {name: self.index.owners(test) for name, test in self.line_tests.items()}

    # Each of these is kept by the facet that is left out; "" leaves out none.

    def _find_holding(self, besides: str) -> np.ndarray:
        """Return which vendors hold the facets of lines."""
        left = [name for name in self.line_tests if name != besides]
        if not left:
            return np.ones(self.count, bool)
        if not self.asked.same_line:
            return np.logical_and.reduce([self.somewhere[name] for name in left])
        return self.index.owners(self._lines(besides))

    def _lines(self, besides: str) -> np.ndarray:
        """Return the lines that hold all chosen facets."""
        return self.line_failures == ((~self.line_tests[besides]).view(np.uint8) if besides else 0)

    def _find_vendors(self, besides: str) -> np.ndarray:
        failures = self.own_failures
        if besides in self.own_tests:
            failures = failures - ~self.own_tests[besides]
        holding = self._holding[besides if besides in self.line_tests else ""]
        return self.seen & (failures == 0) & holding

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
        if name in OWN_FACETS:
            besides = name if name in self.own_tests else ""
            return _named(self._owned[besides], OWN_FACETS[name])
        besides = name if name in self.line_tests else ""
        if name in STATED:
            return _named(self._stated[besides], traits.positions(name))
        return self._leaf_counts(besides) if name == "capability" else self._country_counts(besides)

    def _count_traits(self, besides: str) -> np.ndarray:
        known = self.index
        if not self._is_narrowed(besides):
            return per_bit(known.all_traits[self.vendors(besides=besides)])
        if besides in STATED:
            return self._count_part(besides)
        _, starts = self._runs[besides]
        if not len(starts):
            return np.zeros(64, np.int64)
        return per_bit(np.bitwise_or.reduceat(known.traits[self._eligible[besides]], starts))

    def _count_part(self, name: str) -> np.ndarray:
        """Count the values of a chosen facet alone, of lines that hold all others."""
        known = self.index
        part, first = known.part(name)
        held = np.multiply(part, self._lines(name).view(np.uint8), dtype=part.dtype)
        if not len(known.runs):
            return np.zeros(64, np.int64)
        bits = np.bitwise_or.reduceat(held, known.runs).astype(np.uint64)
        passing = self.seen & (self.own_failures == 0)
        return per_bit(bits[passing[known.vendor_of_line[known.runs]]] << np.uint64(first))

    def function_counts(self) -> dict[str, int]:
        """Return how many vendors do each function, counted like a capability."""
        known = self.index
        besides = "capability" if "capability" in self.line_tests else ""
        if self._is_narrowed(besides):
            lines = self._eligible[besides]
            bits = known.together(known.function_bits(lines), *self._runs[besides])
        else:
            bits = known.all_functions[self.vendors(besides=besides)]
        return _named(per_bit(bits), columns.FUNCTION_PLACES)

    def _is_narrowed(self, besides: str) -> bool:
        return self.asked.same_line and bool(self.line_tests.keys() - {besides})

    def _find_eligible(self, besides: str) -> np.ndarray:
        """Return where the lines are whose values count: right vendors, the same line if asked."""
        known = self.index
        if self._is_narrowed(besides):
            lines = np.flatnonzero(self._lines(besides))
            if self._lets_all_pass:
                return lines
            return lines[np.flatnonzero(self.vendors(besides=besides)[known.vendor_of_line[lines]])]
        return np.flatnonzero(self.vendors(besides=besides)[known.vendor_of_line])

    def _find_runs(self, besides: str) -> tuple[np.ndarray, np.ndarray]:
        """Return whose the eligible lines are, and where each vendor's begin."""
        owners = self.index.vendor_of_line[self._eligible[besides]]
        return owners, first_of_runs(owners)

    @cached_property
    def _lets_all_pass(self) -> bool:
        """Say whether only lines decide: then a line that holds all is of a vendor that does."""
        return not self.own_tests and bool(self.seen.all())

    def _leaf_counts(self, besides: str) -> dict[str, int]:
        """Return how many vendors have each leaf, each group and each branch."""
        known = self.index
        if not self._is_narrowed(besides):
            rows = known.tree_bits
            passing = self.vendors(besides=besides)
            numbers = columns.per_bit_of_bytes(rows if passing.all() else rows[:, passing])
            names = [name for names, _ in known.tree_levels for name in names]
            # The last byte has bits to spare.
            return dict(zip(names, numbers.tolist(), strict=False))
        lines = self._with_leaf(self._eligible[besides])
        leaf, owner = known.leaf_of_line[lines], known.vendor_of_line[lines]
        counts = {}
        for names, of_leaf in known.tree_levels:
            values = of_leaf[leaf]
            numbers = np.bincount(values[first_of_runs(owner, values)], minlength=len(names))
            counts |= dict(zip(names, numbers.tolist(), strict=True))
        return counts

    def _with_leaf(self, lines: np.ndarray) -> np.ndarray:
        return lines[np.flatnonzero(self.index.leaf_of_line[lines] >= 0)]

    def _country_counts(self, besides: str) -> dict[str, int]:
        known = self.index
        if self._is_narrowed(besides):
            sites = self._sites(self._eligible[besides])
        else:
            sites = np.flatnonzero(self.vendors(besides=besides)[known.vendor_of_site])
        sites = sites[known.country_of_site[sites] >= 0]
        owner, country = known.vendor_of_site[sites], known.country_of_site[sites]
        counts = {}
        for names, values in (
            (columns.COUNTRIES, country),
            (list(countries.REGIONS), columns.REGION_OF_COUNTRY[country]),
        ):
            numbers = np.bincount(values[first_of_runs(owner, values)], minlength=len(names))
            counts |= {n: k for n, k in zip(names, numbers.tolist(), strict=True) if k}
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
        return self.index.proofs(self._eligible[""], *self._runs[""])

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


def _named(per_bit: np.ndarray, places: dict) -> dict:
    return {value: int(per_bit[place]) for value, place in places.items()}
