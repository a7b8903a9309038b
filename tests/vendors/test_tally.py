"""Every count of every facet, held against counting by hand over the rows."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.accounts import OrganisationFactory
from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    RegulatoryActionFactory,
    RelationshipFactory,
    SiteFactory,
    VendorFactory,
)
from vendors import columns, countries, functions, index
from vendors.choices import (
    ActionKind,
    CertificateScheme,
    DosageForm,
    Evidence,
    Grade,
    InspectionClass,
    ListingState,
    Modality,
    Phase,
    Size,
    Standing,
    VendorKind,
)
from vendors.filters import Reader, VendorFilter
from vendors.models import Vendor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]

TODAY = date(2026, 11, 22)
LEAVES = ["M2.10", "M4.06", "M4.14", "R1.01", "R4.08"]
PLACES = ["DK", "IE", "US", "JP", ""]
VALUES = {
    "kind": VendorKind.values,
    "capability": [*LEAVES, "M4", "R4", "CDMO", "CRO"],
    "phase": Phase.values,
    "modality": Modality.values[:4],
    "form": DosageForm.values[:3],
    "grade": Grade.values[:3],
    "evidence": [str(level) for level in Evidence.values],
    "country": ["DK", "IE", "US", "Europe", "Asia-Pacific"],
    "certificate": CertificateScheme.values[:2],
    "record": list(columns.RECORDS),
    "relationship": [*Standing.values, "open", "none"],
    "size": Size.values,
    "confirmed": ["6", "12", "old", "never"],
    "function": ["injectables", "site-oversight"],
    "lines": ["some"],
}
SINGLE = ("evidence", "function", "lines")
COUNTED = [name for name in VALUES if name not in ("function", "lines")]


# Issued and expiring: always, in force to the day, lapsed yesterday, not yet in force.
PAPERS = [
    (None, None),
    (date(2025, 1, 1), TODAY),
    (TODAY, None),
    (None, date(2026, 11, 21)),
    (date(2026, 11, 23), None),
]


def some(rng, values, most=3):
    return rng.sample(list(values), rng.randint(0, min(most, len(values))))


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def world(organisation):
    """Make 25 vendors of every sort: private, unlisted, merged, bare, with and without evidence."""
    rng = random.Random(7)
    other = OrganisationFactory()
    for _ in range(25):
        vendor = VendorFactory(
            kind=rng.choice(VendorKind.values),
            size=rng.choice(["", *Size.values]),
            state=rng.choice([ListingState.LISTED] * 5 + [ListingState.DRAFT]),
            private_to=rng.choice([None] * 6 + [organisation, other]),
            confirmed_at=rng.choice([None, *(_ago(days) for days in (0, 183, 184, 365, 366))]),
        )
        if rng.random() < 0.5:
            RelationshipFactory(
                organisation=rng.choice([organisation, other]),
                vendor=vendor,
                standing=rng.choice(["", *Standing.values]),
            )
        for _ in range(rng.randint(0, 3)):
            _site(rng, vendor)
    merged = VendorFactory()
    _site(rng, merged)
    Vendor.objects.filter(pk=merged.pk).update(merged_into=vendor)
    return list(Vendor.objects.all())


def _ago(days):
    return datetime(2026, 11, 22, 12, tzinfo=UTC) - timedelta(days)


def _site(rng, vendor):
    site = SiteFactory(vendor=vendor, country=rng.choice(PLACES))
    for _ in range(rng.randint(0, 4)):
        CapabilityLineFactory(
            site=site,
            capability__code=rng.choice(LEAVES),
            is_offered=rng.random() < 0.85,
            phases=some(rng, Phase.values),
            modalities=some(rng, VALUES["modality"]),
            dosage_forms=some(rng, VALUES["form"]),
            grade=rng.choice(["", *VALUES["grade"]]),
            evidence=rng.choice(Evidence.values),
        )
    for _ in range(rng.randint(0, 2)):
        issued, expires = rng.choice(PAPERS)
        CertificateFactory(
            site=site,
            scheme=rng.choice(VALUES["certificate"]),
            issued_on=issued,
            expires_on=expires,
        )
    if rng.random() < 0.5:
        action = RegulatoryActionFactory(
            site=site,
            kind=rng.choice(ActionKind.values),
            classification=rng.choice(["", *InspectionClass.values]),
        )
        if rng.random() < 0.5:
            RegulatoryActionFactory(kind=ActionKind.CLOSE_OUT, closes=action)


# Counting by hand


def values_of_vendor(vendor, organisation) -> dict[str, set]:
    """Return what a vendor holds of each facet that does not hang on a line."""
    sites = list(vendor.sites.all())
    kinds = {vendor.kind} | ({"CDMO", "CRO"} if vendor.kind == "BOTH" else set())
    papers = {
        paper.scheme
        for site in sites
        for paper in site.certificates.all()
        if (paper.issued_on or TODAY) <= TODAY <= (paper.expires_on or TODAY)
    }
    actions = [action for site in sites for action in site.actions.all()]
    records = {record_of(action) for action in actions} - {""} if actions else {"none"}
    if vendor.confirmed_at:
        age = (TODAY - vendor.confirmed_at.date()).days
        confirmed = "6" if age <= 183 else "12" if age <= 365 else "old"
    else:
        confirmed = "never"
    own = vendor.relationships.filter(organisation=organisation).first()
    return {
        "kind": kinds,
        "size": {vendor.size} - {""},
        "certificate": papers,
        "record": records,
        "confirmed": {confirmed},
        "relationship": {(own.standing or "open") if own else "none"},
    }


def record_of(action) -> str:
    if action.kind == "warning_letter":
        closed = action.close_outs.filter(kind="close_out").exists()
        return "closed-letter" if closed else "open-letter"
    if action.kind == "import_alert":
        return "import-alert"
    if action.classification:
        return action.classification.lower()
    return "483" if action.kind == "form_483" else ""


def values_of_lines(vendor) -> list[dict[str, set]]:
    """Return what each line of a vendor holds; a site that offers nothing is one line of its own."""
    found = []
    for site in vendor.sites.all():
        place = {
            site.country,
            next((r for r, own in countries.REGIONS.items() if site.country in own), ""),
        }
        offered = [line for line in site.lines.all() if line.is_offered]
        found += [values_of_line(line) | {"country": place - {""}} for line in offered]
        if not offered:
            found.append({"country": place - {""}})
    return found


def values_of_line(line) -> dict[str, set]:
    leaf = line.capability
    served = {
        function.slug
        for function in functions.FUNCTIONS
        if leaf.code in function.leaves
        and (not function.phases or set(function.phases) & set(line.phases))
    }
    return {
        "capability": {leaf.code, leaf.group, leaf.branch, *served},
        "phase": set(line.phases),
        "modality": set(line.modalities),
        "form": set(line.dosage_forms),
        "grade": {line.grade} - {""},
        "evidence": {str(level) for level in Evidence.values if level <= line.evidence},
    }


def holds(facts, wanted: dict, *, same_line: bool) -> bool:
    own, lines = facts
    if not all(own[name] & values for name, values in wanted.items() if name in own):
        return False
    of_lines = {name: values for name, values in wanted.items() if name not in own}
    if same_line:
        return not of_lines or any(
            all(line.get(name, set()) & values for name, values in of_lines.items())
            for line in lines
        )
    return all(
        any(line.get(name, set()) & values for line in lines) for name, values in of_lines.items()
    )


def asked(query: QueryDict) -> tuple[dict, bool]:
    """Return the values wanted by facet, and whether they must hold on the same line."""
    wanted = {name: set(values) for name, values in query.lists() if name in COUNTED}
    if "function" in query:
        wanted["capability"] = wanted.get("capability", set()) | {query["function"]}
    return wanted, query.get("lines") != "some"


def by_hand(facts: dict, query: QueryDict) -> set[int]:
    """Return the ids of the vendors that hold a query."""
    wanted, same_line = asked(query)
    return {pk for pk, own in facts.items() if holds(own, wanted, same_line=same_line)}


def proof(facts, query: QueryDict) -> tuple[int, int]:
    """Return the best evidence of the lines that hold a query, and the sum of it."""
    (own, lines), (wanted, same_line) = facts, asked(query)
    of_lines = {name: values for name, values in wanted.items() if name not in own and same_line}
    levels = [
        len(line.get("evidence", ()))
        for line in lines
        if all(line.get(name, set()) & values for name, values in of_lines.items())
    ]
    return max(levels, default=0), sum(levels)


def with_value(query: QueryDict, name: str, value: str) -> QueryDict:
    """Return a query with one value alone for a facet; a function is a value of the capability."""
    changed = query.copy()
    if name == "capability":
        changed.pop("function", None)
    changed.setlist(name, [value])
    return changed


queries = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(
            st.sampled_from(list(values)), min_size=1, max_size=1 if name in SINGLE else 3
        )
        for name, values in VALUES.items()
    },
)


@pytest.mark.parametrize("is_all_seen", [False, True])
def test_every_count_equals_counting_by_hand(world, organisation, is_all_seen):
    if is_all_seen:
        Vendor.objects.update(state=ListingState.LISTED, private_to=None, merged_into=None)
    reader = Reader(organisation.pk, is_sponsor=True)
    known = index.load()
    names = dict(Vendor.objects.values_list("pk", "name"))
    facts = {
        vendor.pk: (values_of_vendor(vendor, organisation), values_of_lines(vendor))
        for vendor in Vendor.objects.seen_by(organisation.pk)
    }

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(queries)
    def compare(chosen):
        query = QueryDict(mutable=True)
        for name, values in chosen.items():
            query.setlist(name, values)
        filterset = VendorFilter(query, reader=reader, today=TODAY, known=known)

        assert filterset.errors == {}
        found = sorted(by_hand(facts, query), key=lambda pk: (names[pk].casefold(), pk))
        found.sort(key=lambda pk: proof(facts[pk], query), reverse=True)
        assert filterset.vendor_ids().tolist() == found
        for name in COUNTED:
            counts = filterset.tally.counts(name)
            for value in VALUES[name]:
                expected = len(by_hand(facts, with_value(query, name, value)))
                key = int(value) if name == "evidence" else value
                assert counts.get(key, 0) == expected, (query.urlencode(), name, value)
        counts = filterset.tally.function_counts()
        for slug in VALUES["function"]:
            alone = with_value(query, "function", slug)
            alone.pop("capability", None)
            assert counts[slug] == len(by_hand(facts, alone)), (query.urlencode(), slug)

    compare()


def test_who_may_see_a_vendor_is_the_same_in_index_and_queryset(world, organisation):
    known = index.load()
    for organisation_id in (None, organisation.pk):
        filterset = VendorFilter(reader=Reader(organisation_id), today=TODAY, known=known)

        seen = Vendor.objects.seen_by(organisation_id)
        assert set(filterset.vendor_ids().tolist()) == set(seen.values_list("pk", flat=True))
