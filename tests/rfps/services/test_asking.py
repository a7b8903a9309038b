from datetime import timedelta

import pytest

from notifications.models import Email
from rfps.errors import RFPError
from rfps.models import RFP, Enquiry
from rfps.services import asking

pytestmark = pytest.mark.django_db


def ask(recipient, now, text="May the tablets be debossed?"):
    return asking.ask(recipient=recipient, text=text, now=now)


def refusal(recipient, now, **options) -> str:
    with pytest.raises(RFPError) as error:
        ask(recipient, now, **options)
    return str(error.value)


def test_a_question_is_kept_and_the_buyers_are_told_by_whom(recipient, invitation, now):
    ask(recipient, now, text="  May the tablets be debossed? ")

    enquiry, mail = Enquiry.objects.get(), Email.objects.get(kind="enquiry-received")
    assert (enquiry.text, enquiry.invitation, enquiry.recipient, enquiry.asked_at) == (
        "May the tablets be debossed?",
        invitation,
        recipient,
        now,
    )
    assert (mail.to, mail.content.subject) == (
        "procurement@auroral.example",
        "Brackenfell asks about Drug product, tablets",
    )
    for part in (mail.content.text, mail.content.html):
        assert "May the tablets be debossed?" in part


def test_questions_close_at_their_time(recipient, now):
    RFP.objects.update(questions_close_at=now + timedelta(days=1))

    ask(recipient, now)
    said = refusal(recipient, now + timedelta(days=1), text="Too late?")

    assert said == "Questions were taken until 23 Nov 2026, 10:00 Europe/Zurich (UTC+01:00)."
    assert Enquiry.objects.count() == 1


def test_without_such_a_time_they_close_with_the_deadline(recipient, issued, now):
    assert "deadline has passed" in refusal(recipient, issued.deadline_at)
    ask(recipient, issued.deadline_at - timedelta(seconds=1))


def test_a_question_says_something_and_is_asked_once(recipient, now):
    ask(recipient, now)

    assert refusal(recipient, now, text="  \n ") == "Write your question."
    assert "exactly this already" in refusal(recipient, now)
    assert Enquiry.objects.count() == 1


def test_there_is_a_most(recipient, invitation, now):
    common = {"organisation": invitation.organisation, "rfp": invitation.rfp, "asked_at": now}
    Enquiry.objects.bulk_create(
        Enquiry(invitation=invitation, recipient=recipient, text=f"Question {number}", **common)
        for number in range(asking.MOST)
    )

    assert "the most one vendor can ask" in refusal(recipient, now, text="Another one")


def test_nobody_asks_before_the_cda(blinded, now):
    assert "confidentiality agreement first" in refusal(blinded, now)
