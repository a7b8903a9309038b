import pytest
from django.urls import reverse

from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    ContactFactory,
    GroupConfirmationFactory,
    RegulatoryActionFactory,
    SiteFactory,
    VendorFactory,
)
from vendors.choices import Evidence, ListingState

pytestmark = pytest.mark.django_db

LIST = reverse("vendor-list")
HTMX = {"HX-Request": "true"}


def rich_vendor(**fields):
    """Make a listed vendor with two sites and one of everything at each."""
    vendor = VendorFactory(**fields)
    ContactFactory(vendor=vendor)
    for _ in range(2):
        site = SiteFactory(vendor=vendor)
        CapabilityLineFactory(site=site, capability__code="M4.06", certificate=None)
        CertificateFactory(site=site)
        RegulatoryActionFactory(site=site)
    GroupConfirmationFactory(vendor=vendor, group="M4")
    return vendor


def queries_of(client, url, capture) -> int:
    with capture as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?capability=M4&phase=P1&evidence=1&q=fernhollow"])
def test_list_query_count_is_flat(
    client_of, member, taxonomy, query, django_assert_max_num_queries
):
    client = client_of(member)
    counts = []
    for more in (1, 2, 97):
        for _ in range(more):
            rich_vendor()
        with django_assert_max_num_queries(40) as captured:
            client.get(LIST + query)
        counts.append(len(captured))

    assert counts == [counts[0]] * 3


def test_list_is_open_to_visitors_and_says_how_many(client, taxonomy):
    rich_vendor(name="Ash Conjugates")

    response = client.get(LIST)

    assert response.status_code == 200
    assert "<b>1</b> listed vendor" in response.content.decode()
    assert "Ash Conjugates" in response.content.decode()


def test_list_gives_htmx_the_results_alone(client, taxonomy):
    rich_vendor(name="Ash Conjugates")

    response = client.get(LIST, {"phase": "P1", "q": "", "sort": ""}, headers=HTMX)

    page = response.content.decode()
    assert "<html" not in page
    assert 'id="results"' in page
    assert "<b>1 of 1</b> listed vendors work at P1." in page
    assert response["HX-Push-Url"] == f"{LIST}?phase=P1"
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_list_gives_a_boosted_link_and_the_back_button_the_whole_page(client, taxonomy, header):
    response = client.get(LIST, headers=HTMX | {header: "true"})

    assert "<html" in response.content.decode()


def test_list_pages_by_25(client, taxonomy):
    for number in range(26):
        VendorFactory(name=f"Ash {number:02d}")

    page = client.get(LIST, {"page": "2", "sort": "name"}).context["page"]

    assert [vendor.name for vendor in page] == ["Ash 25"]


@pytest.mark.parametrize("page", ["0", "99", "x", "-1"])
def test_list_survives_an_impossible_page(client, taxonomy, page):
    assert client.get(LIST, {"page": page}).status_code == 200


def test_list_names_the_filter_it_left_out(client, taxonomy):
    rich_vendor(name="Ash Conjugates")

    page = client.get(LIST, {"phase": "<script>", "evidence": "9"}).content.decode()

    assert "One filter was left out" in page
    assert "Ash Conjugates" in page
    assert "<script>," not in page


def test_list_tells_what_to_let_go_of_when_nothing_is_found(client, taxonomy):
    rich_vendor()

    page = client.get(LIST, {"phase": "P1", "country": "IS"}).content.decode()

    assert "No vendor holds all of this at once" in page
    assert "Without Iceland" in page


def test_list_counts_those_with_weaker_evidence(client, taxonomy):
    rich_vendor()
    CapabilityLineFactory(capability__code="M4.06", evidence=Evidence.INSPECTED)

    page = client.get(LIST, {"capability": "M4.06", "evidence": "3"}).content.decode()

    assert "<b>1 of 2</b> listed vendors offer Tablets" in page
    assert "1 more</a> with weaker evidence" in page


@pytest.mark.parametrize(
    "state", [ListingState.DRAFT, ListingState.IN_REVIEW, ListingState.SUSPENDED]
)
def test_a_vendor_that_is_not_listed_is_nowhere(client_of, member, taxonomy, state):
    vendor = rich_vendor(name="Ash Conjugates", state=state)
    client = client_of(member)

    assert "Ash Conjugates" not in client.get(LIST).content.decode()
    assert client.get(vendor.get_absolute_url()).status_code == 404


def test_a_sponsors_own_vendor_is_seen_by_it_alone(client_of, member, stranger, sponsor, taxonomy):
    vendor = rich_vendor(name="Ash Conjugates", state=ListingState.DRAFT, private_to=sponsor)

    assert "Only you" in client_of(member).get(LIST).content.decode()
    assert client_of(member).get(vendor.get_absolute_url()).status_code == 200
    assert "Ash Conjugates" not in client_of(stranger).get(LIST).content.decode()
    assert client_of(stranger).get(vendor.get_absolute_url()).status_code == 404


def test_list_takes_no_post(client):
    assert client.post(LIST).status_code == 405
