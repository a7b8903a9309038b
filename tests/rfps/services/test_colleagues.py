import pytest

from notifications.models import Email
from rfps import tokens
from rfps.errors import RFPError
from rfps.models import RFP, Recipient
from rfps.services import colleagues
from tests.rfps.conftest import token_for

pytestmark = pytest.mark.django_db


def add(recipient, now, name="Kurt Reber", email="kurt@brackenfell.example"):
    return colleagues.add(recipient=recipient, name=name, email=email, now=now)


def refusal(move, *arguments, **options) -> str:
    with pytest.raises(RFPError) as error:
        move(*arguments, **options)
    return str(error.value)


def test_a_colleague_gets_a_link_of_their_own(recipient, invitation, now):
    kurt = add(recipient, now)

    found = tokens.find(token_for(kurt))
    mail = Email.objects.get(kind="colleague-added")
    assert (found, found.invitation, found.introduced_by) == (kurt, invitation, recipient)
    assert (mail.to, mail.is_sensitive) == ("kurt@brackenfell.example", True)
    assert mail.content.subject == "I. Brackenfell brings you in: Drug product, tablets"


def test_the_mail_names_neither_sponsor_nor_title_before_the_cda(blinded, now):
    add(blinded, now)

    content = Email.objects.get(kind="colleague-added").content
    said = f"{content.subject} {content.text} {content.html}"
    assert [word for word in ("Auroral", "Drug product") if word in said] == []
    assert "An oral solid" in content.subject


@pytest.mark.parametrize("email", ["rfp@brackenfell.example", "RFP@brackenfell.example"])
def test_nobody_has_two_links(recipient, now, email):
    assert refusal(add, recipient, now, email=email) == f"{email} has a link already."
    assert Recipient.objects.filter(invitation=recipient.invitation).count() == 1


def test_ten_people_have_a_link_at_most(recipient, now):
    for number in range(colleagues.MOST - 1):
        add(recipient, now, email=f"k{number}@brackenfell.example")

    said = refusal(add, recipient, now)

    assert said == "10 people have a link, which is the most. Remove one first."


def test_nobody_is_added_after_the_deadline(recipient, now):
    RFP.objects.update(deadline_at=now)

    assert "deadline has passed" in refusal(add, recipient, now)


def test_one_removes_those_one_has_added_and_nobody_else(recipient, now):
    kurt = add(recipient, now)
    lena = add(kurt, now, name="Lena", email="lena@brackenfell.example")

    said = [
        refusal(colleagues.remove, recipient=recipient, colleague=other, now=now)
        for other in (lena, recipient)
    ]
    colleagues.remove(recipient=recipient, colleague=kurt, now=now)

    kurt.refresh_from_db()
    assert said == [
        "Lena was added by somebody else, who can remove the link.",
        "I. Brackenfell was added by somebody else, who can remove the link.",
    ]
    assert kurt.revoked_at == now


def test_a_removed_colleague_can_be_added_again(recipient, now):
    colleagues.remove(recipient=recipient, colleague=add(recipient, now), now=now)

    again = add(recipient, now)

    assert again.revoked_at is None
