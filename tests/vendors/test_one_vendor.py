from datetime import date

import pytest
from django.http import QueryDict

from tests.factories.vendors import CapabilityLineFactory, SiteFactory, VendorFactory
from vendors import one_vendor
from vendors.filters import Reader, VendorFilter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]


def line(site, code, **fields):
    CapabilityLineFactory(
        site=site,
        capability__code=code,
        **{"phases": ["P1"], "modalities": ["SM"], "evidence": 1} | fields,
    )


def strongest(*vendors, query="", most=3):
    filterset = VendorFilter(QueryDict(query), reader=Reader(), today=date(2026, 11, 22))
    pks = [vendor.pk for vendor in vendors]
    found = one_vendor.strongest(filterset.tally, pks, filterset.shown_leaves(), most=most)
    assert list(found) == pks
    return [([leaf.code for leaf in leaves], more) for leaves, more in found.values()]


@pytest.fixture
def site():
    return SiteFactory()


def test_leaves_are_ranked_by_level_then_phases_then_sum(site):
    line(site, "M2.10", evidence=3)
    line(site, "M4.06", evidence=2, phases=["P1", "P2", "P3"])
    line(site, "M4.14", evidence=3, phases=["P1", "P2"])
    line(site, "R1.01", evidence=1)

    assert strongest(site.vendor) == [(["M4.14", "M2.10", "M4.06"], 1)]


def test_each_vendor_of_a_page_has_its_own(site):
    other, bare = SiteFactory(), VendorFactory()
    line(site, "M4.06")
    line(other.vendor.sites.get(), "M2.10")
    line(SiteFactory(vendor=site.vendor), "M4.14", evidence=4)

    assert strongest(other.vendor, bare, site.vendor) == [
        (["M2.10"], 0),
        ([], 0),
        (["M4.14", "M4.06"], 0),
    ]


def test_only_leaves_asked_for_are_named(site):
    line(site, "M4.06")
    line(site, "M2.10", evidence=4)

    assert strongest(site.vendor, query="capability=M4") == [(["M4.06"], 0)]


def test_a_line_silent_on_the_modality_asked_for_proves_nothing(site):
    line(site, "M4.06", modalities=[], evidence=4)
    line(site, "M4.14", modalities=["SM"], evidence=1)

    assert strongest(site.vendor, query="modality=SM") == [(["M4.14", "M4.06"], 0)]


def test_without_vendors_there_is_nothing():
    assert strongest() == []
