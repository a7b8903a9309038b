"""The matching page: who sees it, what it says, and that it works with and without htmx."""

import html
import re

import pytest
from django.urls import reverse

from programs.services import shortlists
from tests.factories.programs import WaiverFactory, WorkPackageFactory
from tests.factories.vendors import VendorFactory
from tests.programs.matching import worlds

HTMX = {"HX-Request": "true"}


@pytest.fixture
def world(sponsor):
    asking = worlds.asking(sponsor)
    asking.alder, asking.birch = worlds.alder(), worlds.birch()
    asking.cedar, asking.dogwood = worlds.cedar(), worlds.dogwood()
    asking.url = reverse("package-match", args=[asking.package.pk])
    return asking


def names(response) -> list[str]:
    """Return the vendors of the ranked list, as shown."""
    return re.findall(r"<span><b>([^<]+)</b><br>", response.content.decode())


def text(response) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(words).split())


def test_page_opens_with_a_sentence_with_the_numbers(world, member, client_of):
    response = client_of(member).get(world.url)

    assert "3 of 4 listed vendors pass the gates and 2 meet at least one must" in text(response)
    assert names(response) == ["Alder Biologics", "Cedar Research", "Birch Manufacturing"]


def test_page_lists_the_stopped_with_reason_and_score_if_waived(world, lead, client_of):
    shown = text(client_of(lead).get(world.url))

    assert "1 stopped by a gate" in shown
    assert "warning letter of 15 Jan 2026, no close-out on record 2.40 to 92.00 Waive" in shown


def test_page_offers_no_waiver_to_a_reader(world, evaluator, client_of):
    response = client_of(evaluator).get(world.url + "?open=alder")

    assert reverse("gate-waive", args=[world.gate.pk]) not in response.content.decode()
    assert reverse("shortlist-add", args=[world.package.pk]) not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?sort=best", ["Alder Biologics", "Cedar Research", "Birch Manufacturing"]),
        ("?show=musts", ["Alder Biologics", "Birch Manufacturing"]),
        ("?show=cro", ["Cedar Research"]),
        ("?show=cdmo", ["Alder Biologics", "Birch Manufacturing"]),
        (
            "?sort=x&show=y&page=z&open=nobody",
            ["Alder Biologics", "Cedar Research", "Birch Manufacturing"],
        ),
        ("?page=9999", ["Alder Biologics", "Cedar Research", "Birch Manufacturing"]),
    ],
)
def test_page_orders_and_filters_by_its_query(world, member, client_of, query, found):
    response = client_of(member).get(world.url + query)

    assert (response.status_code, names(response)) == (200, found)


def test_page_sorted_by_possible_points_keeps_the_ranks(world, member, client_of):
    WaiverFactory(gate=world.gate, vendor=world.dogwood)

    response = client_of(member).get(world.url + "?sort=best")

    assert names(response) == [
        "Dogwood Pharma",
        "Alder Biologics",
        "Cedar Research",
        "Birch Manufacturing",
    ]
    assert re.findall(r'<span class="num strong">(\d)', response.content.decode()) == [
        "4",
        "1",
        "2",
        "3",
    ]
    assert "Dogwood Pharma , waived: Audited by us in May" in text(response)


def test_page_opens_a_vendor_without_script(world, lead, client_of):
    shown = text(client_of(lead).get(world.url + "?open=alder"))

    assert "Meets 3 of 6 needs outright, 2 on weaker evidence; 1 unknown, 0 not met." in shown
    assert "3.60 to 9.00 / 15.00" in shown
    assert "Score 63.60 to 84.00 / 100.00" in shown
    assert "No answer on viral clearance studies in Phase 3: ask. up to +15.00" in shown


def test_page_opens_on_the_page_that_holds_the_opened_vendor(world, member, client_of):
    VendorFactory.create_batch(30)
    last = VendorFactory(name="Zinnia Works", slug="zinnia")

    response = client_of(member).get(world.url + f"?open={last.slug}")

    assert names(response)[-1] == "Zinnia Works"
    assert response.context["shown"].page.number == 2


def test_page_answers_htmx_with_the_results_alone(world, member, client_of):
    response = client_of(member).get(world.url + "?show=cro", headers=HTMX)

    assert names(response) == ["Cedar Research"]
    assert response.content.decode().lstrip().startswith('<section id="results"')
    assert "HX-Request" in response["Vary"]


def test_vendor_fragment_has_the_points_of_the_page(world, member, client_of):
    url = reverse("package-match-vendor", args=[world.package.pk, "birch"])

    shown = text(client_of(member).get(url, headers=HTMX))

    assert "Score 28.00 to 63.00 / 100.00" in shown


def test_vendor_link_without_htmx_opens_the_page(world, member, client_of):
    url = reverse("package-match-vendor", args=[world.package.pk, "birch"])

    response = client_of(member).get(url)

    assert (response.status_code, response["Location"]) == (302, f"{world.url}?open=birch#v-birch")


def test_shortlisted_vendors_are_marked(world, lead, client_of, now):
    shortlists.add(package=world.package, vendor=world.alder, by=lead, now=now)

    shown = text(client_of(lead).get(world.url + "?open=alder"))

    assert "CDMO · PRE to P3 · shortlisted" in shown
    assert "On the shortlist" in shown


def test_package_without_needs_says_what_to_do(sponsor, member, client_of):
    package = WorkPackageFactory(program__organisation=sponsor)

    shown = text(client_of(member).get(reverse("package-match", args=[package.pk])))

    assert "Nothing is asked" in shown


def test_directory_without_vendors_says_so(sponsor, member, client_of):
    package = worlds.asking(sponsor).package

    shown = text(client_of(member).get(reverse("package-match", args=[package.pk])))

    assert "No vendor is listed yet" in shown


@pytest.mark.parametrize("name", ["package-match", "package-match-vendor"])
def test_stranger_meets_404(world, stranger, client_of, name):
    slug = ["alder"] if name == "package-match-vendor" else []

    response = client_of(stranger).get(reverse(name, args=[world.package.pk, *slug]))

    assert response.status_code == 404


def test_vendor_that_is_no_candidate_is_404(world, other_sponsor, member, client_of):
    VendorFactory(slug="hidden", private_to=other_sponsor)

    response = client_of(member).get(
        reverse("package-match-vendor", args=[world.package.pk, "hidden"]), headers=HTMX
    )

    assert response.status_code == 404


@pytest.mark.parametrize("count", [1, 3, 100])
def test_query_count_is_flat(sponsor, member, client_of, count, django_assert_num_queries):
    package = worlds.asking(sponsor).package
    for number in range(count):
        site = worlds.SiteFactory(vendor=VendorFactory(slug=f"flat-{number}"))
        worlds.line(site, "M5.02")
    client = client_of(member)

    with django_assert_num_queries(25):
        client.get(reverse("package-match", args=[package.pk]) + "?open=flat-0")
