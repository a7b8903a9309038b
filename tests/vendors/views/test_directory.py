from datetime import date

import pytest
from django.urls import reverse

from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    ContactFactory,
    GroupConfirmationFactory,
    RegulatoryActionFactory,
    RelationshipFactory,
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

    entries = client.get(LIST, {"page": "2", "sort": "name"}).context["entries"]

    assert [entry.vendor.name for entry in entries] == ["Ash 25"]


@pytest.mark.parametrize("page", ["0", "99", "x", "-1"])
def test_list_survives_an_impossible_page(client, taxonomy, page):
    assert client.get(LIST, {"page": page}).status_code == 200


def test_list_names_the_filter_it_left_out(client, taxonomy):
    rich_vendor(name="Ash Conjugates")

    page = client.get(LIST, {"phase": "<script>", "evidence": "9"}).content.decode()

    assert "Phase was left out: “&lt;script&gt;” is none of its values." in page
    assert "Evidence, at least was left out: “9” is none of its values." in page
    assert "Ash Conjugates" in page
    assert "<script>," not in page


def test_list_tells_what_to_let_go_of_when_nothing_is_found(client, taxonomy):
    rich_vendor()

    page = client.get(LIST, {"phase": "P1", "country": "IS"}).content.decode()

    assert "No vendor holds all of this at once" in page
    assert "Without Iceland" in page


def test_list_offers_each_filter_alone_when_letting_go_of_one_is_no_help(client, taxonomy):
    rich_vendor(kind="CDMO")

    page = client.get(LIST, {"phase": "DISC", "country": "IS", "kind": "CDMO"}).content.decode()

    assert "No vendor holds this" in page
    assert "Only CDMO</a>: 1 vendor" in page
    assert "Only Iceland" not in page


def test_list_counts_those_with_weaker_evidence(client, taxonomy):
    rich_vendor()
    CapabilityLineFactory(capability__code="M4.06", evidence=Evidence.INSPECTED)

    page = client.get(LIST, {"capability": "M4.06", "evidence": "3"}).content.decode()

    assert "<b>1 of 2</b> listed vendors offer tablets" in page
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


def test_profile_query_count_is_flat(client_of, member, taxonomy, django_assert_max_num_queries):
    vendor = rich_vendor()
    client = client_of(member)
    counts = []
    for more in (0, 2, 97):
        for _ in range(more):
            site = SiteFactory(vendor=vendor)
            CapabilityLineFactory(
                site=site, capability__code="M4.06", certificate=CertificateFactory(site=site)
            )
            RegulatoryActionFactory(site=site)
        with django_assert_max_num_queries(40) as captured:
            client.get(vendor.get_absolute_url())
        counts.append(len(captured))

    assert counts == [counts[0]] * 3


def test_profile_grid_says_every_level_in_words(client, profile):
    page = client.get(profile.get_absolute_url()).content.decode()

    assert 'href="?cell=M4.06:P1" data-ev="3"' in page
    assert '<span class="cell" data-ev="n"><span class="vh">Not offered</span>' in page
    assert '<span class="cell" data-ev="u"><span class="vh">Unknown</span>' in page
    assert "List confirmed 12 Oct 2026" in page
    assert "19 more confirmed as not offered" in page
    assert "11 more unknown: nothing is stated" in page
    assert "5 to 500 L" in page


def test_profile_cell_tells_where_it_comes_from(client, profile):
    page = client.get(profile.get_absolute_url(), {"cell": "M4.06:P1"}).content.decode()

    selected = page[page.index('aria-label="Selected cell"') :][:3000]
    assert "EudraGMDP" in selected
    assert "as of 12 Oct 2026" in selected
    assert "GMP certificate DK H 10418" in selected
    assert "26 weeks" in selected


@pytest.mark.parametrize("cell", ["M4.06:P3", "M9.99:P1", "M4.06", ":", "x" * 500, "\0"])
def test_profile_survives_a_cell_that_is_none(client, profile, cell):
    response = client.get(profile.get_absolute_url(), {"cell": cell})

    assert response.status_code == 200
    assert response.context["profile"].selection.leaf.code == "M4.06"


def test_profile_never_calls_silence_clean(client, profile):
    RegulatoryActionFactory(fei="1000000001", source="FDA Data Dashboard, compliance actions")
    SiteFactory(vendor=profile, name="Vejle", fei="")

    page = client.get(profile.get_absolute_url()).content.decode()

    assert "No record found in FDA Data Dashboard, compliance actions of 1 Jul 2025" in page
    assert "Registers are searched by FEI, which this site does not state" in page
    assert "clean" not in page.lower()


def test_profile_gathers_silent_registers_in_one_row(client, profile):
    for number, authority in enumerate(["ANSM", "FDA", "MHRA"]):
        RegulatoryActionFactory(
            fei=f"100000000{number}",
            authority=authority,
            source="Inspections",
            as_of=date(2026, 1, 1 + number),
        )

    page = client.get(profile.get_absolute_url()).content.decode()

    record = page[page.index('id="h-reg"') :]
    assert record.count("None found") == 1
    assert "No record found in Inspections of 1 Jan 2026 to 3 Jan 2026" in record
    assert "ANSM, FDA, MHRA" in record
    assert "1 FEI looked up" in record


def test_profile_shows_each_record_with_source_and_date(client, profile):
    RegulatoryActionFactory(site=profile.sites.get(), fei="3009481127", record_id="WL-7")

    page = client.get(profile.get_absolute_url()).content.decode()

    assert "WL-7" in page
    assert "FDA Data Dashboard, compliance actions, 1 Jul 2025" in page
    assert "Warning letter, no close-out on record" in page


def test_profile_names_contacts_to_sponsors_only(client, client_of, member, profile):
    ContactFactory(vendor=profile, name="Ida Lund", email="ida@ash.example")

    assert "Ida Lund" not in client.get(profile.get_absolute_url()).content.decode()
    page = client_of(member).get(profile.get_absolute_url()).content.decode()
    assert "Ida Lund" in page
    assert "ida@ash.example" not in page


def test_profile_keeps_a_sponsors_own_contact_to_it(client_of, member, stranger, sponsor, profile):
    ContactFactory(vendor=profile, name="Our Friend", private_to=sponsor)

    assert "Our Friend" in client_of(member).get(profile.get_absolute_url()).content.decode()
    assert "Our Friend" not in client_of(stranger).get(profile.get_absolute_url()).content.decode()


def test_profile_of_a_vendor_with_nothing_stated(client, taxonomy):
    vendor = VendorFactory(name="Bare")

    page = client.get(vendor.get_absolute_url()).content.decode()

    assert "Nothing is stated yet" in page
    assert "No certificate is on file" in page


def test_profile_says_that_a_vendor_is_fictional(client, profile):
    assert "Fictional" in client.get(profile.get_absolute_url()).content.decode()


def test_unknown_vendor_is_404(client, taxonomy):
    assert client.get(reverse("vendor-detail", args=["nobody"])).status_code == 404


# Searching, drawing, comparing, exporting, keeping


HOSTILE = {
    "unknown values": "phase=P9&modality=XX&country=Atlantis&record=x&size=1&certificate=&lines=all",
    "contradiction": "kind=CRO&capability=CDMO&country=IS&evidence=4&lines=some",
    "10 kB of text": "q=" + "x" * 10_240,
    "metacharacters": "q=%25_%5C%27%3B--%28%5B%2A%3A%26%7C%21",
    "right to left": "q=%D8%B4%D8%B1%D9%83%D8%A9%E2%80%AE",
    "combining": "q=e%CC%81%CC%81%CC%81%CC%81",
    "NUL": "q=%00&compare=%00",
    "too many to compare": "&".join(f"compare=v{n}" for n in range(9)),
    "no slug": "compare=%3Cscript%3E&view=x",
}


@pytest.mark.parametrize("query", HOSTILE.values(), ids=list(HOSTILE))
@pytest.mark.parametrize("name", ["vendor-list", "vendor-compare", "vendor-export-csv"])
def test_no_query_breaks_a_page(client_of, member, taxonomy, name, query):
    rich_vendor()

    assert client_of(member).get(f"{reverse(name)}?{query}").status_code == 200


def test_contradiction_leads_the_way_out(client, taxonomy):
    rich_vendor()

    page = client.get(LIST, {"kind": "CRO", "capability": "M4"}).content.decode()

    assert "No vendor holds all of this at once" in page
    assert "Without CRO" in page


def test_profile_says_how_complete_and_names_the_similar(client, profile):
    CapabilityLineFactory(
        site__vendor=VendorFactory(name="Birch Sterile"), capability__code="M4.06"
    )

    page = client.get(profile.get_absolute_url()).content.decode()

    assert "missing: legal name" in page
    assert "Birch Sterile</a></h3>" in page
    assert "Shares 1 capability: Tablets" in page


def test_a_merged_vendors_address_leads_to_its_survivor(client):
    last = VendorFactory()
    middle = VendorFactory(merged_into=last)
    first = VendorFactory(merged_into=middle)

    assert client.get(first.get_absolute_url()).url == last.get_absolute_url()


def test_a_merged_vendor_that_one_could_not_see_leads_nowhere(client, client_of, member, sponsor):
    public, hidden = VendorFactory(), VendorFactory(state=ListingState.DRAFT)
    private = VendorFactory(private_to=sponsor, state=ListingState.DRAFT, merged_into=public)
    into_hidden = VendorFactory(merged_into=hidden)

    assert client.get(private.get_absolute_url()).status_code == 404
    assert client.get(into_hidden.get_absolute_url()).status_code == 404
    assert client_of(member).get(private.get_absolute_url()).url == public.get_absolute_url()


def test_a_sponsor_reads_what_it_recorded_with_an_entry_that_was_merged(
    client_of, member, sponsor, stranger
):
    survivor = VendorFactory()
    gone = VendorFactory(name="Ash GmbH", merged_into=survivor)
    RelationshipFactory(vendor=gone, organisation=sponsor, reason="canaryreason")

    def page(user):
        return client_of(user).get(survivor.get_absolute_url()).content.decode()

    assert "Recorded with Ash GmbH" in page(member)
    assert "canaryreason" not in page(stranger)


@pytest.mark.parametrize("query", ["", "?capability=M4&phase=P1&evidence=1&q=fernhollow"])
def test_a_page_asks_once_what_has_changed(
    client_of, member, taxonomy, query, django_assert_max_num_queries
):
    rich_vendor()

    with django_assert_max_num_queries(40) as captured:
        client_of(member).get(LIST + query)

    assert sum("FROM vendors_change" in one["sql"] for one in captured) == 1
