import pytest
from django.urls import reverse

from accounts.models import User
from tests.notifications.conftest import LONG_AGO

pytestmark = pytest.mark.django_db

LIST = reverse("admin:notifications_email_changelist")


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("root@phaseline.example", "a long password")


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
