"""The matching page: who sees it, what it says, and that it works with and without htmx."""

import re

import pytest
from django.urls import reverse

from programs.choices import Priority
from programs.services import shortlists
from tests.factories.programs import WaiverFactory, WorkPackageFactory
from tests.factories.vendors import RelationshipFactory, VendorFactory
from tests.programs.matching import worlds
from tests.programs.views.shown import names, text
from vendors.choices import ListingState, Standing

HTMX = {"HX-Request": "true"}


def test_page_opens_with_a_sentence_with_the_numbers(world, member, client_of):
    response = client_of(member).get(world.url)

    assert (
        "Of 4 listed vendors, 3 say something about it and pass the gates; "
        "2 meet at least one must, of 6 needs asked."
    ) in text(response)
    assert names(response) == ["Alder Biologics", "Cedar Research", "Birch Manufacturing"]


def test_near_miss_by_a_gate_has_reason_score_and_place(world, lead, client_of):
    shown = text(client_of(lead).get(world.url))

    assert (
        "Dogwood Pharma Gate: No open warning letter, 3 years Dogwood Works: warning letter of "
        "15 Jan 2026, no close-out on record; 2 musts unanswered besides 2.40"
    ) in shown
    assert "+1 vendor ranked: Drop the gate “No open warning letter, 3 years”" in shown
    assert (
        reverse("gate-waive", args=[world.gate.pk])
        in client_of(lead).get(world.url).content.decode()
    )


def test_near_miss_by_a_must_has_the_score_it_would_have(world, member, client_of):
    world.package.needs.filter(slot__in=["M5.01", "M2.01"]).update(priority=Priority.SHOULD)
    VendorFactory(name="Elm", slug="elm")

    shown = text(client_of(member).get(world.url))

    # Cedar has 30.00 and lacks the drug substance, the only must, which is worth 20.00.
    assert "Cedar Research Must: Drug substance, Phase 1 50.00" in shown
    assert "30.00 sure points now + 20.00 of this need met in full" in shown
    assert "+1 vendor meeting every must: Make “Drug substance” in Phase 1 a should" in shown


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
    assert (
        "No open warning letter, 3 years, waived for Dogwood Pharma : Audited by us in May"
    ) in text(response)


def test_page_opens_a_vendor_without_script(world, lead, client_of):
    shown = text(client_of(lead).get(world.url + "?open=alder"))

    assert "Meets 3 of 6 needs outright, 2 on weaker evidence; 1 unknown, 0 not met." in shown
    assert (
        "3.60 to 9.00 / 15.00 15.00 × 0.6 evidence × 0.4 lead time = 3.60; at best 15.00 × 0.6 × 1 = 9.00"
        in shown
    )
    assert "Score 63.60 to 84.00 / 100.00" in shown
    assert "No answer on viral clearance studies in Phase 3: ask. up to +15.00" in shown


def test_what_is_unknown_can_be_asked_of_the_vendor(world, lead, client_of):
    page = client_of(lead).get(world.url + "?open=alder").content.decode()

    asked = re.findall(r"/vendors/alder/ask/\?capability=([\w.]+)&amp;phase=(\w+)", page)
    assert asked == [("M5.03", "P3")]


def test_page_opens_on_the_page_that_holds_the_opened_vendor(world, member, client_of):
    for vendor in [*VendorFactory.create_batch(30), VendorFactory(name="Zinnia", slug="zinnia")]:
        worlds.line(worlds.SiteFactory(vendor=vendor), "M5.03")

    response = client_of(member).get(world.url + "?open=zinnia")

    assert names(response)[-1] == "Zinnia"
    assert response.context["shown"].page.number == 2


def test_page_answers_htmx_with_the_results_alone(world, member, client_of):
    headers = HTMX | {"HX-Target": "results"}

    response = client_of(member).get(world.url + "?show=cro", headers=headers)

    assert names(response) == ["Cedar Research"]
    assert response.content.decode().lstrip().startswith('<div class="stack loose" id="results"')
    assert {"HX-Request", "HX-Target"} <= set(response["Vary"].split(", "))


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


@pytest.mark.parametrize("name", ["package-match", "package-match-vendor", "package-compare"])
def test_stranger_meets_404(world, stranger, client_of, name):
    slug = ["alder"] if name == "package-match-vendor" else []
    url = reverse(name, args=[world.package.pk, *slug])

    response = client_of(stranger).get(url + "?a=alder&b=birch")

    assert response.status_code == 404


def test_vendor_that_is_no_candidate_is_404(world, other_sponsor, member, client_of):
    VendorFactory(slug="hidden", private_to=other_sponsor)

    response = client_of(member).get(
        reverse("package-match-vendor", args=[world.package.pk, "hidden"]), headers=HTMX
    )

    assert response.status_code == 404


def test_vendor_suspended_while_the_page_is_open_is_404_and_leaves_the_list(
    world, member, client_of
):
    client = client_of(member)
    client.get(world.url)
    world.cedar.state = ListingState.SUSPENDED
    world.cedar.save()
    url = reverse("package-match-vendor", args=[world.package.pk, "cedar"])

    assert client.get(url, headers=HTMX).status_code == 404
    assert names(client.get(world.url)) == ["Alder Biologics", "Birch Manufacturing"]


def test_need_that_no_leaf_answers_is_said_and_asked_of_nobody(world, member, client_of):
    worlds.need(world.package, "P1", "M9.99", "Something new", 20)

    shown = text(client_of(member).get(world.url + "?open=alder"))
    plan = text(client_of(member).get(reverse("plan-detail", args=[world.program.pk])))

    assert "No capability of the taxonomy answers “Something new” in Phase 1" in shown
    assert (
        "Something new CDMO or CRO Unknown No capability of the taxonomy answers it 0.00" in shown
    )
    assert "Ask Alder Biologics about Something new" not in shown
    assert plan.index("Nobody listed meets") < plan.index("Something new, Phase 1")


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["country"], "A gate stops every vendor that says something. See below which"),
        (
            ["country", "disqualified"],
            "No listed vendor says anything about these needs yet, or several gates stop each that "
            "does: drop one to see who.",
        ),
    ],
)
def test_gates_that_leave_nobody_are_said(sponsor, member, client_of, kinds, said):
    asking = worlds.asking(sponsor)
    alder = worlds.alder()
    alder.sites.update(country="DE")
    RelationshipFactory(organisation=sponsor, vendor=alder, standing=Standing.DISQUALIFIED)
    for kind in kinds:
        parameters = {"mode": "allow", "countries": ["FR"]} if kind == "country" else {}
        worlds.GateFactory(package=asking.package, kind=kind, parameters=parameters)

    shown = text(client_of(member).get(reverse("package-match", args=[asking.package.pk])))

    assert "No vendor is ranked" in shown
    assert said in shown


def test_one_need_alone_is_ranked(world, member, client_of):
    world.package.needs.exclude(slot="M2.01").delete()

    shown = text(client_of(member).get(world.url + "?open=alder"))

    assert names(client_of(member).get(world.url)) == ["Alder Biologics"]
    assert "of 1 need asked" in shown
    assert "Score 100.00 / 100.00" in shown


def test_numbers_of_the_list_are_explained_on_the_page(world, member, client_of):
    shown = text(client_of(member).get(world.url + "?open=alder"))

    assert "How the numbers of the list come about Score The points of all needs" in shown
    assert "Of the weight, 85 % is answered, with a yes or a no." in shown
    assert "as if this gate were waived; 3 ranked vendors would be ahead of it" in shown


def test_one_site_that_answers_everything_is_said(sponsor, member, client_of):
    asking = worlds.asking(sponsor)
    site = worlds.SiteFactory(vendor=VendorFactory(name="Elm", slug="elm"), name="Elm One")
    for code in ("M2.01", "M2.02", "M5.01", "M5.02", "M5.03"):
        worlds.line(site, code, phases=[], dosage_forms=["VIAL"])
    shown = text(client_of(member).get(reverse("package-match", args=[asking.package.pk])))
    assert "One site does it all" not in shown

    site.lines.update(phases=["PRE", "P1", "P3"])

    shown = text(client_of(member).get(reverse("package-match", args=[asking.package.pk])))
    assert "One site does it all: Elm One" in shown


def test_several_packages_are_matched_together(world, member, client_of):
    other = WorkPackageFactory(program=world.program, name="Stability", key="stability")
    worlds.leaf("M6.01", "Stability studies", gxp="GMP")
    worlds.need(other, "P1", "M6.01", "Stability studies", 20)

    alone = text(client_of(member).get(world.url))
    both = text(client_of(member).get(world.url + "?with=stability"))
    whole = text(client_of(member).get(world.url + "?with=all"))

    assert "AUR-1: vendors for Drug substance and product Of" in alone
    assert "AUR-1: vendors for 2 packages Of" in both
    assert "of 7 needs asked" in both
    assert "of 7 needs asked" in whole
    assert "31.80 to 92.00" in both  # half the weight is the new need's: 63.60 and 84.00 are halved


@pytest.mark.parametrize("count", [2, 3, 100])  # equal vendors: their names order them
def test_query_count_is_flat(sponsor, member, client_of, count, django_assert_num_queries):
    package = worlds.asking(sponsor).package
    for number in range(count):
        site = worlds.SiteFactory(vendor=VendorFactory(slug=f"flat-{number}"))
        worlds.line(site, "M5.02")
    client = client_of(member)

    with django_assert_num_queries(34):
        client.get(reverse("package-match", args=[package.pk]) + "?open=flat-0")


def test_needs_on_which_two_vendors_are_equal_stand_apart(world, lead, client_of):
    url = reverse("package-compare", args=[world.package.pk])

    compared = client_of(lead).get(url, {"a": "alder", "b": "birch"}).context["compared"]

    rows = [*compared.apart, *compared.alike]
    assert rows == list(compared.rows)
    assert [bool(row.difference) for row in rows] == [True] * len(compared.apart) + [False] * len(
        compared.alike
    )
    assert compared.alike
