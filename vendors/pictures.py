"""The pictures of a result: where the sites are, where the market is thin, how well it is proven."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vendors import columns, countries, worldmap
from vendors.choices import Evidence, Phase
from vendors.filters import VendorFilter

NEAR = 25  # sites so many tenths of a degree apart share a mark
LEAVES_SHOWN = 24  # chosen leaves up to this number have a row each, else their groups
LARGEST = 22  # radius of the largest mark, in units of the map
SMALLEST = 2.6


@dataclass(frozen=True)
class Mark:
    """A circle on the map: its area says how many sites are there."""

    x: float
    y: float
    radius: float
    label: str


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    sites: int
    vendors: int


@dataclass(frozen=True)
class Bar:
    level: str  # as in data-ev
    label: str
    count: int
    start: float  # percent of the width
    share: float


@dataclass(frozen=True)
class Cell:
    count: int
    shade: int  # 0 for none, 1 to 5 by how many there are against the fullest cell
    query: str = ""  # of the list that holds exactly these, where a query can say so


@dataclass(frozen=True)
class HeatRow:
    code: str
    label: str
    cells: list[tuple[Phase, Cell]]


@dataclass(frozen=True)
class Pictures:
    marks: list[Mark]
    places: list[Place]
    unplaced: int
    bars: list[Bar]
    heat: list[HeatRow]
    sites: int


def of(filterset: VendorFilter) -> Pictures:
    """Draw what the filters leave."""
    known, sites = filterset.known, filterset.tally.places()
    marks, unplaced = _marks(known, sites)
    return Pictures(
        marks=marks,
        places=_places(known, sites),
        unplaced=unplaced,
        bars=_bars(filterset.tally.best_levels()),
        heat=_heat(filterset),
        sites=len(sites),
    )


def _marks(known, sites) -> tuple[list[Mark], int]:
    """Return the marks, the largest first, and how many sites say too little to be on the map."""
    spots: Counter = Counter()
    named: dict[tuple, str] = {}
    unplaced = 0
    stated = (known.longitudes[sites], known.latitudes[sites], known.country_of_site[sites])
    cells = Counter(zip(*(values.tolist() for values in stated), strict=True))
    for (longitude, latitude, country), number in cells.items():
        code = columns.COUNTRIES[country] if country >= 0 else ""
        if longitude != columns.UNPLACED:
            spot = (round(longitude / NEAR) * NEAR / 10, round(latitude / NEAR) * NEAR / 10)
        elif code in worldmap.centres():
            spot = worldmap.centres()[code]
        else:
            unplaced += number
            continue
        spots[spot] += number
        named.setdefault(spot, countries.name(code) or "no country stated")
    most = max(spots.values(), default=1)
    return [
        Mark(
            *(round(value, 1) for value in worldmap.project(*spot)),
            radius=round(max(SMALLEST, LARGEST * (number / most) ** 0.5), 1),
            label=f"{named[spot]}: {number} site{'' if number == 1 else 's'}",
        )
        for spot, number in spots.most_common()
    ], unplaced


def _places(known, sites) -> list[Place]:
    """Return the countries with the most sites first."""
    country, owner = known.country_of_site[sites], known.vendor_of_site[sites]
    per_site = np.bincount(country + 1, minlength=len(columns.COUNTRIES) + 1)
    pairs = np.unique(owner.astype(np.int64) * 1000 + country + 1) % 1000
    per_vendor = np.bincount(pairs, minlength=len(columns.COUNTRIES) + 1)
    found = [
        Place(code, countries.name(code), int(per_site[n]), int(per_vendor[n]))
        for n, code in enumerate(columns.COUNTRIES, start=1)
        if per_site[n]
    ]
    if per_site[0]:
        found.append(Place("", "Country not stated", int(per_site[0]), int(per_vendor[0])))
    return sorted(found, key=lambda place: (-place.sites, place.name))


def _bars(levels: list[int]) -> list[Bar]:
    """Return the shares of each best level, the strongest first, as one bar of 100 percent."""
    total = sum(levels) or 1
    words = {level.value: level.label for level in Evidence} | {0: "Nothing that fits on record"}
    bars, start = [], 0.0
    for level in (4, 3, 2, 1, 0):
        share = 100 * levels[level] / total
        bars.append(
            Bar(str(level or "u"), words[level], levels[level], round(start, 2), round(share, 2))
        )
        start += share
    return bars


def _heat(filterset: VendorFilter) -> list[HeatRow]:
    """Return the chosen leaves by phase, or the groups where there are too many leaves."""
    known = filterset.known
    shown = {leaf.code for leaf in filterset.shown_leaves()}
    leaves = [leaf for leaf in known.leaves if not shown or leaf.code in shown]
    by_leaf = 0 < len(shown) <= LEAVES_SHOWN
    names = {
        leaf.code if by_leaf else leaf.group: leaf.label if by_leaf else leaf.group_label
        for leaf in leaves
    }
    numbers = {code: number for number, code in enumerate(names)}
    asked = {leaf.code for leaf in leaves}
    row_of_leaf = [
        numbers[leaf.code if by_leaf else leaf.group] if leaf.code in asked else -1
        for leaf in known.leaves
    ]
    counts = filterset.tally.by_phase(row_of_leaf, len(names))
    most = int(counts.max(initial=1)) or 1
    lead = _leading(filterset, by_leaf=by_leaf)
    return [
        HeatRow(
            code,
            label,
            [
                (phase, Cell(count, -(-5 * count // most), lead(code, phase) if count else ""))
                for phase, count in zip(Phase, counts[number].tolist(), strict=True)
            ],
        )
        for (code, label), number in zip(names.items(), numbers.values(), strict=True)
    ]


def _leading(filterset: VendorFilter, *, by_leaf: bool) -> Callable[[str, Phase], str]:
    """
    Return what gives the query string of a cell: the filters, with its row and its phase.

    Where these would take the place of others (a phase, a function, part of a group), or need not
    hold on one line, the list would be another than the one that was counted: there is no query.
    """
    taken = {"phase", "function"} if by_leaf else {"phase", "function", "capability"}
    if not filterset.same_line or taken & filterset.chosen.keys():
        return lambda code, phase: ""
    rest = filterset.without("capability", "view").query().lstrip("?")
    begun = f"?{rest}&" if rest else "?"
    return lambda code, phase: f"{begun}capability={code}&phase={phase.value}"
