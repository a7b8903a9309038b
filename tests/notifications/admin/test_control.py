import pytest
from django.urls import reverse

from audit.models import Event
from notifications import breaker
from notifications.choices import RelayMode
from notifications.models import Preference, Suppression

pytestmark = pytest.mark.django_db

RELAY = reverse("admin:notifications_relaystate_changelist")
SUPPRESSED = reverse("admin:notifications_suppression_changelist")
ADD = reverse("admin:notifications_suppression_add")
PREFERENCES = reverse("admin:notifications_preference_changelist")


@pytest.fixture
def operator(client_of, superuser):
    return client_of(superuser)


def test_mail_server_is_paused_and_resumed_on_the_record(operator, superuser):
    row = breaker.current()
    modes = []

    for action in ("pause", "resume"):
        operator.post(RELAY, {"action": action, "_selected_action": row.pk})
        modes.append(breaker.current().mode)

    assert modes == [RelayMode.PAUSED, RelayMode.OPEN]
    events = Event.objects.values_list("verb", "actor")
    assert list(events) == [("relay.paused", superuser.pk), ("relay.resumed", superuser.pk)]


def test_an_address_is_put_on_the_list_and_taken_off(operator, superuser):
    operator.post(ADD, {"address": "Gone@Vendor.Example", "reason": "asked", "detail": "by phone"})
    row = Suppression.objects.get()
    delete = reverse("admin:notifications_suppression_delete", args=[row.pk])
    operator.post(delete, {"post": "yes"})

    assert row.address == "gone@vendor.example"
    assert Suppression.objects.count() == 0
    events = Event.objects.values_list("verb", "actor")
    assert list(events) == [
        ("address.suppressed", superuser.pk),
        ("address.released", superuser.pk),
    ]


def test_several_are_taken_off_at_once(operator):
    rows = [
        Suppression.objects.create(address=f"{name}@vendor.example", reason="asked")
        for name in ("a", "b")
    ]

    operator.post(
        SUPPRESSED,
        {
            "action": "delete_selected",
            "_selected_action": [row.pk for row in rows],
            "post": "yes",
        },
    )

    assert Suppression.objects.count() == 0
    assert [event.verb for event in Event.objects.all()] == ["address.released"] * 2


@pytest.mark.parametrize("address", ["", "no address", "x" * 300 + "@x.example"])
def test_a_wrong_address_is_refused(operator, address):
    answer = operator.post(ADD, {"address": address, "reason": "asked", "detail": ""})

    assert answer.status_code == 200
    assert Suppression.objects.count() == 0


@pytest.mark.parametrize("page", [RELAY, SUPPRESSED, ADD, PREFERENCES])
def test_a_curator_has_no_path_to_them(client_of, curator, page):
    assert client_of(curator).get(page).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_preferences_have_a_flat_query_count(
    operator, member, django_assert_max_num_queries, count
):
    for number in range(count):
        Preference.objects.create(user=member, kind=f"kind-{number}", pace="daily")

    with django_assert_max_num_queries(14):
        operator.get(PREFERENCES)
