from datetime import date

import pytest
from django.http import QueryDict

from tests.factories.accounts import OrganisationFactory
from tests.factories.vendors import (
    CapabilityLineFactory,
    RegulatoryActionFactory,
    SiteFactory,
    VendorFactory,
)
from vendors import directory
from vendors.filters import Reader, VendorFilter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]


@pytest.fixture
def filterset():
    def ask(query="", reader=None):
        return VendorFilter(QueryDict(query), reader=reader or Reader(), today=date(2026, 11, 22))

    return ask


def test_an_entry_says_what_a_vendor_offers_where_and_how_soon(filterset):
    site = SiteFactory(vendor__name="Ash", vendor__city="Vejle", country="DK", fei="3009481127")
    for code, weeks, level in (
        ("M4.06", 8, 2),
        ("M2.10", 20, 3),
        ("R1.01", None, 1),
        ("M4.14", 9, 1),
    ):
        CapabilityLineFactory(
            site=site,
            capability__code=code,
            phases=["P1"],
            evidence=level,
            lead_time_weeks=weeks,
        )
    RegulatoryActionFactory(site=None, source="Register", authority="FDA", as_of=date(2026, 1, 2))

    [entry] = directory.entries([site.vendor_id], filterset())

    assert [row.leaf.code for row in entry.strips] == ["M2.10", "M4.06", "M4.14"]
    assert [row.levels["P1"] for row in entry.strips] == [3, 2, 1]
    assert (entry.more, entry.lead_time) == (1, "8 to 20 wk")
    assert entry.places == "Vejle, Denmark · 1 site (DK)"
    assert (entry.standing.words, entry.standing.detail) == ("None found", "FDA register, Jan 2026")


def test_a_private_vendor_is_left_out_for_all_but_its_organisation(filterset):
    own, other = OrganisationFactory(), OrganisationFactory()
    private, public = VendorFactory(private_to=own), VendorFactory()
    pks = [private.pk, public.pk]

    def shown(reader):
        return [entry.vendor.id for entry in directory.entries(pks, filterset(reader=reader))]

    assert shown(Reader()) == shown(Reader(other.pk)) == [public.pk]
    assert shown(Reader(own.pk)) == pks


def test_the_rows_of_a_page_are_one_statement_and_one_of_the_registers_if_they_are_silent(
    filterset, django_assert_num_queries
):
    recorded, unasked, silent = SiteFactory(), SiteFactory(fei=""), SiteFactory(fei="3009481127")
    RegulatoryActionFactory(site=recorded)
    pks = [recorded.vendor_id, unasked.vendor_id]
    asked = filterset()

    with django_assert_num_queries(1):
        directory.entries(pks, asked)
    with django_assert_num_queries(2):
        directory.entries([*pks, silent.vendor_id], asked)
    with django_assert_num_queries(0):
        assert directory.entries([], asked) == []
