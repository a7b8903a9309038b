import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from notifications import emails, kinds
from notifications.choices import Pace
from notifications.models import DigestTime, Preference

pytestmark = pytest.mark.django_db

PAGE = reverse("notification-preferences")


def data(**changes):
    paces = {f"pace-{kind.name}": Pace.AT_ONCE for kind in kinds.digestible()}
    when = {"hour": "8", "weekday": "1", "time_zone": "Europe/Zurich"}
    return paces | when | changes


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(PAGE).status_code == 302


def test_page_offers_each_kind_that_may_wait_and_names_the_rest(client_of, member):
    page = client_of(member).get(PAGE).content.decode()

    for kind in kinds.everything():
        # Apostrophes and the like are escaped in the page.
        assert (kind.label in page) == (kind.name != "digest"), kind
    assert page.count('type="radio"') == 4 * len(kinds.digestible())


def test_choice_is_saved_and_shown_again(client_of, member):
    client = client_of(member)

    answer = client.post(
        PAGE, data(**{"pace-shortlist-shared": "weekly"}, hour="17", weekday="5"), follow=True
    )

    member.refresh_from_db()
    assert answer.redirect_chain == [(PAGE, 302)]
    assert Preference.objects.get(kind="shortlist-shared").pace == Pace.WEEKLY
    assert DigestTime.objects.values_list("hour", "weekday").get() == (17, 5)
    assert member.time_zone == "Europe/Zurich"
    assert Event.objects.get().verb == "user.notifications-set"
    assert answer.context["form"]["pace-shortlist-shared"].initial == Pace.WEEKLY


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("time_zone", ""),
        ("hour", "24"),
        ("weekday", "0"),
        ("pace-shortlist-shared", "hourly"),
        ("pace-shortlist-shared", ""),
    ],
)
def test_a_wrong_value_is_named_and_changes_nothing(client_of, member, field, value):
    answer = client_of(member).post(PAGE, data(**{field: value}))

    assert field in answer.context["form"].errors
    assert Preference.objects.count() == 0


def test_a_person_with_an_unknown_time_zone_can_still_choose(client_of, member):
    member.time_zone = "Mars/Olympus"
    member.save(update_fields=["time_zone"])
    client = client_of(member)

    page = client.get(PAGE)
    refused = client.post(PAGE, data(time_zone="Mars/Olympus"))

    assert page.status_code == 200
    assert refused.context["form"].errors["time_zone"] == ["Choose a time zone from the list."]


@pytest.mark.parametrize("count", [1, 3])
def test_page_has_a_flat_query_count(client_of, member, django_assert_max_num_queries, count):
    for kind in kinds.digestible()[:count]:
        Preference.objects.create(user=member, kind=kind.name, pace=Pace.DAILY)
    client = client_of(member)

    with django_assert_max_num_queries(14):
        client.get(PAGE)


@pytest.fixture
def stop(member):
    Preference.objects.create(user=member, kind="shortlist-shared", pace=Pace.DAILY)
    return reverse("digest-stop", args=[emails.stop_token(member)])


def test_opening_the_link_of_a_digest_changes_nothing(client, stop):
    page = client.get(stop).content.decode()

    assert "End the digests?" in page
    assert Preference.objects.get().pace == Pace.DAILY


def test_one_click_ends_the_digests_without_login_or_token(stop):
    client = Client(enforce_csrf_checks=True)

    answers = [client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert Preference.objects.get().pace == Pace.OFF


@pytest.mark.parametrize("token", ["x", "MQ:1:2", "1"])
def test_a_link_of_another_making_is_not_found(client, token):
    assert client.post(reverse("digest-stop", args=[token])).status_code == 404
