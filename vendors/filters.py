"""
The directory's filters.

Capability, phase, modality, dosage form, evidence and country of the site must hold on the same
line; inside one filter any of the chosen values will do. A function is a second such line.
"""

from dataclasses import dataclass
from functools import cached_property

import django_filters as filters
from django.db.models import F
from django.http import QueryDict
from django.utils.http import urlencode

from vendors import countries, functions, grid
from vendors.choices import Branch, DosageForm, Evidence, Modality, Phase, VendorKind
from vendors.models import Capability, CapabilityLine, Site, Vendor

SORTS = {
    "evidence": "Best evidence",
    "name": "Name",
    "confirmed": "Last confirmed",
}
LINE_FIELDS = ("phase", "modality", "form", "evidence", "country")


@dataclass(frozen=True)
class Chip:
    """One active filter: its words, and the query without it."""

    field: str
    label: str
    query: str


@dataclass(frozen=True)
class Group:
    code: str
    label: str
    leaves: list[Capability]


def tree() -> dict[str, list[Group]]:
    """Return the current leaves by branch and group."""
    branches: dict[str, dict[str, Group]] = {branch.value: {} for branch in Branch}
    for leaf in Capability.objects.current():
        groups = branches[leaf.branch]
        groups.setdefault(leaf.group, Group(leaf.group, leaf.group_label, [])).leaves.append(leaf)
    return {branch: list(groups.values()) for branch, groups in branches.items()}


def _without_empty(data: QueryDict) -> QueryDict:
    """A form sends its empty fields along; a chosen nothing is no choice."""
    cleaned = QueryDict(mutable=True)
    for name, values in data.lists():
        if kept := [value for value in values if value.strip()]:
            cleaned.setlist(name, kept)
    return cleaned


class VendorFilter(filters.FilterSet):
    """
    Filter the vendors a person may see; ``filterset.qs`` is sorted too.

    A value outside the vocabulary takes its own filter out and is named in ``filterset.errors``.
    """

    q = filters.CharFilter(label="Search", max_length=200)
    kind = filters.ChoiceFilter(label="Kind", choices=VendorKind.choices)
    function = filters.ChoiceFilter(label="Function", choices=functions.choices())
    capability = filters.MultipleChoiceFilter(label="Capability")
    phase = filters.MultipleChoiceFilter(label="Phase", choices=Phase.choices)
    modality = filters.MultipleChoiceFilter(label="Modality", choices=Modality.choices)
    form = filters.MultipleChoiceFilter(label="Dosage form", choices=DosageForm.choices)
    evidence = filters.TypedChoiceFilter(
        label="Evidence, at least", choices=Evidence.choices, coerce=int
    )
    country = filters.MultipleChoiceFilter(label="Country", choices=countries.CHOICES)
    sort = filters.ChoiceFilter(label="Sort", choices=list(SORTS.items()))

    class Meta:
        model = Vendor
        fields: list[str] = []

    def __init__(self, data=None, queryset=None, *, branches=None, **options):
        super().__init__(_without_empty(data or QueryDict()), queryset, **options)
        self.tree = branches or tree()
        self.labels = {branch.value: f"Any {branch.label} capability" for branch in Branch}
        for groups in self.tree.values():
            for group in groups:
                self.labels[group.code] = group.label
                self.labels |= {leaf.code: leaf.label for leaf in group.leaves}
        self.filters["capability"].extra["choices"] = list(self.labels.items())

    @cached_property
    def chosen(self) -> dict:
        """Return what was validly chosen, without the empty."""
        self.errors  # noqa: B018 (validates)
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @cached_property
    def codes(self) -> list[str]:
        """Return the leaves behind the chosen branches, groups and leaves."""
        wanted = set(self.chosen.get("capability", ()))
        return [
            leaf.code
            for branch, groups in self.tree.items()
            for group in groups
            for leaf in group.leaves
            if wanted & {branch, group.code, leaf.code}
        ]

    @cached_property
    def chosen_function(self) -> functions.Function | None:
        return functions.BY_SLUG.get(self.chosen.get("function", ""))

    def filter_queryset(self, queryset):
        if kind := self.chosen.get("kind"):
            queryset = (
                queryset.filter(kind=kind) if kind == VendorKind.BOTH else queryset.of_branch(kind)
            )
        lines = self.lines()
        if self.codes:
            queryset = queryset.offering(lines.of_leaves(self.codes))
        elif self.chosen.keys() & set(LINE_FIELDS) and not self.chosen_function:
            queryset = queryset.offering(lines)
        if self.chosen_function:
            own = lines.of_leaves(self.chosen_function.leaves).stating(
                phases=self.chosen_function.phases
            )
            queryset = queryset.offering(own)
        if text := self.chosen.get("q"):
            queryset = queryset.search(
                text, sites=Site.objects.all(), lines=CapabilityLine.objects.all()
            )
        return self._sorted(queryset)

    def lines(self):
        """Return the lines that state the chosen phases, modalities, forms, evidence and country."""
        return CapabilityLine.objects.offered().stating(
            phases=self.chosen.get("phase", ()),
            modalities=self.chosen.get("modality", ()),
            forms=self.chosen.get("form", ()),
            evidence=self.chosen.get("evidence"),
            countries=self.chosen.get("country", ()),
        )

    def _sorted(self, queryset):
        match self.chosen.get("sort"):
            case "name":
                return queryset.order_by("name", "pk")
            case "confirmed":
                return queryset.order_by(F("confirmed_at").desc(nulls_last=True), "name", "pk")
        codes = [leaf.code for leaf in self.shown_leaves()]
        return queryset.best_first(self.lines().of_leaves(codes) if codes else self.lines())

    # What the page says about it

    def shown_leaves(self) -> list[Capability]:
        """Return the leaves that were asked for, by capability and function; empty means all."""
        codes = {*self.codes, *(self.chosen_function.leaves if self.chosen_function else ())}
        return [
            leaf
            for groups in self.tree.values()
            for group in groups
            for leaf in group.leaves
            if leaf.code in codes
        ]

    def asked(self) -> grid.Asked:
        """Return the axes besides the phase, for the strips."""
        return grid.Asked(
            frozenset(self.chosen.get("modality", ())), frozenset(self.chosen.get("form", ()))
        )

    def without(self, *names) -> "VendorFilter":
        """Return the same filters with some taken out."""
        data = self.data.copy()
        for name in names:
            data.pop(name, None)
        return VendorFilter(data, self.queryset, branches=self.tree)

    def chips(self) -> list[Chip]:
        """Return one chip per chosen value, each with the query that is left without it."""
        return [
            Chip(name, self.words(name, value), self._query(without=(name, value)))
            for name, value in self._values()
            if name != "sort"
        ]

    def relaxations(self) -> list[tuple[Chip, int]]:
        """Return what to let go of, with how many vendors are found then; the most useful first."""
        names = dict.fromkeys(chip.field for chip in self.chips())
        found = []
        for name in names:
            eased = self.without(name)
            label = " or ".join(
                self.words(name, value) for own, value in self._values() if own == name
            )
            found.append((Chip(name, label, eased.query()), eased.qs.count()))
        return sorted((pair for pair in found if pair[1]), key=lambda pair: -pair[1])

    def query(self) -> str:
        """Return the query string of what was validly chosen, e.g. ``?phase=P3``."""
        return self._query()

    def words(self, name: str, value) -> str:
        """Return one chosen value in the reader's words."""
        match name:
            case "q":
                return f"“{value}”"
            case "evidence":
                label = Evidence(value).label
                return label if value == max(Evidence) else f"{label} or better"
            case "function":
                return self.chosen_function.label
            case "capability":
                return self.labels[value]
        return dict(self.filters[name].extra["choices"])[value]

    def _values(self):
        for name, chosen in self.chosen.items():
            for value in chosen if isinstance(chosen, list) else [chosen]:
                yield name, value

    def _query(self, *, without=None) -> str:
        pairs = [pair for pair in self._values() if pair != without]
        return f"?{urlencode(pairs)}" if pairs else "?"
