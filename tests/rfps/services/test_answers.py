import pytest

from audit.models import Event
from notifications.models import Email
from rfps.errors import RFPError
from rfps.models import RFP, Answer, Enquiry, Invitation
from rfps.services import answers
from tests.factories.board import EnquiryFactory
from tests.factories.rfps import InvitationFactory
from tests.factories.vendors import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(issued, vendors):
    """Give two questions of two vendors that mean the same."""
    return [
        EnquiryFactory(
            recipient=issued.invitations.get(vendor=vendor).recipients.get(),
            text=f"Which limit, asks {vendor.name}",
        )
        for vendor in vendors[:2]
    ]


@pytest.fixture
def publish(issued, procurement, now):
    def make(enquiries=(), question="Which limit?", text="2 percent.", at=None):
        return answers.publish(
            rfp=issued,
            enquiries=list(enquiries),
            question=question,
            text=text,
            by=procurement,
            now=at or now,
        )

    return make


def test_several_questions_alike_get_one_answer(publish, asked, procurement, now):
    answer = publish(asked, question=" Which limit? ")

    assert (answer.number, answer.question, answer.text) == (1, "Which limit?", "2 percent.")
    assert (answer.published_at, answer.published_by) == (now, procurement)
    assert set(Enquiry.objects.values_list("answer", flat=True)) == {answer.pk}


def test_answers_are_numbered_per_request(publish):
    assert [publish().number, publish().number] == [1, 2]


def test_everybody_is_told_and_no_mail_names_an_asker_or_the_answer(publish, asked):
    publish(asked)

    mails = Email.objects.filter(kind="answer-published").select_related("content").order_by("to")
    assert [mail.to for mail in mails] == [
        "rfp@brackenfell.example",
        "rfp@cindervale.example",
        "rfp@hallowmere.example",
    ]
    for mail in mails:
        said = mail.content.subject + mail.content.text + mail.content.html
        found = [
            word
            for word in ("Brackenfell", "Cindervale", "Which limit", "2 percent")
            if word in said and word.lower() not in mail.to
        ]
        assert found == []
        assert "answer 1" in mail.content.text


def test_a_vendor_before_its_cda_reads_neither_sponsor_nor_title(publish, issued):
    RFP.objects.update(needs_cda=True, blinded_title="Solid dose, Europe")

    publish()

    for mail in Email.objects.filter(kind="answer-published").select_related("content"):
        whole = mail.content.subject + mail.content.text + mail.content.html
        assert ("Auroral" in whole, issued.title in whole) == (False, False)


def test_a_revoked_vendor_hears_nothing_more(publish, issued, vendors, now):
    Invitation.objects.filter(vendor=vendors[0]).update(revoked_at=now)

    publish()

    assert Email.objects.filter(kind="answer-published").count() == 2


def test_a_question_is_answered_once(publish, asked):
    publish(asked[:1])

    with pytest.raises(RFPError, match="answered meanwhile"):
        publish(asked)

    assert (Answer.objects.count(), Enquiry.objects.filter(answer=None).count()) == (1, 1)


def test_a_question_on_another_request_is_refused(publish, asked):
    with pytest.raises(RFPError, match="not of this request"):
        publish([*asked, EnquiryFactory()])


@pytest.mark.parametrize("words", [{"question": " "}, {"text": ""}])
def test_an_answer_needs_both_its_sides(publish, asked, words):
    with pytest.raises(RFPError, match="Write both"):
        publish(asked, **words)


def test_after_the_deadline_nothing_is_published(publish, issued):
    with pytest.raises(RFPError, match="is closed since"):
        publish(at=issued.deadline_at)


def test_a_draft_has_no_answers(draft, procurement, now):
    with pytest.raises(RFPError, match="is draft"):
        answers.publish(
            rfp=draft, enquiries=[], question="Why?", text="So.", by=procurement, now=now
        )


def test_the_record_counts_who_was_told(publish, asked):
    publish(asked)

    event = Event.objects.get(verb="answer.published")
    assert (event.summary, event.data["enquiries"]) == (
        "Answer 1 published to 3 people",
        [one.pk for one in asked],
    )


def test_names_are_those_of_all_invited_and_their_people(issued, vendors):
    ContactFactory(vendor=vendors[2], name="Vera Quirke", email="v@quirke.example")

    names = answers.names_of(issued)

    assert {
        "Brackenfell",
        "I. Brackenfell",
        "rfp@brackenfell.example",
        "Vera Quirke",
        "Quirke",
        "quirke.example",
    } <= set(names)


def test_the_contact_of_another_sponsor_is_no_name_of_ours(issued, vendors, other_sponsor):
    ContactFactory(
        vendor=vendors[2], name="Vera Quirke", email="v@q.example", private_to=other_sponsor
    )

    assert "Quirke" not in answers.names_of(issued)


@pytest.mark.parametrize("count", [1, 3])
def test_names_are_gathered_in_three_queries(issued, count, django_assert_num_queries):
    InvitationFactory.create_batch(count, rfp=issued)

    with django_assert_num_queries(3):
        answers.names_of(issued)
