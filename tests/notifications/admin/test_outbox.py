import pytest
from django.urls import reverse

from audit.models import Event
from notifications.choices import EmailState
from notifications.models import Attempt, Email, ProviderEvent, Suppression
from tests.notifications.conftest import LONG_AGO

pytestmark = pytest.mark.django_db

LIST = reverse("admin:notifications_email_changelist")


def test_outbox_shows_headers_and_no_body(client_of, superuser, enqueue, sponsor):
    email = enqueue(organisation=sponsor, context={"name": "Bell"})

    page = client_of(superuser).get(reverse("admin:notifications_email_change", args=[email.pk]))

    shown = page.content.decode()
    assert "Auto-Submitted: auto-generated" in shown
    assert "About Bell in one line" in shown
    assert "Hello Bell" not in shown


def test_outbox_cannot_be_changed_by_hand(client_of, superuser, enqueue):
    email = enqueue()
    client = client_of(superuser)

    answers = [
        client.post(reverse("admin:notifications_email_change", args=[email.pk])).status_code,
        client.get(reverse("admin:notifications_email_add")).status_code,
        client.post(reverse("admin:notifications_email_delete", args=[email.pk])).status_code,
    ]

    assert answers == [403, 403, 403]


def test_a_curator_has_no_path_to_the_outbox(client_of, curator, enqueue):
    email = enqueue()
    client = client_of(curator)

    answers = [
        client.get(LIST).status_code,
        client.get(reverse("admin:notifications_email_change", args=[email.pk])).status_code,
    ]

    assert answers == [403, 403]


@pytest.mark.parametrize("count", [1, 3, 100])
def test_outbox_list_query_count_is_flat(
    client_of, superuser, enqueue, sponsor, django_assert_max_num_queries, count
):
    for number in range(count):
        enqueue(str(number), organisation=sponsor, now=LONG_AGO)
    client = client_of(superuser)

    with django_assert_max_num_queries(20):
        page = client.get(LIST)

    assert page.context["cl"].result_count == count


@pytest.fixture
def act(client_of, superuser):
    """Give a function that sends an action of the list for one e-mail; it returns the messages."""

    def make(action, email) -> list[str]:
        data = {"action": action, "_selected_action": email.pk}
        answer = client_of(superuser).post(LIST, data, follow=True)
        return [str(message) for message in answer.context["messages"]]

    return make


@pytest.mark.parametrize(
    ("action", "source", "goal"),
    [
        ("retry", "failed", "ready"),
        ("retry", "unknown", "ready"),
        ("retry", "suppressed", "ready"),
        ("retry", "sent", "sent"),
        ("retry", "expired", "expired"),
        ("cancel", "ready", "cancelled"),
        ("cancel", "unknown", "cancelled"),
        ("cancel", "sent", "sent"),
        ("cancel", "sending", "sending"),
        ("resolve", "unknown", "sent"),
        ("resolve", "failed", "failed"),
    ],
)
def test_a_move_goes_where_it_may_and_is_on_the_record(
    act, enqueue, superuser, action, source, goal
):
    email = enqueue()
    Email.objects.update(state=source, lease_token=email.pk)

    said = act(action, email)

    email.refresh_from_db()
    is_moved = source != goal
    assert email.state == goal
    assert Event.objects.count() == int(is_moved)
    assert said[0].startswith("1 e-mail" if is_moved else "outbox-test to vera@vendor.example: It")


def test_retry_is_refused_while_the_address_is_on_the_list(act, enqueue):
    email = enqueue()
    Email.objects.update(state=EmailState.SUPPRESSED)
    Suppression.objects.create(address=email.to, reason="bounced")

    assert "take it off the list first" in act("retry", email)[0]


def test_retry_is_refused_once_the_text_is_erased(act, enqueue):
    email = enqueue()
    Email.objects.update(state=EmailState.FAILED)
    email.content.text = ""
    email.content.save()

    assert "write it anew from its page" in act("retry", email)[0]


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        ("unknown", ["retry", "cancel", "resolve"]),
        ("failed", ["retry"]),
        ("ready", ["cancel"]),
        ("sent", []),
    ],
)
def test_page_of_an_email_offers_the_moves_it_has(client_of, superuser, enqueue, state, moves):
    email = enqueue()
    Email.objects.update(state=state)

    page = client_of(superuser).get(reverse("admin:notifications_email_change", args=[email.pk]))

    offered = [
        move for move in ("retry", "cancel", "resolve") if f'value="{move}"' in str(page.content)
    ]
    assert offered == moves


def test_page_of_an_email_tells_its_attempts_and_reports(client_of, superuser, enqueue, now):
    email = enqueue()
    Attempt.objects.create(
        email=email, number=1, started_at=now, phase="recipient", code=451, text="greylisted"
    )
    ProviderEvent.objects.create(email=email, event_id="1", stage="bounced", at=now, text="gone")

    page = client_of(superuser).get(reverse("admin:notifications_email_change", args=[email.pk]))

    for words in ("<td>451</td>", "<td>greylisted</td>", "<td>Came back</td>", "<td>gone</td>"):
        assert words in page.content.decode()
