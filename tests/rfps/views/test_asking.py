"""The vendor's questions, and what of the others' it may read."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rfps.models import RFP, Answer, Enquiry
from tests.rfps.conftest import open_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, token, recipient):
    open_link(client, token, recipient.email)
    return client


@pytest.fixture
def url(token) -> str:
    return reverse("respond-enquiries", args=[token])


@pytest.fixture
def of_another(issued, vendors, now):
    """Give a question of Cindervale and the answer to all."""
    other = issued.invitations.get(vendor=vendors[1])
    answer = Answer.objects.create(
        organisation=issued.organisation,
        rfp=issued,
        number=1,
        question="May the tablets be debossed?",
        text="Yes, on both sides.",
        published_at=now,
    )
    return Enquiry.objects.create(
        organisation=issued.organisation,
        rfp=issued,
        invitation=other,
        recipient=other.recipients.get(),
        text="Cindervale would like to deboss.",
        asked_at=now,
        answer=answer,
    )


def test_a_question_is_asked_and_waits(client, url, invitation):
    page = client.post(url, {"text": "How many batches?"}, follow=True).content.decode()

    assert Enquiry.objects.get().invitation == invitation
    assert "How many batches?" in page
    assert "Waits for its answer" in page


def test_the_answer_is_read_by_all_and_the_asker_by_none(client, url, of_another):
    page = client.get(url).content.decode()

    assert "May the tablets be debossed?" in page
    assert "Yes, on both sides." in page
    assert ("Cindervale" in page, "would like to deboss" in page) == (False, False)


def test_ones_own_answered_question_leads_to_its_answer(client, url, of_another, recipient):
    Enquiry.objects.update(invitation=recipient.invitation, recipient=recipient)

    page = client.get(url).content.decode()

    assert 'href="#answer-1">Answered as number 1</a>' in page


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_a_wrong_question_keeps_what_was_typed(client, url, text):
    response = client.post(url, {"text": text})

    assert list(response.context["form"].errors) == ["text"]
    assert response.context["form"]["text"].value() == text
    assert Enquiry.objects.count() == 0


def test_after_its_time_no_question_is_taken_and_the_page_says_when_it_was(client, url, now):
    RFP.objects.update(questions_close_at=now - timedelta(minutes=1))

    shown, sent = client.get(url), client.post(url, {"text": "Too late?"})

    assert "Questions were taken until" in shown.content.decode()
    assert "Send the question" not in shown.content.decode()
    assert "Questions were taken until" in sent.content.decode()
    assert Enquiry.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_page_has_a_flat_query_count(
    client, url, invitation, recipient, now, count, django_assert_num_queries
):
    common = {"organisation": invitation.organisation, "rfp": invitation.rfp}
    for number in range(count):
        answer = Answer.objects.create(
            number=number, question="?", text="!", published_at=now, **common
        )
        Enquiry.objects.create(
            invitation=invitation,
            recipient=recipient,
            text=f"Question {number}",
            asked_at=now,
            answer=answer,
            **common,
        )

    with django_assert_num_queries(24):
        client.get(url)
