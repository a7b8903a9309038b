from datetime import timedelta

import pytest
from django.utils import timezone

from notifications import breaker, health, services
from notifications.choices import EmailState
from notifications.models import Email
from notifications.relay import RelayError
from tests.notifications.conftest import LONG_AGO

pytestmark = pytest.mark.django_db

AFTER = [timedelta(minutes=5), timedelta(minutes=5, seconds=1)]


def test_it_goes_red_when_the_oldest_due_message_is_older_than_five_minutes(enqueue):
    enqueue()

    found = [health.check(now=LONG_AGO + after) for after in AFTER]

    assert [one.is_well for one in found] == [True, False]
    assert found[1].lines == ["oldest due message: 301 s", "mail server: takes mail"]


@pytest.mark.parametrize(
    "changes",
    [
        {"not_before": LONG_AGO + timedelta(days=1)},
        {"state": EmailState.SENT},
        {"state": EmailState.FAILED},
        {"lane": "digest"},
    ],
)
def test_what_is_not_due_makes_nothing_red(enqueue, changes):
    enqueue()
    Email.objects.update(**changes)

    assert health.check(now=LONG_AGO + timedelta(hours=1)).is_well


def test_a_claim_that_goes_nowhere_is_still_waiting(enqueue):
    email = enqueue()
    Email.objects.update(state=EmailState.LEASED, lease_token=email.pk)

    assert not health.check(now=LONG_AGO + timedelta(hours=1)).is_well


def test_a_paused_mail_server_is_red_at_once():
    breaker.note_failure(RelayError("535 no", needs_person=True), now=LONG_AGO)

    found = health.check(now=LONG_AGO)

    assert not found.is_well
    assert "reason: 535 no" in found.lines


def test_page_for_the_alarm(client, enqueue):
    enqueue(now=timezone.now())
    green = client.get("/healthz/outbox")
    Email.objects.update(not_before=LONG_AGO)
    red = client.get("/healthz/outbox")

    assert (green.status_code, red.status_code) == (200, 503)
    assert red.content.decode().startswith("oldest due message: ")


def test_the_load_balancers_page_does_not_care_about_mail(client, enqueue):
    enqueue()

    assert client.get("/healthz").content == b"ok\n"


def test_metrics_count_states_and_kinds(client, enqueue, settings):
    settings.METRICS_TOKEN = "secret"
    enqueue("one")
    enqueue("two")
    Email.objects.filter(key="two").update(state=EmailState.SENT)
    services.pause(by=None, reason="x", now=LONG_AGO)

    page = client.get("/metrics", headers={"Authorization": "Bearer secret"})

    lines = page.content.decode().splitlines()
    assert page["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'phaseline_outbox_emails{state="ready"} 1' in lines
    assert 'phaseline_outbox_emails{state="unknown"} 0' in lines
    assert 'phaseline_outbox_sent_total{kind="outbox-test"} 1' in lines
    assert 'phaseline_outbox_relay{state="paused"} 1' in lines
    values = [line for line in lines if not line.startswith("#")]
    assert all(len(line.split(" ")) == 2 for line in values)
    assert all(float(line.split(" ")[1]) >= 0 or line.endswith("NaN") for line in values)


@pytest.mark.parametrize("given", [None, "Bearer wrong", "Bearer ", "secret"])
@pytest.mark.parametrize("token", ["secret", ""])
def test_metrics_are_for_the_bearer_of_the_token(client, settings, token, given):
    settings.METRICS_TOKEN = token
    headers = {"Authorization": given} if given else {}

    assert client.get("/metrics", headers=headers).status_code == 404
