from datetime import timedelta

import pytest

from accounts.choices import Role
from notifications import delivery, digests, emails, kinds, services
from notifications.choices import EmailState, Lane, Pace
from notifications.models import Email
from tests.factories.accounts import person
from tests.notifications.conftest import LONG_AGO

pytestmark = pytest.mark.django_db

KIND = "shortlist-shared"
EIGHT = LONG_AGO.replace(hour=8) + timedelta(days=1)


@pytest.fixture
def reader(sponsor):
    return person(sponsor, Role.PROCUREMENT, name="Mina", email="mina@auroral.example")


@pytest.fixture
def choose(reader):
    def make(pace, **changes):
        arguments = {"hour": 8, "weekday": 1, "time_zone": "UTC", "now": LONG_AGO}
        services.set_preferences(user=reader, paces={KIND: pace}, **arguments | changes)

    return make


@pytest.fixture
def share(enqueue, sponsor, reader):
    """Give a mail of a kind that may be digested."""

    def make(key="one", **changes):
        arguments = {
            "kind": KIND,
            "to": reader.email,
            "user": reader,
            "organisation": sponsor,
            "context": kinds.find(KIND).sample() | {"package": f"Package {key}"},
        }
        return enqueue(key, **arguments | changes)

    return make


def digest() -> Email:
    return Email.objects.select_related("content").get(kind="digest")


def test_without_a_choice_a_mail_goes_at_once(share):
    email = share()

    assert (email.lane, email.state, email.not_before) == (Lane.DEFAULT, EmailState.READY, LONG_AGO)


def test_a_daily_reader_gets_one_mail_with_a_line_for_each(share, choose, sink):
    choose(Pace.DAILY)
    mails = [share("one"), share("two")]

    early = digests.write_due(now=EIGHT - timedelta(seconds=1))
    written = digests.write_due(now=EIGHT)
    again = digests.write_due(now=EIGHT)
    delivery.drain(clock=lambda: EIGHT)

    assert (early, written, again) == (0, 1, 0)
    assert [message["Subject"] for message in sink.accepted] == [digest().content.subject]
    for mail in mails:
        mail.refresh_from_db()
        assert (mail.state, mail.digest) == (EmailState.CANCELLED, digest())
    for part in (digest().content.text, digest().content.html):
        assert "Package one" in part
        assert "Package two" in part


def test_no_worker_takes_what_waits_for_a_digest(share, choose, sink):
    choose(Pace.DAILY)
    share()

    delivery.drain(clock=lambda: EIGHT + timedelta(days=9))

    assert sink.accepted == []


def test_a_digest_can_be_ended_with_one_click(share, choose):
    choose(Pace.WEEKLY)
    share()
    digests.write_due(now=LONG_AGO + timedelta(days=7))

    headers = digest().content.headers

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http://localhost:8000/notifications/stop/")
    assert headers["Precedence"] == "bulk"


def test_no_other_kind_offers_that(enqueue):
    assert "List-Unsubscribe" not in enqueue().content.headers


def test_organisations_are_kept_apart(share, choose, other_sponsor):
    choose(Pace.DAILY)
    share("one")
    share("two", organisation=other_sponsor)

    digests.write_due(now=EIGHT)

    found = Email.objects.filter(kind="digest").order_by("organisation__name")
    assert [email.organisation.slug for email in found] == ["auroral", "boreal"]
    assert "Package two" not in found[0].content.text


def test_off_is_a_row_that_says_why(share, choose):
    choose(Pace.OFF)

    email = share()

    assert (email.state, email.last_error) == (
        EmailState.SUPPRESSED,
        "The person takes no e-mail of this kind.",
    )


def test_a_kind_that_may_not_be_digested_ignores_the_choice(enqueue, reader):
    services.set_preferences(
        user=reader,
        paces={"outbox-test": Pace.OFF},
        hour=8,
        weekday=1,
        time_zone="UTC",
        now=LONG_AGO,
    )

    assert enqueue(user=reader).state == EmailState.READY


@pytest.mark.parametrize(
    ("pace", "state", "lane"),
    [
        (Pace.AT_ONCE, EmailState.READY, Lane.DEFAULT),
        (Pace.OFF, EmailState.SUPPRESSED, Lane.DIGEST),
    ],
)
def test_a_new_choice_holds_for_what_still_waits(share, choose, pace, state, lane):
    choose(Pace.DAILY)
    email = share()

    choose(pace)

    email.refresh_from_db()
    assert (email.state, email.lane) == (state, lane)


def test_stop_digests_ends_them_once(share, choose, reader):
    choose(Pace.DAILY)
    email = share()

    ended = [services.stop_digests(user=reader, now=LONG_AGO) for _ in range(2)]

    email.refresh_from_db()
    assert ended == [1, 0]
    assert email.state == EmailState.SUPPRESSED


def test_a_link_of_another_making_is_nobodys(reader):
    token = emails.stop_token(reader)

    assert emails.user_of(token) == reader.pk
    assert emails.user_of(token[:-1] + "x") is None
    assert emails.user_of("") is None
