import io

import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.models import KeptPlan
from tests.factories.programs import KeptPlanFactory, ProgramFactory
from tests.factories.vendors import SiteFactory, VendorFactory
from tests.programs.matching.worlds import line, need
from tests.programs.plans import directory
from vendors.choices import ListingState, Phase

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(sponsor, lead):
    return directory.build(sponsor, created_by=lead)


@pytest.fixture
def url(world):
    return reverse("plan-detail", args=[world.program.pk])


def suspend(vendor):
    vendor.state = ListingState.SUSPENDED
    vendor.save()


def partners(page) -> list[str]:
    return [partner["slug"] for partner in page.context["shown"].plan["partners"]]


def test_page_shows_the_plan_and_what_is_proved(client_of, evaluator, url):
    page = client_of(evaluator).get(url)

    assert "Three partners with one hand-off cover 6 of 6 needs." in page.text
    assert "Proved best: no plan covers these needs with fewer partners" in page.text
    assert "Hand-off: Alder Biologics to Birch Manufacturing, before Commercial" in page.text
    assert "2 of 6 needs" in page.text
    assert 'id="keep"' not in page.text


def test_plan_without_a_handoff_claims_no_more_than_that(client_of, lead, world, url):
    page = client_of(lead).get(url, {"phases": ["P1", "P3"]})

    assert page.context["shown"].handoffs == []
    assert (
        "No partner takes over from another where anything would have to be transferred."
        in page.text
    )


def test_htmx_gets_the_plan_alone(client_of, lead, url):
    page = client_of(lead).get(url, {"cap": "2"}, headers={"HX-Request": "true"})

    assert page.text.lstrip().startswith('<div id="plan"')
    assert "HX-Request" in page.headers["Vary"]


def test_cap_leaves_out_and_says_so(client_of, lead, url):
    page = client_of(lead).get(url, {"cap": "2"})

    assert len(partners(page)) == 2
    assert "The cap leaves out" in page.text
    more = client_of(lead).get(url, {"cap": "2", "show": "more"})
    assert len(partners(more)) == 3


def test_packages_and_phases_are_chosen(client_of, lead, world, url):
    page = client_of(lead).get(url, {"packages": str(world.testing.pk), "phases": "P1"})

    assert page.context["shown"].needs == 1
    assert page.context["form"].initial["packages"] == [str(world.testing.pk)]


def test_chosen_phase_without_a_need_of_the_package_is_said_so(client_of, lead, world, url):
    page = client_of(lead).get(url, {"packages": str(world.clinical.pk), "phases": "COM"})

    assert "Nothing is asked here" in page.text


def test_vendor_named_in_the_form_is_a_choice_afterwards(client_of, lead, url):
    page = client_of(lead).get(url, {"exclude_name": "birch"})

    assert page.context["form"].initial["exclude"] == ["birch"]
    assert "Nobody whom these options allow meets 1 need." in page.text
    assert "Birch Manufacturing" in page.text


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"cap": "0"}, "A plan needs at least one partner."),
        ({"cap": "x"}, "Enter a whole number."),
        ({"cap": "9" * 400}, "Ensure this value is less than or equal to 99."),
        ({"phases": "P9"}, "Select a valid choice. P9 is not one of the available choices."),
        ({"packages": "x"}, "Select a valid choice."),
        ({"double": "999999"}, "Select a valid choice."),
        ({"include": "a b"}, "Select a valid choice."),
        ({"include": "nobody"}, "“nobody” cannot be included: it meets none of these needs today"),
        ({"include_name": "a\0b"}, "Null characters are not allowed."),
        ({"exclude_name": "Nobody & Co"}, "is called “Nobody &amp; Co”."),
        (
            {"include": "alder", "exclude": "alder"},
            "Alder Biologics cannot be included and left out at once.",
        ),
        (
            {"include": ["alder", "birch"], "cap": "1"},
            "2 partners must be included, and at most 1 may be.",
        ),
    ],
)
def test_options_that_make_no_sense_are_said_in_the_form(client_of, lead, url, options, sentence):
    page = client_of(lead).get(url, options)

    assert page.status_code == 200
    assert sentence in page.text
    assert page.context["shown"] is None


def test_nobody_listed_is_said_so(client_of, lead, world, url):
    for vendor in (world.alder, world.birch, world.cedar):
        suspend(vendor)

    page = client_of(lead).get(url)

    assert "Nobody meets any of these needs" in page.text


def test_program_without_needs_says_what_to_do(client_of, lead, sponsor):
    program = ProgramFactory(organisation=sponsor)

    page = client_of(lead).get(reverse("plan-detail", args=[program.pk]))

    assert "Nothing to plan yet" in page.text


def test_program_page_leads_to_the_plan(client_of, lead, world, url):
    assert url in client_of(lead).get(world.program.get_absolute_url()).text


def test_number_of_queries_does_not_grow(client_of, lead, world, url):
    client = client_of(lead)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    few = count()
    for vendor in VendorFactory.create_batch(4):
        line(SiteFactory(vendor=vendor), "M2.04")
    need(world.making, Phase.P2, "M2.04", "Drug substance", 3)
    KeptPlanFactory.create_batch(3, program=world.program)

    assert count() == few


def keeping(client, url, **changes) -> dict:
    """Return what the form of the page would send."""
    form = client.get(url).context["keeping"]
    return form.initial | {"reason": "Fewest transfers"} | changes


def test_plan_is_kept_with_the_reason(client_of, lead, world, url):
    client = client_of(lead)
    sent = keeping(client, url + "?cap=2")

    page = client.post(reverse("plan-keep", args=[world.program.pk]), sent, follow=True)

    kept = KeptPlan.objects.get()
    assert page.redirect_chain == [(kept.get_absolute_url(), 302)]
    assert kept.record["options"]["cap"] == 2
    assert "Kept by Lea D" in page.text
    assert "Fewest transfers" in page.text


def test_plan_without_a_reason_is_not_kept(client_of, lead, world, url):
    client = client_of(lead)

    page = client.post(
        reverse("plan-keep", args=[world.program.pk]), keeping(client, url, reason=" ")
    )

    assert "Why this plan: This field is required." in page.text
    assert KeptPlan.objects.count() == 0


def test_vendor_suspended_while_the_page_is_open_loses_no_word(client_of, lead, world, url):
    client = client_of(lead)
    sent = keeping(client, url)
    suspend(world.birch)

    page = client.post(reverse("plan-keep", args=[world.program.pk]), sent)

    assert page.status_code == 409
    assert "have changed since this plan was drawn" in page.text
    assert page.context["keeping"].initial["reason"] == "Fewest transfers"
    assert "birch" not in partners(page)
    assert KeptPlan.objects.count() == 0
    again = page.context["keeping"].initial
    client.post(reverse("plan-keep", args=[world.program.pk]), again)
    assert KeptPlan.objects.get().reason == "Fewest transfers"


def test_everybody_gone_while_the_page_is_open_is_no_error(client_of, lead, world, url):
    client = client_of(lead)
    sent = keeping(client, url)
    for vendor in (world.alder, world.birch, world.cedar):
        suspend(vendor)

    page = client.post(reverse("plan-keep", args=[world.program.pk]), sent)

    assert page.status_code == 409
    assert "Nobody meets any of these needs" in page.text


@pytest.mark.parametrize(
    "changes", [{"chosen": "x"}, {"seen": "x"}, {"options": "cap=x"}, {"options": "exclude=a%00b"}]
)
def test_tampered_form_keeps_nothing(client_of, lead, world, url, changes):
    client = client_of(lead)

    page = client.post(
        reverse("plan-keep", args=[world.program.pk]), keeping(client, url, **changes)
    )

    assert page.status_code in (200, 409)
    assert KeptPlan.objects.count() == 0


def test_kept_plan_is_opened_again_as_it_was_and_compared(client_of, evaluator, world):
    kept = KeptPlanFactory(program=world.program)
    suspend(world.birch)

    page = client_of(evaluator).get(kept.get_absolute_url())
    compared = client_of(evaluator).get(kept.get_absolute_url(), {"compare": "today"})

    assert "Three partners with one hand-off cover 6 of 6 needs." in page.text
    assert "No longer in the plan: Birch Manufacturing." not in page.text
    assert "No longer in the plan: Birch Manufacturing." in compared.text


def test_unchanged_plan_is_said_to_be_the_same(client_of, lead, world):
    kept = KeptPlanFactory(program=world.program)

    page = client_of(lead).get(kept.get_absolute_url(), {"compare": "today"})

    assert "Nothing: drawn today, it is the same plan." in page.text


def test_kept_plan_that_cannot_be_drawn_any_more_says_why(client_of, lead, world):
    kept = KeptPlanFactory(program=world.program)
    kept.record["options"]["include"] = ["birch"]
    kept.save()
    suspend(world.birch)

    page = client_of(lead).get(kept.get_absolute_url(), {"compare": "today"})

    assert "“birch” cannot be included" in page.text


@pytest.mark.parametrize("name", ["plan-export", "plan-kept-export"])
def test_plan_is_downloaded_and_read_back(client_of, evaluator, world, name):
    kept = KeptPlanFactory(program=world.program)
    pk = world.program.pk if name == "plan-export" else kept.pk

    pdf = client_of(evaluator).get(reverse(name, args=[pk, "pdf"]))
    xlsx = client_of(evaluator).get(reverse(name, args=[pk, "xlsx"]))

    assert pdf.headers["Content-Disposition"].startswith('attachment; filename="AUR-9-plan')
    text = pypdf.PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert "Three partners with one hand-off cover 6 of 6 needs." in text
    book = openpyxl.load_workbook(io.BytesIO(xlsx.content))
    assert [cell.value for cell in book["Partners"]["B"]] == [
        "Partner",
        "Alder Biologics",
        "Birch Manufacturing",
        "Cedar Research",
    ]


@pytest.mark.parametrize("name", ["plan-export", "plan-kept-export"])
def test_other_kinds_of_file_are_not_there(client_of, lead, world, name):
    kept = KeptPlanFactory(program=world.program)
    pk = world.program.pk if name == "plan-export" else kept.pk

    assert client_of(lead).get(reverse(name, args=[pk, "docx"])).status_code == 404


def test_export_with_wrong_options_shows_the_form(client_of, lead, world):
    url = reverse("plan-export", args=[world.program.pk, "pdf"])

    assert "Enter a whole number." in client_of(lead).get(url, {"cap": "x"}).text
