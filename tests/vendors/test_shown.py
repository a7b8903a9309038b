from datetime import date

import pytest

from tests.factories.accounts import OrganisationFactory
from tests.factories.vendors import (
    CapabilityLineFactory,
    GroupConfirmationFactory,
    RegulatoryActionFactory,
    SiteFactory,
    VendorFactory,
)
from vendors import shown
from vendors.choices import ActionKind, Evidence, ListingState
from vendors.models import Capability, Vendor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]


def read(*vendors, leaves=("M4.06",), organisation=None):
    own = [Capability.objects.get(code=code) for code in leaves]
    return shown.read({one.pk: own for one in vendors}, organisation and organisation.pk)


def test_vendors_come_in_the_order_asked_for_with_what_the_list_shows():
    ash, birch = VendorFactory(name="Ash", city="Vejle"), VendorFactory(name="Birch")

    first, second = read(birch, ash)

    assert [str(first.vendor), str(second.vendor)] == ["Birch", "Ash"]
    assert second.vendor.get_absolute_url() == ash.get_absolute_url()
    assert second.vendor.get_kind_display() == ash.get_kind_display()
    assert second.vendor == shown.Listed(*(getattr(ash, name) for name in shown.Listed._fields))
    assert (first.sites, first.actions, first.lines, first.confirmed) == ([], [], [], [])


def test_what_stands_below_a_vendor_is_its_own():
    one, other = VendorFactory(), VendorFactory()
    late, early = SiteFactory(vendor=one, name="Works B"), SiteFactory(vendor=one, name="Works A")
    letter = RegulatoryActionFactory(
        site=late, kind=ActionKind.WARNING_LETTER, acted_on=date(2026, 3, 4)
    )
    RegulatoryActionFactory(kind=ActionKind.CLOSE_OUT, closes=letter)
    GroupConfirmationFactory(vendor=one, group="M4")

    found, empty = read(one, other)

    assert [site.id for site in found.sites] == [early.pk, late.pk]
    assert [(a.kind, a.acted_on, a.is_closed) for a in found.actions] == [
        ("warning_letter", date(2026, 3, 4), True)
    ]
    assert found.confirmed == ["M4"]
    assert (empty.sites, empty.actions, empty.confirmed) == ([], [], [])


def test_lines_are_those_of_the_leaves_asked_for_refused_ones_too():
    site = SiteFactory()
    line = CapabilityLineFactory(
        site=site,
        capability__code="M4.06",
        phases=["P3", "P1"],
        modalities=["SM"],
        dosage_forms=["OSD"],
        evidence=Evidence.ON_REGISTER,
        lead_time_weeks=12,
    )
    CapabilityLineFactory(
        site=site, capability__code="R4.08", is_offered=False, phases=[], modalities=[]
    )
    CapabilityLineFactory(site=site, capability__code="M2.10")

    [found] = read(site.vendor, leaves=("R4.08", "M4.06"))

    by_leaf = {one.capability_id: one for one in found.lines}
    assert by_leaf.keys() == {"M4.06", "R4.08"}
    own, refused = by_leaf["M4.06"], by_leaf["R4.08"]
    assert set(own.phases) == set(line.phases)
    assert own == shown.Line(site.pk, "M4.06", True, own.phases, ("SM",), ("OSD",), 3, 12)
    assert (refused.is_offered, refused.phases, refused.modalities) == (False, (), ())


def test_it_shows_whom_the_queryset_shows():
    own, other = OrganisationFactory(), OrganisationFactory()
    survivor = VendorFactory()
    for state in ListingState.values:
        for private_to in (None, own, other):
            for merged_into in (None, survivor):
                VendorFactory(state=state, private_to=private_to, merged_into=merged_into)
    everyone = list(Vendor.objects.order_by("pk"))

    for organisation in (None, own, other):
        seen = Vendor.objects.seen_by(organisation and organisation.pk).order_by("pk")
        found = read(*everyone, leaves=(), organisation=organisation)
        assert [one.vendor.id for one in found] == [vendor.pk for vendor in seen]
        assert len(found) == (2 if organisation is None else 2 + len(ListingState.values))


def test_one_statement_reads_a_page(django_assert_num_queries):
    sites = [SiteFactory() for _ in range(3)]
    leaves = list(Capability.objects.filter(code="M4.06"))

    with django_assert_num_queries(1):
        shown.read({site.vendor_id: leaves for site in sites}, None)
