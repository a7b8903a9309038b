import pytest
from django.urls import reverse

from tests.factories.vendors import SiteAuditFactory, SiteFactory
from vendors.choices import ListingState
from vendors.models import SiteAudit

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(profile):
    return {
        "site": profile.sites.get().pk,
        "audited_on": "2026-05-04",
        "outcome": "No critical finding",
        "valid_until": "2029-05-04",
        "note": "Warehouse is full.",
    }


def test_an_audit_is_recorded_changed_and_removed(client_of, procurement, member, profile, data):
    client, page = client_of(procurement), profile.get_absolute_url()

    assert client.post(reverse("site-audit-add", args=[profile.slug]), data).url == page
    row = SiteAudit.objects.get()
    shown = client_of(member).get(page).content.decode()
    assert "No critical finding" in shown
    assert "Warehouse is full." in shown
    assert "Valid to 4 May 2029" in shown
    assert "Record an audit" not in shown

    edit = reverse("site-audit-edit", args=[profile.slug, row.pk])
    assert client.post(edit, data | {"outcome": "One critical finding"}).url == page
    assert "One critical finding" in client.get(page).content.decode()

    client.post(reverse("site-audit-remove", args=[profile.slug, row.pk]))
    assert SiteAudit.objects.count() == 0


def test_nobody_else_sees_or_changes_it(
    client, client_of, procurement, member, stranger, curator, profile, data
):
    row = SiteAuditFactory(
        site=profile.sites.get(), organisation=procurement.organisation, outcome="canaryaudit"
    )
    edit = reverse("site-audit-edit", args=[profile.slug, row.pk])

    for reader in (stranger, curator):
        assert (
            "canaryaudit" not in client_of(reader).get(profile.get_absolute_url()).content.decode()
        )
    assert client.get(edit).status_code == 302
    assert client_of(member).get(edit).status_code == 403
    assert client_of(curator).get(edit).status_code == 404
    stranger.acting.roles = ["procurement"]
    stranger.acting.save()
    assert client_of(stranger).get(edit).status_code == 404
    row.refresh_from_db()
    assert row.outcome == "canaryaudit"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"valid_until": "2025-01-01"}, "It would lapse before it was held."),
        ({"audited_on": "2999-01-01", "valid_until": ""}, "This day has not come"),
        ({"outcome": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_is_said_and_not_kept(
    client_of, procurement, profile, data, change, message
):
    url = reverse("site-audit-add", args=[profile.slug])

    assert message in client_of(procurement).post(url, data | change).content.decode()
    assert SiteAudit.objects.count() == 0


def test_a_site_of_another_vendor_is_no_choice(client_of, procurement, profile, data):
    url = reverse("site-audit-add", args=[profile.slug])

    client_of(procurement).post(url, data | {"site": SiteFactory().pk})

    assert SiteAudit.objects.count() == 0


def test_a_vendor_out_of_sight_is_404(client_of, procurement, profile, data):
    profile.state = ListingState.DRAFT
    profile.save()
    url = reverse("site-audit-add", args=[profile.slug])

    assert client_of(procurement).post(url, data).status_code == 404
