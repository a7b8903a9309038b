from datetime import date

import pytest
from django.urls import reverse

from audit import acting
from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    SiteFactory,
    VendorFactory,
)
from vendors import history
from vendors.choices import Evidence
from vendors.models import CapabilityLine, Certificate, Site, Vendor

pytestmark = pytest.mark.django_db


def told(row) -> list[tuple]:
    past = history.past_of(row)
    return [
        (moment.by, moment.reason, change.kind, change.row, name, old, new)
        for moment in history.moments(past, history.times(past))
        for change in moment.changes
        for name, old, new in change.fields
        if change.kind != "added"
    ]


def test_a_change_is_told_in_words_with_who_and_why():
    line = CapabilityLineFactory(site__name="North", capability__code="Z1.01")

    with acting.noting(by="vera", reason="certificate seen"):
        CapabilityLine.objects.update(evidence=Evidence.DOCUMENTED, phases=["P3"])

    row = "Z1.01 Capability Z1.01 North"
    assert told(line) == [
        ("vera", "certificate seen", "changed", row, "phases", "P1, P2, P3", "P3"),
        ("vera", "certificate seen", "changed", row, "evidence", "Declared", "Documented"),
    ]


def test_a_vendors_history_holds_its_sites_and_what_hangs_on_them_even_when_deleted():
    site = SiteFactory(name="North", vendor__name="Ash")
    paper = CertificateFactory(site=site, number="DK 1")
    VendorFactory()

    with acting.noting(by="vera"):
        Vendor.objects.filter(pk=site.vendor_id).update(tagline="Fills vials")
        paper.delete()

    assert {(kind, row) for _, _, kind, row, *_ in told(site.vendor)} == {
        ("changed", "Ash"),
        ("deleted", "GMP certificate DK 1"),
    }
    assert {(kind, row) for _, _, kind, row, *_ in told(site)} == {
        ("deleted", "GMP certificate DK 1")
    }


def test_what_nobody_has_told_is_said_so():
    site = SiteFactory(name="North")

    Site.objects.update(city="Svendborg")

    assert told(site) == [("not said", "", "changed", "North", "city", "Odense", "Svendborg")]


@pytest.mark.parametrize("model", ["vendor", "site", "capabilityline", "certificate"])
def test_the_admin_shows_the_history_of_a_row(client_of, curator, model):
    line = CapabilityLineFactory(lead_time_weeks=5)
    paper = CertificateFactory(site=line.site)
    rows = {
        "vendor": line.site.vendor,
        "site": line.site,
        "capabilityline": line,
        "certificate": paper,
    }
    with acting.noting(by="vera", reason="a call"):
        CapabilityLine.objects.update(lead_time_weeks=9)
        type(paper).objects.update(number="DK 2")

    page = client_of(curator).get(reverse(f"admin:vendors_{model}_history", args=[rows[model].pk]))

    assert "Reason: a call." in page.content.decode()


def test_the_history_is_closed_to_everybody_else(client, client_of, stranger):
    url = reverse("admin:vendors_vendor_history", args=[VendorFactory().pk])

    assert client.get(url).status_code == 302
    assert client_of(stranger).get(url).status_code == 302


def test_the_history_page_takes_as_many_queries_for_many_changes(
    client_of, curator, django_assert_num_queries
):
    desk = client_of(curator)
    site = SiteFactory()
    url = reverse("admin:vendors_vendor_history", args=[site.vendor_id])
    counts = []
    for more in (2, 20):
        for _ in range(more):
            CapabilityLineFactory(site=site)
        CapabilityLine.objects.update(lead_time_weeks=more)
        with django_assert_num_queries(HISTORY_QUERIES) as captured:
            assert desk.get(url).status_code == 200
        counts.append(len(captured))

    assert counts == [HISTORY_QUERIES] * 2


HISTORY_QUERIES = 32


def test_dates_are_told_as_people_write_them():
    paper = CertificateFactory(number="DK 1", expires_on=date(2027, 5, 1))

    Certificate.objects.update(expires_on=date(2028, 11, 30))

    assert told(paper.site) == [
        (
            "not said",
            "",
            "changed",
            "GMP certificate DK 1",
            "expires on",
            "1 May 2027",
            "30 Nov 2028",
        )
    ]
