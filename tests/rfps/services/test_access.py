from datetime import timedelta

import pytest

from audit.models import Event
from notifications.models import Email
from rfps.errors import RFPError
from rfps.models import AccessCode, Disclosure
from rfps.services import access
from tests.factories.accounts import OrganisationFactory, person
from tests.rfps.conftest import code_for, freeze_again

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def send(recipient, now) -> str:
    access.send_code(recipient=recipient, now=now)
    return code_for(recipient.email)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_the_code_goes_to_the_invited_address_and_only_its_hash_is_kept(recipient, now):
    code = send(recipient, now)

    stored, mail = AccessCode.objects.get(), Email.objects.get(kind="access-code")
    assert (mail.to, mail.priority, mail.is_sensitive, mail.expires_at) == (
        recipient.email,
        1,
        True,
        now + timedelta(minutes=15),
    )
    assert (stored.expires_at, stored.tries) == (now + timedelta(minutes=15), 0)
    assert code not in str(vars(stored))
    assert mail.organisation is None


def test_the_mail_with_the_code_says_nothing_of_the_request(recipient, issued, now):
    send(recipient, now)

    content = Email.objects.get(kind="access-code").content
    said = f"{content.subject} {content.text} {content.html}"
    found = [word for word in (issued.title, issued.number, "Auroral", "tablets") if word in said]
    assert found == []


def test_the_right_code_opens_once_dates_the_reading_and_discloses_the_version(
    recipient, invitation, now
):
    code = send(recipient, now)

    first = access.open_by_code(recipient=recipient, code=f" {code[:3]} {code[3:]} ", now=now)
    second = access.open_by_code(recipient=recipient, code=code, now=now)

    invitation.refresh_from_db()
    assert (first, second) == ("", "No code is waiting for you. Ask for one first.")
    assert (invitation.viewed_at, recipient.viewed_at) == (now, now)
    assert [seen.version.number for seen in Disclosure.objects.all()] == [1]
    assert Event.objects.filter(verb="invitation.opened").count() == 1


def test_after_five_wrong_tries_the_right_code_is_dead_too(recipient, now):
    code = send(recipient, now)

    said = [
        access.open_by_code(recipient=recipient, code=other_than(code), now=now) for _ in range(5)
    ]
    last = access.open_by_code(recipient=recipient, code=code, now=now)

    assert said == [
        "This is not the code. 4 tries are left.",
        "This is not the code. 3 tries are left.",
        "This is not the code. 2 tries are left.",
        "This is not the code. 1 try is left.",
        "This is not the code, and it was the last try. Ask for a new one.",
    ]
    assert last == "This code was tried too often. Ask for a new one."
    assert Event.objects.filter(verb="invitation.code-refused").count() == 5


def test_a_code_lives_for_fifteen_minutes(recipient, now):
    code = send(recipient, now)

    late = access.open_by_code(recipient=recipient, code=code, now=now + 15 * MINUTE)
    in_time = access.open_by_code(
        recipient=recipient, code=code, now=now + 15 * MINUTE - timedelta(seconds=1)
    )

    assert (late, in_time) == ("This code has expired. Ask for a new one.", "")


def test_a_new_code_replaces_the_old_one_and_stops_its_mail(recipient, now):
    old = send(recipient, now)
    new = send(recipient, now + MINUTE)

    states = list(
        Email.objects.filter(kind="access-code").order_by("created_at").values_list("state")
    )
    assert states == [("cancelled",), ("ready",)]
    assert access.open_by_code(recipient=recipient, code=old, now=now + MINUTE) != ""
    assert access.open_by_code(recipient=recipient, code=new, now=now + MINUTE) == ""


def test_the_code_of_one_person_opens_nothing_for_another(issued, now):
    one, other = (invitation.recipients.get() for invitation in issued.invitations.all()[:2])
    send(other, now)
    code = send(one, now)

    assert access.open_by_code(recipient=other, code=code, now=now) != ""


def test_codes_are_limited_by_the_minute_the_hour_and_the_day(recipient, now):
    def sentence(at) -> str:
        try:
            access.send_code(recipient=recipient, now=at)
        except RFPError as error:
            return str(error)
        return ""

    said = {
        "at once": sentence(now),
        "same minute": sentence(now + timedelta(seconds=59)),
        "next minutes": [sentence(now + count * MINUTE) for count in range(1, 5)],
        "sixth": sentence(now + 6 * MINUTE),
        "hour later": [sentence(now + timedelta(hours=1 + n, minutes=30)) for n in range(7)],
        "thirteenth": sentence(now + timedelta(hours=12)),
        "next day": sentence(now + timedelta(days=1, hours=2)),
    }

    assert said == {
        "at once": "",
        "same minute": "A code has just been sent. Give it a minute to arrive.",
        "next minutes": [""] * 4,
        "sixth": "Five codes were sent within an hour. Try again in an hour.",
        "hour later": [""] * 7,
        "thirteenth": "Too many codes were sent today. Try again tomorrow.",
        "next day": "",
    }


def test_the_limit_is_each_persons_own(issued, now):
    for invitation in issued.invitations.all():
        access.send_code(recipient=invitation.recipients.get(), now=now)

    assert Email.objects.filter(kind="access-code").count() == 3


def test_a_revoked_link_gets_no_code(recipient, now):
    recipient.revoked_at = now
    recipient.save()

    with pytest.raises(RFPError, match="withdrawn"):
        access.send_code(recipient=recipient, now=now)

    assert Email.objects.filter(kind="access-code").count() == 0


@pytest.mark.parametrize(
    ("address", "is_proved", "opens"),
    [
        ("rfp@brackenfell.example", True, True),
        ("RFP@Brackenfell.example", True, True),
        ("rfp@brackenfell.example", False, False),
        ("somebody@brackenfell.example", True, False),
    ],
)
def test_an_account_opens_what_was_sent_to_an_address_it_has_proved(
    recipient, now, address, is_proved, opens
):
    user = person(OrganisationFactory(kind="vendor"), "vendor_contact", email="me@x.example")
    user.emailaddress_set.create(email=address, verified=is_proved)

    try:
        access.open_by_account(recipient=recipient, user=user, now=now)
    except RFPError:
        opened = False
    else:
        opened = True

    assert (opened, Disclosure.objects.count()) == (opens, int(opens))


def test_entering_again_after_an_addendum_still_shows_the_version_read(recipient, issued, now):
    access.enter(recipient=recipient, now=now)
    freeze_again(issued, now)

    access.enter(recipient=recipient, now=now + timedelta(hours=13))

    assert [seen.version.number for seen in Disclosure.objects.all()] == [1]
