"""Pictures, comparison, export and saved searches: what the directory makes of a search."""

import pytest
from django.urls import reverse

from tests.factories.vendors import (
    CapabilityLineFactory,
    SavedSearchFactory,
    SiteFactory,
    VendorFactory,
)
from tests.vendors.views.test_directory import rich_vendor
from vendors import exporting
from vendors.models import SavedSearch

pytestmark = pytest.mark.django_db

LIST = reverse("vendor-list")
HTMX = {"HX-Request": "true"}


def test_htmx_gets_the_new_counts_of_the_filters(client, taxonomy):
    rich_vendor()

    page = client.get(LIST, {"phase": "P1"}, headers=HTMX).content.decode()

    assert 'hx-swap-oob="innerHTML:#filters"' in page
    assert 'aria-label="Phase 1, 1"' in page
    assert 'value="COM" disabled' in page


@pytest.mark.parametrize("view", ["list", "pictures"])
def test_switch_between_the_same_and_some_line(client, taxonomy, view):
    site = SiteFactory()
    CapabilityLineFactory(site=site, capability__code="M4.06", phases=["P1"])
    CapabilityLineFactory(site=site, capability__code="M4.14", phases=["P2"])
    asked = {"capability": "M4.06", "phase": "P2", "view": view}

    same, some = client.get(LIST, asked), client.get(LIST, asked | {"lines": "some"})

    assert [one.context["page"].paginator.count for one in (same, some)] == [0, 1]


def test_pictures_query_count_is_flat(client, taxonomy, django_assert_max_num_queries):
    counts = []
    for more in (1, 10):
        for _ in range(more):
            rich_vendor()
        with django_assert_max_num_queries(30) as captured:
            client.get(LIST, {"view": "pictures"})
        counts.append(len(captured))

    assert counts == [counts[0]] * 2


def test_compare_query_count_is_flat(client, taxonomy, django_assert_max_num_queries):
    vendors = [rich_vendor() for _ in range(5)]
    counts = []
    for number in (2, 5):
        query = "&".join(f"compare={vendor.slug}" for vendor in vendors[:number])
        with django_assert_max_num_queries(20) as captured:
            client.get(f"{reverse('vendor-compare')}?{query}")
        counts.append(len(captured))

    assert counts == [counts[0]] * 2


def test_one_of_three_can_be_left_out_of_the_comparison(client, taxonomy):
    for slug in ("ash", "birch", "cedar"):
        rich_vendor(slug=slug)
    asked = {"compare": ["ash", "birch", "cedar"], "only": "differences"}

    page = client.get(reverse("vendor-compare"), asked).content.decode()

    assert "?compare=ash&amp;compare=cedar&amp;only=differences" in page
    assert (
        "Leave out"
        not in client.get(f"{reverse('vendor-compare')}?compare=ash&compare=birch").content.decode()
    )


def test_compare_shows_no_more_than_the_reader_may_see(
    client, client_of, member, sponsor, taxonomy
):
    hidden = VendorFactory(name="Hidden Sterile", private_to=sponsor)
    url = f"{reverse('vendor-compare')}?compare={hidden.slug}"

    assert "Hidden Sterile" not in client.get(url).content.decode()
    assert "Hidden Sterile" in client_of(member).get(url).content.decode()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("vendor-export-csv", "text/csv; charset=utf-8"),
        ("vendor-export-xlsx", exporting.XLSX),
        ("vendor-compare-xlsx", exporting.XLSX),
    ],
)
def test_files_are_downloads_of_what_the_reader_sees(client, sponsor, taxonomy, name, kind):
    rich_vendor(name="Ash", private_to=sponsor)
    rich_vendor(name="Birch")

    response = client.get(reverse(name), {"phase": "P1"})

    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].startswith('attachment; filename="')
    assert b"Ash" not in response.content


def test_export_query_count_is_flat(client, taxonomy, django_assert_max_num_queries):
    counts = []
    for more in (1, 10):
        for _ in range(more):
            rich_vendor()
        with django_assert_max_num_queries(24) as captured:
            client.get(reverse("vendor-export-csv"))
        counts.append(len(captured))

    assert counts == [counts[0]] * 2


SAVE, SAVED = reverse("saved-search-create"), reverse("saved-search-list")


def test_one_click_saves_the_search_of_the_page(client_of, member, taxonomy):
    client = client_of(member)
    assert 'name="query" value="phase=P1"' in client.get(LIST, {"phase": "P1"}).content.decode()

    response = client.post(SAVE, {"query": "phase=P1"}, follow=True)

    assert "Saved: Vendors that work at P1" in response.content.decode()
    search = SavedSearch.objects.get()
    assert (search.owner, search.query) == (member, "phase=P1")
    assert "You have saved this search before" in (
        client.post(SAVE, {"query": "phase=P1"}, follow=True).content.decode()
    )


def test_owner_changes_shares_and_removes(client_of, member, taxonomy):
    search = SavedSearchFactory(owner=member)
    client, prefix = client_of(member), f"s{search.pk}"
    edit = reverse("saved-search-edit", args=[search.pk])

    client.post(
        edit,
        {f"{prefix}-name": "Mine", f"{prefix}-cadence": "weekly", f"{prefix}-is_shared": "on"},
    )
    search.refresh_from_db()
    assert (search.name, search.cadence, search.is_shared) == ("Mine", "weekly", True)
    page = client.post(edit, {f"{prefix}-cadence": "hourly"}, follow=True).content.decode()
    assert "not one of the available choices" in page
    client.post(reverse("saved-search-remove", args=[search.pk]))
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("name", ["saved-search-edit", "saved-search-remove"])
def test_saved_search_of_others(client, client_of, member, lead, stranger, taxonomy, name):
    own = SavedSearchFactory(owner=member)
    shared = SavedSearchFactory(owner=member, query="phase=P2", is_shared=True)
    prefix = f"s{shared.pk}"
    data = {f"{prefix}-name": "x", f"{prefix}-cadence": "off"}

    assert client_of(lead).post(reverse(name, args=[own.pk]), data).status_code == 404
    assert client_of(lead).post(reverse(name, args=[shared.pk]), data).status_code == 403
    assert client_of(stranger).post(reverse(name, args=[shared.pk]), data).status_code == 404
    assert client.post(reverse(name, args=[shared.pk]), data).status_code == 302
    assert SavedSearch.objects.count() == 2


def test_saved_searches_query_count_is_flat(
    client_of, member, taxonomy, django_assert_max_num_queries
):
    client, counts = client_of(member), []
    for phases in (["P1"], ["P2", "P3", "COM"]):
        for phase in phases:
            SavedSearchFactory(owner=member, query=f"phase={phase}")
        with django_assert_max_num_queries(20) as captured:
            client.get(SAVED)
        counts.append(len(captured))

    assert counts == [counts[0]] * 2


def test_saved_searches_are_for_members(client, taxonomy):
    assert client.get(SAVED).status_code == 302
    assert client.post(SAVE).status_code == 302
