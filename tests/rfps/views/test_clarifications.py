"""The pages of the clarification rounds, on both sides."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from audit import acting
from rfps.models import Clarification, ClarificationFile, Evaluator
from rfps.services import clarifications
from tests.factories.board import ClarificationFactory
from tests.rfps import priced, sealed
from tests.rfps.conftest import open_link

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 an explanation"


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def opened(asked, bidders, procurement, lead):
    priced.submit(asked, bidders[:2])
    sealed.open_bids(asked, procurement, lead)
    asked.refresh_from_db()
    return asked


@pytest.fixture
def address(opened) -> str:
    return reverse("rfp-clarifications", args=[opened.pk])


@pytest.fixture
def row(opened, bidders, procurement) -> Clarification:
    """Give a question to the first bidder."""
    now = timezone.now()
    with acting.as_organisation(opened.organisation_id):
        (found,) = clarifications.ask(
            rfp=opened,
            invited=[bidders[0].invitation],
            text="Who does the release?",
            due_at=now + timedelta(days=7),
            by=procurement,
            now=now,
        )
    return found


@pytest.fixture
def as_bidder(client, bidders):
    open_link(client, bidders[0].token, bidders[0].email)
    return client


def by_link(name, bidder, *parts) -> str:
    return reverse(name, args=[bidder.token, *parts])


def test_procurement_asks_those_whose_bids_are_open(client_of, procurement, address, bidders):
    client = client_of(procurement)
    offered = re.findall(r'name="invited".*?>\s*(\w+)', client.get(address).content.decode(), re.S)
    due = (timezone.now() + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")
    chosen = [bidder.invitation.pk for bidder in bidders[:2]]

    response = client.post(
        address, {"invited": chosen, "text": "Why so cheap?", "due": due}, follow=True
    )

    assert offered == ["Brackenfell", "Cindervale"]
    assert "Asked 2 bidders; each is told." in text(response)
    assert Clarification.objects.filter(text="Why so cheap?").count() == 2


def test_what_is_wrong_stands_on_the_page(client_of, procurement, address, bidders):
    response = client_of(procurement).post(address, {"text": "", "due": "soon"})

    said = text(response)
    assert response.status_code == 200
    assert "Choose at least one bidder." in said
    assert "Enter a valid date/time." in said
    assert not Clarification.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("stranger", 404), ("curator", 404), ("member", 403), ("evaluator", 403)],
)
def test_who_may_not_read_them(request, client_of, address, row, who, status):
    client = client_of(request.getfixturevalue(who))

    assert client.get(address).status_code == status


def test_a_lead_reads_and_does_not_ask(client_of, lead, address, row):
    client = client_of(lead)

    assert "Who does the release?" in text(client.get(address))
    assert client.post(address, {"text": "x"}).status_code == 403
    withdrawn = client.post(reverse("clarification-withdraw", args=[row.pk]))
    assert withdrawn.status_code == 403


def test_sealed_bids_cannot_be_asked_about(client_of, procurement, asked):
    response = client_of(procurement).get(reverse("rfp-clarifications", args=[asked.pk]))

    assert "The bids are sealed." in text(response)


def test_the_bidder_answers_by_its_link_and_the_sponsor_reads_it(
    client_of, procurement, as_bidder, bidders, row, address
):
    page = by_link("respond-clarifications", bidders[0])
    assert "Who does the release?" in text(as_bidder.get(page))

    upload = SimpleUploadedFile("how.pdf", PDF)
    response = as_bidder.post(
        by_link("respond-clarify", bidders[0], row.pk),
        {f"{row.pk}-text": "Our partner.", f"{row.pk}-files": [upload]},
        follow=True,
    )
    assert "Sent. Your bid stays as you submitted it." in text(response)
    file = ClarificationFile.objects.get()
    own = as_bidder.get(by_link("respond-clarification-file", bidders[0], file.pk))
    assert own.content == PDF

    client = client_of(procurement)
    assert "Our partner." in text(client.get(address))
    fetched = client.get(reverse("clarification-file", args=[file.pk]))
    assert (fetched.content, fetched["Content-Disposition"]) == (
        PDF,
        'attachment; filename="how.pdf"',
    )


def test_a_wrong_answer_stays_on_the_page(as_bidder, bidders, row):
    address = by_link("respond-clarify", bidders[0], row.pk)
    upload = SimpleUploadedFile("run.exe", b"MZ")

    empty = as_bidder.post(address, {f"{row.pk}-text": ""})
    refused = as_bidder.post(address, {f"{row.pk}-text": "See.", f"{row.pk}-files": [upload]})

    assert "This field is required." in text(empty)
    assert "run.exe" in text(refused)
    assert "See." in refused.content.decode()
    row.refresh_from_db()
    assert row.answer == ""


def test_another_bidder_meets_nothing(client, bidders, row):
    other = bidders[1]
    open_link(client, other.token, other.email)

    page = client.get(by_link("respond-clarifications", other))
    answer = client.post(by_link("respond-clarify", other, row.pk), {f"{row.pk}-text": "Mine"})

    assert "has asked nothing about your bid" in text(page)
    assert answer.status_code == 404


def test_a_stranger_withdraws_and_fetches_nothing(client_of, stranger, row):
    client = client_of(stranger)

    assert client.post(reverse("clarification-withdraw", args=[row.pk])).status_code == 404
    assert client.get(reverse("clarification-file", args=[row.pk])).status_code == 404


def test_procurement_withdraws(client_of, procurement, row):
    response = client_of(procurement).post(
        reverse("clarification-withdraw", args=[row.pk]), follow=True
    )

    assert "Withdrawn; the bidder is told." in text(response)


@pytest.mark.parametrize("count", [1, 2])
def test_the_number_of_queries_does_not_follow_the_questions(
    django_assert_num_queries, client_of, procurement, opened, bidders, address, count
):
    for bidder in bidders[:count]:
        ClarificationFactory(invitation=bidder.invitation, asked_by=procurement)
    client = client_of(procurement)

    with django_assert_num_queries(QUERIES):
        client.get(address)


QUERIES = 15


def test_who_may_not_read_the_bids_reads_no_answer(client_of, procurement, opened, address, row):
    client = client_of(procurement)
    assert client.get(address).status_code == 200

    evaluator = Evaluator.objects.create(
        organisation_id=opened.organisation_id,
        rfp=opened,
        user=procurement,
        named_by=procurement,
        named_at=timezone.now(),
    )

    withdraw = reverse("clarification-withdraw", args=[row.pk])
    for has_conflict in (None, True):
        Evaluator.objects.filter(pk=evaluator.pk).update(
            has_conflict=has_conflict,
            declared_at=timezone.now() if has_conflict else None,
            statement="I own shares." if has_conflict else "",
        )
        assert client.get(address).status_code == 403
        assert client.post(withdraw).status_code == 403
