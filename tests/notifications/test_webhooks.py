"""Reports of a provider come over HTTP as Postmark sends them; forged, repeated, out of order."""

import base64
import itertools
from datetime import timedelta
from importlib import reload

import pytest
from django.test import Client
from django.urls import clear_url_caches

from notifications import urls, webhooks
from notifications.choices import EmailState
from notifications.models import Email, ProviderEvent, Suppression
from tests.notifications.conftest import LONG_AGO

pytestmark = pytest.mark.django_db

SECRET = "postmark:a-long-secret"
URL = "/anymail/postmark/tracking/"


@pytest.fixture
def post(settings):
    """Give a function that posts a report as the provider would."""
    settings.ANYMAIL_WEBHOOK_SECRET = SECRET
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    _mount()
    client = Client()
    numbers = itertools.count(1)

    def send(email, record, secret=SECRET, **fields):
        body = {
            "RecordType": record,
            "MessageID": email.provider_id,
            "Recipient": email.to,
            "Email": email.to,
            "Metadata": {"email": str(email.pk)},
            "ID": next(numbers),
        }
        login = base64.b64encode(secret.encode()).decode()
        return client.post(
            URL,
            body | fields,
            content_type="application/json",
            headers={"Authorization": f"Basic {login}"},
        ).status_code

    yield send
    settings.ANYMAIL_WEBHOOK_SECRET = ""
    _mount()


def _mount():
    """Let the addresses follow the setting."""
    from config import urls as root  # noqa: PLC0415 - loaded once the settings stand

    reload(urls)
    reload(root)
    clear_url_caches()


@pytest.fixture
def sent(enqueue):
    email = enqueue()
    Email.objects.update(state=EmailState.SENT, sent_at=LONG_AGO, provider_id="abc-1")
    email.refresh_from_db()
    return email


def state(email) -> tuple:
    email.refresh_from_db()
    return email.state, email.delivery


def at(minutes: int) -> str:
    return (LONG_AGO + timedelta(minutes=minutes)).isoformat()


def test_without_a_secret_there_is_no_such_page(client, sent):
    assert client.post(URL, {}, content_type="application/json").status_code == 404


def test_delivered_is_noted(post, sent):
    status = post(sent, "Delivery", DeliveredAt=at(1))

    assert (status, *state(sent)) == (200, EmailState.SENT, "delivered")


def test_a_forged_report_changes_nothing(post, sent):
    status = post(sent, "Bounce", secret="postmark:guessed", Type="HardBounce")

    assert (status, *state(sent)) == (400, EmailState.SENT, "")
    assert ProviderEvent.objects.count() == 0


def test_a_hard_bounce_fails_the_mail_and_suppresses_the_address(post, sent):
    post(sent, "Bounce", Type="HardBounce", Description="no such user", BouncedAt=at(2))

    assert state(sent) == (EmailState.FAILED, "bounced")
    assert list(Suppression.objects.values_list("address", "reason")) == [(sent.to, "bounced")]


def test_a_soft_bounce_suppresses_nothing(post, sent):
    post(sent, "Bounce", Type="Transient", Description="try later", BouncedAt=at(2))

    assert Suppression.objects.count() == 0


def test_a_complaint_suppresses_the_address(post, sent):
    post(sent, "SpamComplaint", Type="SpamComplaint", BouncedAt=at(3))

    assert state(sent) == (EmailState.SENT, "complained")
    assert Suppression.objects.get().reason == "complained"


def test_a_repeated_report_is_one(post, sent):
    statuses = [post(sent, "Delivery", DeliveredAt=at(1), ID=7) for _ in range(3)]

    assert statuses == [200, 200, 200]
    assert ProviderEvent.objects.count() == 1


def test_reports_out_of_order_end_the_same(post, sent):
    post(sent, "Bounce", Type="HardBounce", Description="gone", BouncedAt=at(9))
    post(sent, "Delivery", DeliveredAt=at(1))

    assert state(sent) == (EmailState.FAILED, "bounced")


def test_delivered_settles_an_unknown(post, sent):
    Email.objects.update(state=EmailState.UNKNOWN, sent_at=None)

    post(sent, "Delivery", DeliveredAt=at(1))

    assert state(sent) == (EmailState.SENT, "delivered")


def test_a_report_is_matched_by_the_providers_number_too(post, sent):
    post(sent, "Delivery", DeliveredAt=at(1), Metadata={})

    assert state(sent) == (EmailState.SENT, "delivered")


@pytest.mark.parametrize(
    "fields",
    [
        {"Metadata": {"email": "00000000-0000-4000-8000-000000000000"}},
        {"Metadata": {"email": "no-uuid"}, "MessageID": "of-another-system"},
        {"Recipient": "somebody@else.example", "Email": "somebody@else.example"},
    ],
)
def test_a_report_about_another_mail_changes_nothing(post, sent, fields):
    status = post(sent, "Delivery", DeliveredAt=at(1), **fields)

    assert (status, *state(sent)) == (200, EmailState.SENT, "")


def test_an_event_without_a_number_is_known_by_its_content(sent):
    event = webhooks.AnymailTrackingEvent(
        event_type="delivered",
        message_id="abc-1",
        recipient=sent.to,
        timestamp=LONG_AGO,
        event_id=None,
    )

    new = [webhooks.report(event, esp_name="Any", now=LONG_AGO) for _ in range(2)]

    assert new == [True, False]
