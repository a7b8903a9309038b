"""
The directory's filters: what a query string asks for, and how it is said.

Capability, phase, modality, dosage form, grade, evidence and country of the site must hold on the
same line, unless ``lines=some``; inside one filter any of the chosen values will do. A function is a
further capability with its phases.
"""

from dataclasses import dataclass
from functools import cached_property

import django_filters as filters
from django.http import QueryDict
from django.utils.http import urlencode

from accounts.choices import OrganisationKind
from vendors import columns, countries, functions, grid, index, search
from vendors.asked import CONFIRMED, RELATIONSHIPS, Asked
from vendors.choices import (
    CertificateScheme,
    DosageForm,
    Evidence,
    Grade,
    Modality,
    Phase,
    Size,
    VendorKind,
)
from vendors.columns import RECORDS
from vendors.frugal import CodesFilter, Fixed, Frugal, SlugsFilter
from vendors.models import Capability, Relationship, Vendor
from vendors.planes import packed
from vendors.tally import Tally

SAME, SOME = "same", "some"
LINES = {SAME: "The same line has it all", SOME: "Some line has each"}
SORTS = {
    "match": "Best match",
    "evidence": "Best evidence",
    "name": "Name",
    "confirmed": "Last confirmed",
}
VIEWS = {"list": "List", "pictures": "Pictures"}
QUIET = ("sort", "lines", "view", "compare")  # ways of looking, not filters: no chip


@dataclass(frozen=True)
class Reader:
    """Who asks: what they may see, and what their organisation thinks of whom."""

    organisation_id: int | None = None
    is_sponsor: bool = False

    @classmethod
    def of(cls, user) -> "Reader":
        if not user.is_authenticated:
            return cls()
        return cls(user.organisation_id, user.acts_for(OrganisationKind.SPONSOR))

    @cached_property
    def standings(self) -> dict[int, str]:
        """Return the organisation's standing with each vendor it has a file of."""
        own = Relationship.objects.filter(organisation_id=self.organisation_id)
        return dict(own.values_list("vendor_id", "standing"))


@dataclass(frozen=True)
class Chip:
    """One active filter: its words, and the query without it."""

    field: str
    label: str
    query: str


def _without_empty(data: QueryDict) -> QueryDict:
    """A form sends its empty fields along; a chosen nothing is no choice."""
    cleaned = QueryDict(mutable=True)
    for name, values in data.lists():
        if kept := [value for value in values if value.strip()]:
            cleaned.setlist(name, kept)
    return cleaned


class VendorFilter(Frugal):
    """
    Read a query string of the directory; ``filterset.tally`` answers it.

    A value outside the vocabulary takes its own filter out and is named in ``filterset.errors``.
    """

    q = filters.CharFilter(label="Search", max_length=200)
    kind = filters.MultipleChoiceFilter(label="Kind", choices=Fixed(VendorKind.choices))
    function = filters.ChoiceFilter(label="Function", choices=Fixed(functions.choices()))
    capability = CodesFilter(label="Capability")
    phase = filters.MultipleChoiceFilter(label="Phase", choices=Fixed(Phase.choices))
    modality = filters.MultipleChoiceFilter(label="Modality", choices=Fixed(Modality.choices))
    form = filters.MultipleChoiceFilter(label="Dosage form", choices=Fixed(DosageForm.choices))
    grade = filters.MultipleChoiceFilter(label="GxP", choices=Fixed(Grade.choices))
    evidence = filters.TypedChoiceFilter(
        label="Evidence, at least", choices=Fixed(Evidence.choices), coerce=int
    )
    country = filters.MultipleChoiceFilter(
        label="Country or region",
        choices=Fixed([*((r, r) for r in countries.REGIONS), *countries.CHOICES]),
    )
    certificate = filters.MultipleChoiceFilter(
        label="Certificate in force", choices=Fixed(CertificateScheme.choices)
    )
    record = filters.MultipleChoiceFilter(label="Regulatory record", choices=Fixed(RECORDS.items()))
    relationship = filters.MultipleChoiceFilter(
        label="Your relationship", choices=Fixed(RELATIONSHIPS.items())
    )
    size = filters.MultipleChoiceFilter(label="Size", choices=Fixed(Size.choices))
    confirmed = filters.MultipleChoiceFilter(
        label="Last confirmed", choices=Fixed(CONFIRMED.items())
    )
    lines = filters.ChoiceFilter(label="Counted", choices=Fixed(LINES.items()))
    view = filters.ChoiceFilter(label="View", choices=Fixed(VIEWS.items()))
    compare = SlugsFilter(label="Compare")
    sort = filters.ChoiceFilter(label="Sort", choices=Fixed(SORTS.items()))

    class Meta:
        model = Vendor
        fields: list[str] = []

    def __init__(self, data=None, *, reader: "Reader", today, known=None):
        super().__init__(_without_empty(data or QueryDict()), Vendor.objects.none())
        self.reader, self.today = reader, today
        self.known = known or index.current()
        self.tree = self.known.tree
        if not reader.is_sponsor:
            del self.filters["relationship"]
        self.form.fields["capability"].codes = self.labels

    @property
    def labels(self) -> dict[str, str]:
        return self.known.labels

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

    @property
    def same_line(self) -> bool:
        return self.chosen.get("lines") != SOME

    @property
    def order(self) -> str:
        """Return the order in force: the nearest first for a text, else the best proven."""
        default = "match" if "q" in self.chosen else "evidence"
        wanted = self.chosen.get("sort", default)
        return default if wanted == "match" else wanted

    @property
    def sorts(self) -> list[tuple[str, str]]:
        return [pair for pair in SORTS.items() if pair[0] != "match" or "q" in self.chosen]

    @cached_property
    def tally(self) -> Tally:
        """Return what holds and how many, for this reader and this day."""
        function = self.chosen_function
        lists = {n: v if isinstance(v, list) else [v] for n, v in self.chosen.items()}
        return Tally(
            self.known,
            Asked(
                chosen=lists,
                leaves=frozenset(self.codes) if "capability" in self.chosen else None,
                runs=((function.leaves, function.phases),) if function else (),
                found_by_text=self._found_by_text(),
                organisation_id=self.reader.organisation_id,
                standings=self.reader.standings if self.reader.is_sponsor else None,
                same_line=self.same_line,
                today=self.today,
            ),
        )

    def _found_by_text(self) -> dict[int, int] | None:
        if "q" not in self.chosen:
            return None
        found, codes = search.find(self.chosen["q"], known=self.known)
        offering = self.known.offering(codes) if codes else ()
        return dict.fromkeys(offering, search.BY_LEAF) | found

    def vendor_ids(self):
        """Return the ids of the vendors found, in the order asked for, as an array."""
        return self.known.vendor_ids[self.tally.order(self.order)]

    def site_countries(self) -> set[str]:
        """Return the countries in which a vendor that the reader may see has a site."""
        counts = self.known.planes["country"].counts(packed(self.tally.seen))
        return {code for code in columns.COUNTRIES if counts[code]}

    # What the page says about it

    def complaints(self) -> list[str]:
        """Return a sentence per filter that was left out: which, and why."""
        return [
            f"{self.filters[name].label} was left out: {problems[0]}"
            for name, problems in self.errors.items()
        ]

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
        return VendorFilter(data, reader=self.reader, today=self.today, known=self.known)

    def chips(self) -> list[Chip]:
        """Return one chip per chosen value, each with the query that is left without it."""
        return [
            Chip(name, self.words(name, value), self.query_without(name, value))
            for name, value in self._values()
            if name not in QUIET
        ]

    def relaxations(self) -> list[tuple[Chip, int]]:
        """Return what to let go of, with how many vendors are found then; the most useful first."""
        names = dict.fromkeys(chip.field for chip in self.chips())
        found = []
        for name in names:
            eased = self.without(name)
            found.append((Chip(name, self._said(name), eased.query()), eased.tally.total))
        return sorted((pair for pair in found if pair[1]), key=lambda pair: -pair[1])

    def alone(self) -> list[tuple[Chip, int]]:
        """Return each filter by itself, with how many vendors it finds; the most useful first."""
        chosen = {chip.field: None for chip in self.chips()}
        found = []
        for name in chosen:
            eased = self.without(*(other for other in chosen if other != name))
            found.append((Chip(name, self._said(name), eased.query()), eased.tally.total))
        return sorted((pair for pair in found if pair[1]), key=lambda pair: -pair[1])

    def query(self) -> str:
        """Return the query string of what was validly chosen, e.g. ``?phase=P3``."""
        return self._query()

    def query_without(self, name: str, value) -> str:
        """Return the query string without one chosen value."""
        return self._query(without=(name, value))

    def question(self) -> str:
        """Return the query string of the filters alone, without the way of looking."""
        return self.without("sort", "view", "compare").query().lstrip("?")

    def is_open(self) -> bool:
        """Say whether nothing at all is asked for."""
        return not self.chosen.keys() - set(QUIET)

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
            case "confirmed":
                return f"Confirmed: {CONFIRMED[value].lower()}"
            case "relationship":
                return f"Yours: {RELATIONSHIPS[value].lower()}"
            case "certificate":
                return f"{CertificateScheme(value).label} in force"
        return dict(self.filters[name].extra["choices"])[value]

    def _said(self, name: str) -> str:
        return " or ".join(self.words(name, value) for own, value in self._values() if own == name)

    def _values(self):
        for name, chosen in self.chosen.items():
            for value in chosen if isinstance(chosen, list) else [chosen]:
                yield name, value

    def _query(self, *, without=None) -> str:
        pairs = [pair for pair in self._values() if pair != without]
        return f"?{urlencode(pairs)}" if pairs else "?"
