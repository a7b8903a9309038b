"""The pages of the decision: what they show, to whom, and what their forms refuse."""

import io

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from audit import acting
from rfps.models import Award, BidWaiver, Evaluator, Recommendation
from tests.factories.rfps import RFPFactory
from tests.rfps import decided

pytestmark = pytest.mark.django_db

PAGES = ("rfp-decision", "rfp-award", "rfp-debriefs", "rfp-obligations", "rfp-obligations-xlsx")


def url(world, name="rfp-decision", *more) -> str:
    return reverse(name, args=[world.rfp.pk, *more])


def chosen(world, **more) -> dict:
    return {
        "lot-1": str(world.bids["Cindervale"].pk),
        "lot-1-reason": "",
        "lot-2": str(world.bids["Brackenfell"].pk),
        "lot-2-reason": "",
        "reason": "First in both lots.",
    } | more


def test_the_page_shows_ranking_stability_gates_and_scenarios(client_of, world):
    page = client_of(world.buyer).get(url(world)).content.decode()
    assert "Cindervale: 82.00 points. Technical fit 40.00, Quality 12.00, Price 30.00" in page
    assert "Gate “Quality”: 1, and 2 is needed" in page
    assert "How firm is the first place? Cindervale leads in" in page
    assert page.index("Best score") < page.index("Cheapest") < page.index("Fewest suppliers (1)")


def test_amounts_carry_their_currency(client_of, world):
    page = client_of(world.buyer).get(url(world)).content.decode()
    assert "EUR 1,000</span>" in page
    assert "82.00 points, EUR 1,000</span>" in page
    assert "% of plausible weightings</span>" in page


def test_the_page_of_the_prices_counts_the_bids_that_the_decision_counts(client_of, world):
    decided.divide_prices(world.rfp)
    page = client_of(world.buyer).get(url(world, "rfp-prices")).content.decode()
    assert "Only bids in the running set the measure, as in the decision; out: Hallowmere." in page
    assert page.count("out of the running") == 1


def test_a_fingerprint_stands_once_on_the_page_of_the_award(client_of, world):
    world.award()
    page = client_of(world.buyer).get(url(world, "rfp-award")).content.decode()
    sha256 = Recommendation.objects.get().sha256
    assert page.count(sha256) == 1


def test_a_scenario_is_asked_by_get_and_by_htmx(client_of, world):
    client = client_of(world.buyer)
    asked = {"aim": "best", "budget": "2999", "most": "1"}
    page = client.get(url(world), asked).content.decode()
    reason = "The cheapest award of these lots comes to 3,000.00, above the budget of 2,999.00."
    assert reason in page
    headers = {"HX-Request": "true", "HX-Target": "scenarios"}
    part = client.get(url(world), asked, headers=headers).content.decode()
    assert reason in part
    assert "<html" not in part


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"most": "0"}, "greater than or equal to 1"),
        ({"budget": "many"}, "Enter a number"),
        ({"aim": "dearest"}, "Select a valid choice"),
        ({"include": "Ash", "most": "x"}, "Select a valid choice"),
        ({"include": "Cindervale", "exclude": "Cindervale"}, "Cindervale cannot be in and out."),
    ],
)
def test_a_wish_that_makes_no_sense_is_explained(client_of, world, asked, message):
    answer = client_of(world.buyer).get(url(world), asked)
    assert answer.status_code == 200
    assert message in answer.content.decode()


def test_before_the_prices_are_open_there_is_nothing_to_see(client_of, world):
    with acting.as_system():
        sealed = decided.request(world.sponsor, world.buyer, vendors=("Ash", "Birch"))
    client = client_of(world.buyer)
    page = client.get(reverse("rfp-decision", args=[sealed.pk])).content.decode()
    assert "Nothing to decide yet" in page
    answer = client.get(reverse("rfp-file", args=[sealed.pk, "pdf"]))
    assert answer.url == reverse("rfp-decision", args=[sealed.pk])


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_has_no_page_that_breaks(client_of, world, name):
    with acting.as_system():
        draft = RFPFactory(organisation=world.sponsor, created_by=world.buyer)
    answer = client_of(world.buyer).get(reverse(name, args=[draft.pk]))
    assert answer.status_code in {200, 302}


def test_who_has_declared_a_conflict_is_shut_out(client_of, world):
    recommendation, now = world.recommend(), timezone.now()
    Evaluator.objects.create(
        organisation=world.sponsor,
        rfp=world.rfp,
        user=world.signer,
        named_at=now,
        declared_at=now,
        has_conflict=True,
        statement="My brother works there.",
    )
    client = client_of(world.signer)
    assert client.get(url(world)).status_code == 403
    sign = reverse("award-sign", args=[recommendation.pk])
    assert client.post(sign, {"password": decided.PASSWORD}).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_no_page(client_of, world, stranger, name):
    assert client_of(stranger).get(url(world, name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_who_only_scores_sees_no_prices(client_of, world, name):
    with acting.as_system():
        scorer = decided.colleague(world.sponsor, "evaluator")
    assert client_of(scorer).get(url(world, name)).status_code == 403


def test_a_lead_reads_and_does_not_act(client_of, world):
    client = client_of(world.lead)
    page = client.get(url(world)).content.decode()
    assert "Recommend" not in page
    assert client.get(url(world, "rfp-recommend")).status_code == 403
    assert client.post(url(world, "decision-waive")).status_code == 403


def test_a_gate_is_waived_and_taken_back(client_of, world):
    client = client_of(world.buyer)
    sent = {
        "lot": "1",
        "bid": str(world.bids["Hallowmere"].pk),
        "criterion": world.key_of("Quality"),
        "reason": "The certificate came since.",
    }
    refused = client.post(url(world, "decision-waive"), sent | {"reason": ""}, follow=True)
    assert "Say why the gate is lifted" in refused.content.decode()
    page = client.post(url(world, "decision-waive"), sent, follow=True).content.decode()
    assert "The certificate came since." in page
    waiver = BidWaiver.objects.get()
    client.post(reverse("bid-waiver-take-back", args=[waiver.pk]))
    assert not BidWaiver.objects.exists()


def test_another_sponsors_waiver_is_not_found(client_of, world, stranger):
    waiver = world.waive()
    answer = client_of(stranger).post(reverse("bid-waiver-take-back", args=[waiver.pk]))
    assert answer.status_code == 404


def test_a_recommendation_is_filled_in_from_who_is_first(client_of, world):
    client = client_of(world.buyer)
    form = client.get(url(world, "rfp-recommend")).context["form"]
    assert form["lot-1"].value() == str(world.bids["Cindervale"].pk)
    assert form["lot-2"].value() == str(world.bids["Brackenfell"].pk)
    by_scenario = client.get(url(world, "rfp-recommend"), {"lot-1": "nobody"}).context["form"]
    assert by_scenario["lot-1"].value() == "nobody"


def test_recommended_signed_and_awarded(client_of, world):
    buyer, signer = client_of(world.buyer), client_of(world.signer)
    address = url(world, "rfp-recommend") + "?aim=cheapest&most=2"
    assert buyer.post(address, chosen(world)).url == url(world, "rfp-award")
    recommendation = Recommendation.objects.get()
    assert recommendation.record["scenario"]["aim"] == "cheapest"
    own = buyer.get(url(world, "rfp-award")).content.decode()
    assert "a second person has to sign it" in own
    sign = reverse("award-sign", args=[recommendation.pk])
    assert "a second person has to sign" in buyer.post(sign, {"password": "x"}).content.decode()
    wrong = signer.post(sign, {"password": "guess"})
    assert (wrong.status_code, "This is not your password" in wrong.content.decode()) == (422, True)
    assert not Award.objects.exists()
    page = signer.post(sign, {"password": decided.PASSWORD}, follow=True).content.decode()
    assert "Signed by <b>Sig Ner</b>" in page
    assert recommendation.sha256 in page
    assert Award.objects.count() == 2


def test_an_incomplete_recommendation_says_what_is_missing(client_of, world):
    client = client_of(world.buyer)
    sent = chosen(world, **{"lot-2": "nobody"})
    page = client.post(url(world, "rfp-recommend"), sent).content.decode()
    assert "Say why Testing is not awarded." in page
    page = client.post(url(world, "rfp-recommend"), {}).content.decode()
    assert "This field is required" in page
    page = client.post(url(world, "rfp-recommend"), chosen(world, **{"lot-1": "x"}))
    assert "Select a valid choice" in page.content.decode()
    assert not Recommendation.objects.exists()


def test_it_is_sent_back_with_a_reason(client_of, world):
    recommendation, client = world.recommend(), client_of(world.signer)
    back = reverse("award-send-back", args=[recommendation.pk])
    assert "required" in client.post(back, {"reason": ""}).content.decode()
    assert client.post(back, {"reason": "Ask for references."}).url == url(world)
    assert "Ask for references." in client.get(url(world, "rfp-award")).content.decode()


def test_a_stale_record_says_what_has_changed(client_of, world):
    world.waive()
    recommendation = world.recommend()
    BidWaiver.objects.update(reason="Another reason.")
    client = client_of(world.signer)
    told = "The points, the price or the gates of Hallowmere for Drug product are others now."
    assert told in client.get(url(world, "rfp-award")).content.decode()
    sign = reverse("award-sign", args=[recommendation.pk])
    assert told in client.post(sign, {"password": decided.PASSWORD}).content.decode()
    assert not Award.objects.exists()


def test_an_award_is_revoked_with_a_reason(client_of, world):
    award, client = world.award()[0], client_of(world.buyer)
    address = reverse("award-revoke", args=[award.pk])
    assert "Cindervale is told" in client.get(address).content.decode()
    assert "required" in client.post(address, {"cause": "", "reason": ""}).content.decode()
    sent = {"cause": "withdrew", "reason": "The line is not free."}
    page = client.post(address, sent, follow=True).content.decode()
    assert "The vendor withdrew: The line is not free." in page
    assert "revoked already" in client.post(address, sent).content.decode()


def test_another_sponsors_award_is_not_found(client_of, world, stranger):
    award, client = world.award()[0], client_of(stranger)
    assert client.get(reverse("award-revoke", args=[award.pk])).status_code == 404
    sent = {"cause": "withdrew", "reason": "x"}
    assert client.post(reverse("award-revoke", args=[award.pk]), sent).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "lead"])
@pytest.mark.parametrize("name", ["award-sign", "award-send-back"])
def test_who_may_not_sign(request, client_of, world, who, name):
    recommendation = world.recommend()
    user = world.lead if who == "lead" else request.getfixturevalue("stranger")
    answer = client_of(user).post(reverse(name, args=[recommendation.pk]), {"password": "x"})
    assert answer.status_code == (403 if who == "lead" else 404)


def test_the_queries_of_the_page_are_flat(client_of, world, django_assert_num_queries):
    client = client_of(world.buyer)
    with django_assert_num_queries(31):
        client.get(url(world))


def test_the_whole_file_as_workbook_and_as_pdf(client_of, world):
    world.waive()
    world.award()
    client = client_of(world.buyer)
    book = load_workbook(io.BytesIO(client.get(url(world, "rfp-file", "xlsx")).content))
    names = ("Request", "Versions", "Invitations", "Bids", "Evaluators", "Scores", "Prices")
    more = ("Drug product", "Waivers", "Recommendations", "Signatures", "Awards", "Debriefs")
    assert {*names, *more, "Record"} <= set(book.sheetnames)
    rows = [[cell.value for cell in row] for row in book["Awards"].iter_rows(min_row=2)]
    assert [row[:2] for row in rows] == [["Drug product", "Cindervale"], ["Testing", "Brackenfell"]]
    totals = {row[1].value: row[5].value for row in book["Drug product"].iter_rows(min_row=2)}
    assert totals == {"Cindervale": 82, "Brackenfell": 81, "Hallowmere": 81}
    read = pypdf.PdfReader(io.BytesIO(client.get(url(world, "rfp-file", "pdf")).content))
    text = "".join(page.extract_text() for page in read.pages)
    assert "Sig Ner" in text
    assert client.get(url(world, "rfp-file", "doc")).status_code == 404


def test_who_does_what_as_page_and_workbook(client_of, world):
    world.award()
    client = client_of(world.buyer)
    assert "does it" in client.get(url(world, "rfp-obligations")).content.decode()
    book = load_workbook(io.BytesIO(client.get(url(world, "rfp-obligations-xlsx")).content))
    rows = [[cell.value for cell in row] for row in book["Who does what"].iter_rows(min_row=2)]
    assert [(row[0], row[3]) for row in rows] == [
        ("Tablets", "Cindervale"),
        ("Stability tests", "Brackenfell"),
    ]


def test_the_programs_page_shows_partners(client_of, world):
    address = world.rfp.program.get_absolute_url()
    client = client_of(world.buyer)
    assert "h-sourced" not in client.get(address).content.decode()
    world.award()
    page = client.get(address).content.decode()
    assert "All 2 needs are awarded" in page


def test_the_vendors_page_shows_how_it_answers_to_its_sponsor_alone(client_of, world, stranger):
    vendor = world.bids["Cindervale"].invitation.vendor
    address = reverse("vendor-detail", args=[vendor.slug])
    assert "1 with a bid" in client_of(world.buyer).get(address).content.decode()
    other = client_of(stranger).get(address).content.decode()
    assert "None of your requests to this vendor" in other
