from types import SimpleNamespace

import pytest
from django.urls import reverse

from notifications.choices import EmailState
from notifications.models import Email
from notifications.templatetags.delivery import deliveries
from tests.journeys.stage import PASSWORD

pytestmark = pytest.mark.django_db


def found(user, target, *parts):
    rows = [SimpleNamespace(part=part) for part in parts]
    return [(one["email"].key, one["about"]) for one in deliveries(user, target, rows, "part")]


def test_deliveries_are_those_about_the_object_and_its_parts(
    enqueue, sponsor, other_sponsor, member, platform
):
    enqueue("whole", organisation=sponsor, topic=sponsor)
    enqueue("part", organisation=sponsor, topic=platform)
    enqueue("other", organisation=sponsor, topic=other_sponsor)
    enqueue("theirs", organisation=other_sponsor, topic=sponsor)

    assert sorted(found(member, sponsor, platform)) == [("part", platform), ("whole", None)]


def test_deliveries_of_a_stranger_are_none(enqueue, sponsor, stranger):
    enqueue(organisation=sponsor, topic=sponsor)

    assert found(stranger, sponsor) == []


@pytest.mark.parametrize("count", [1, 3, 100])
def test_deliveries_take_one_query(enqueue, sponsor, member, django_assert_num_queries, count):
    for number in range(count):
        enqueue(str(number), organisation=sponsor, topic=sponsor)

    with django_assert_num_queries(1):
        assert len(found(member, sponsor)) == count


@pytest.mark.parametrize("state", EmailState)
def test_what_did_not_arrive_is_marked(enqueue, sponsor, member, state):
    email = enqueue(organisation=sponsor, topic=sponsor)
    Email.objects.update(state=state, lease_token=email.pk, sent_at=email.created_at)

    one = deliveries(member, sponsor, [], "part")[0]

    assert one["is_lost"] == (state in {"failed", "suppressed", "unknown"})


def test_a_link_of_an_email_survives_the_login(client, member):
    """A buyer opens a mail while signed out and ends where it leads."""
    link = reverse("colleague-list") + "?from=mail"

    asked = client.get(link)
    answer = client.post(asked.url, {"login": member.email, "password": PASSWORD})

    assert answer.url == link
