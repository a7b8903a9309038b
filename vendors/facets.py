"""The facets of the directory's page: every value with its words and how many it finds."""

from dataclasses import dataclass
from typing import NamedTuple

from vendors import countries
from vendors.filters import VendorFilter

# In the order of the page, after phase and capability; a name with True begins opened.
SHOWN = {
    "evidence": True,
    "modality": True,
    "form": False,
    "grade": False,
    "kind": True,
    "certificate": False,
    "record": False,
    "relationship": False,
    "size": False,
    "confirmed": False,
}


class Option(NamedTuple):
    """A value that can be chosen; one that finds nothing can only be taken away."""

    value: str
    label: str
    count: int
    is_chosen: bool

    @property
    def is_dead(self) -> bool:
        return not self.count and not self.is_chosen


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: list[Option]
    is_open: bool

    @property
    def chosen(self) -> int:
        return sum(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Branch:
    """A branch or a group of the tree, with what is below it."""

    option: Option
    below: list
    is_open: bool


@dataclass(frozen=True)
class Facets:
    phases: list[Option]
    functions: list[tuple[str, list[Option]]]
    tree: list[Branch]
    places: list[tuple[Option, list[Option]]]
    others: list[Facet]


def of(filterset: VendorFilter) -> Facets:
    """Count every value of every facet, each facet without its own filter."""
    return Facets(
        phases=_options(filterset, "phase"),
        functions=_functions(filterset),
        tree=_tree(filterset),
        places=_places(filterset),
        others=[
            _facet(filterset, name, is_open=is_open)
            for name, is_open in SHOWN.items()
            if name in filterset.filters
        ],
    )


def _option(filterset, counts, name, value, label) -> Option:
    chosen = filterset.chosen.get(name, ())
    is_chosen = value in chosen if isinstance(chosen, list) else value == chosen
    return Option(value, label, counts.get(value, 0), is_chosen)


def _options(filterset, name: str) -> list[Option]:
    counts = filterset.tally.counts(name)
    choices = filterset.filters[name].extra["choices"]
    return [_option(filterset, counts, name, value, label) for value, label in choices]


def _facet(filterset, name: str, *, is_open: bool) -> Facet:
    label = filterset.filters[name].label
    return Facet(name, label, _options(filterset, name), is_open or name in filterset.chosen)


def _functions(filterset) -> list[tuple[str, list[Option]]]:
    counts = filterset.tally.function_counts()
    return [
        (area, [_option(filterset, counts, "function", slug, label) for slug, label in options])
        for area, options in filterset.filters["function"].extra["choices"]
    ]


def _tree(filterset) -> list[Branch]:
    counts = filterset.tally.counts("capability")

    def option(value, label):
        return _option(filterset, counts, "capability", value, label)

    def branch(own: Option, below: list) -> Branch:
        is_open = own.is_chosen or any(
            one.is_open if isinstance(one, Branch) else one.is_chosen for one in below
        )
        return Branch(own, below, is_open)

    return [
        branch(
            option(code, code),
            [
                branch(
                    option(group.code, group.label),
                    [option(leaf.code, leaf.label) for leaf in group.leaves],
                )
                for group in groups
            ],
        )
        for code, groups in filterset.tree.items()
    ]


def _places(filterset) -> list[tuple[Option, list[Option]]]:
    """Return the regions, each with the countries that have sites or are chosen."""
    counts = filterset.tally.counts("country")
    chosen = filterset.chosen.get("country", ())
    known = filterset.site_countries()
    found = []
    for region, codes in countries.REGIONS.items():
        own = [
            _option(filterset, counts, "country", code, countries.name(code))
            for code in codes
            if code in known or code in chosen
        ]
        if own or region in chosen:
            found.append((_option(filterset, counts, "country", region, region), own))
    return found
