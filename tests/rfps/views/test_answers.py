import pytest
from django.urls import reverse

from notifications.models import Email
from rfps.models import RFP, Answer, Enquiry
from tests.factories.board import AnswerFactory, EnquiryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client_of, procurement):
    return client_of(procurement)


@pytest.fixture
def asked(recipient):
    return [
        EnquiryFactory(recipient=recipient, text="May Brackenfell propose a second coating?"),
        EnquiryFactory(recipient=recipient, text="Which limit applies?"),
    ]


@pytest.fixture
def url(issued):
    return reverse("answer-publish", args=[issued.pk])


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_has_a_flat_query_count(
    buyer, issued, recipient, count, django_assert_num_queries
):
    EnquiryFactory.create_batch(count, recipient=recipient)
    for answer in AnswerFactory.create_batch(count, rfp=issued):
        EnquiryFactory(recipient=recipient, answer=answer)

    with django_assert_num_queries(13):
        response = buyer.get(reverse("rfp-enquiries", args=[issued.pk]))

    assert len(response.context["open_enquiries"]) == count
    assert len(response.context["answers"]) == count


def test_the_list_names_who_asks(buyer, issued, asked):
    page = buyer.get(reverse("rfp-enquiries", args=[issued.pk])).content.decode()

    assert "Brackenfell, I. Brackenfell" in page


def test_the_list_warns_when_answers_are_late(buyer, issued, asked, now):
    RFP.objects.update(answers_due_at=now)

    page = buyer.get(reverse("rfp-enquiries", args=[issued.pk])).content.decode()

    assert "Answers were promised by" in page


def test_a_member_reads_the_questions_and_cannot_answer(client_of, member, issued, asked):
    page = client_of(member).get(reverse("rfp-enquiries", args=[issued.pk])).content.decode()

    assert "Which limit applies?" in page
    assert 'type="checkbox"' not in page


def test_the_form_starts_with_the_words_of_the_chosen(buyer, url, asked):
    response = buyer.get(url, {"enquiries": [one.pk for one in asked]})

    page = response.content.decode()
    assert "Answer 2 questions" in page
    assert response.context["form"]["question"].value() == (
        "May Brackenfell propose a second coating?\n\nWhich limit applies?"
    )
    assert "It names Brackenfell." in page


def test_the_form_publishes_and_leads_back(buyer, url, issued, asked):
    data = {
        "enquiries": [asked[1].pk],
        "question": "Which limit applies?",
        "text": "Two percent.",
    }

    response = buyer.post(url, data)

    assert response.url == reverse("rfp-enquiries", args=[issued.pk])
    assert list(Answer.objects.values_list("question", "text")) == [
        ("Which limit applies?", "Two percent.")
    ]
    assert list(Enquiry.objects.filter(answer=None)) == [asked[0]]
    assert Email.objects.filter(kind="answer-published").count() == 3


@pytest.mark.parametrize(
    "words", ["BRACKENFELL asks", "Dr. I. Hallowmere asks", "See rfp@cindervale.example"]
)
def test_a_name_in_the_words_asks_for_a_second_look(buyer, url, asked, words):
    data = {"enquiries": [asked[0].pk], "question": words, "text": "Yes."}

    first = buyer.post(url, data)
    before = Answer.objects.count()
    second = buyer.post(url, data | {"is_confirmed": "on"})

    page = first.content.decode()
    assert (first.status_code, before) == (200, 0)
    assert "Take it out, or tick this." in page
    assert words in page
    assert (second.status_code, Answer.objects.get().question) == (302, words)


def test_a_clarification_answers_nobody(buyer, url, asked):
    buyer.post(url, {"question": "Which campus?", "text": "Odense."})

    assert Answer.objects.get().enquiries.count() == 0
    assert Enquiry.objects.filter(answer=None).count() == 2


@pytest.mark.parametrize("field", ["question", "text"])
def test_an_answer_without_words_keeps_what_was_typed(buyer, url, asked, field):
    data = {"enquiries": [asked[1].pk], "question": "Which?", "text": "Two."} | {field: " "}

    response = buyer.post(url, data)

    kept = "Two." if field == "question" else "Which?"
    assert (response.status_code, Answer.objects.count()) == (200, 0)
    assert kept in response.content.decode()
    assert f'name="enquiries" value="{asked[1].pk}"' in response.content.decode()


@pytest.mark.parametrize("given", ["x", "-1", "9" * 30, "²", "1 OR 1"])
def test_a_tampered_choice_chooses_nothing(buyer, url, asked, given):
    response = buyer.get(url, {"enquiries": given})

    assert (response.status_code, len(response.context["chosen"])) == (200, 0)


def test_a_question_on_another_request_cannot_be_answered_here(buyer, url):
    foreign = EnquiryFactory()

    response = buyer.post(url, {"enquiries": [foreign.pk], "question": "Which?", "text": "Two."})

    assert (response.status_code, Answer.objects.count()) == (200, 0)


def test_after_the_deadline_the_form_says_that_nothing_can_be_published(buyer, url, issued, now):
    RFP.objects.update(deadline_at=now)

    page = buyer.get(url).content.decode()

    assert "is not open: nothing can be published" in page
