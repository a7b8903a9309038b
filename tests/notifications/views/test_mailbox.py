from datetime import timedelta

import pytest
from django.urls import reverse

from notifications.choices import EmailState
from notifications.models import Email
from tests.notifications.conftest import LONG_AGO

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("page", ["mailbox", "mailbox-message", "mailbox-html"])
def test_the_mailbox_exists_on_a_demo_only(client_of, member, enqueue, sponsor, page):
    email = enqueue(organisation=sponsor)
    arguments = [] if page == "mailbox" else [email.pk]

    response = client_of(member).get(reverse(page, args=arguments))

    assert response.status_code == 404


@pytest.mark.parametrize("page", ["mailbox-message", "mailbox-html"])
def test_an_unknown_message_is_not_found(client, demo, page):
    response = client.get(reverse(page, args=["00000000-0000-4000-8000-000000000000"]))

    assert response.status_code == 404


def test_mailbox_lists_the_mails_of_everybody_newest_first(
    client, demo, enqueue, sponsor, other_sponsor
):
    enqueue("old", organisation=sponsor, to="old@vendor.example")
    enqueue(
        "new",
        organisation=other_sponsor,
        to="new@vendor.example",
        now=LONG_AGO + timedelta(hours=1),
    )
    Email.objects.filter(key="old").update(state=EmailState.SENT, sent_at=LONG_AGO)

    response = client.get(reverse("mailbox"))

    page = response.content.decode()
    assert "<b>2</b> e-mails of everybody" in page
    assert "<b>1</b> sent, <b>1</b> waiting" in page
    assert page.index("new@vendor.example") < page.index("old@vendor.example")
    assert "accepted by their server 1 Nov 09:00" in page


def test_mailbox_finds_by_address_and_subject(client, demo, enqueue):
    enqueue("vera", to="vera@vendor.example")
    enqueue("otto", to="otto@vendor.example", context={"name": "a verandah"})
    enqueue("emil", to="emil@vendor.example")

    page = client.get(reverse("mailbox"), {"q": " VERA\0"}).content.decode()

    assert "vera@vendor.example" in page
    assert "otto@vendor.example" in page
    assert "emil@vendor.example" not in page


def test_mailbox_leaves_out_what_was_cancelled(client, demo, enqueue):
    enqueue()
    Email.objects.move(EmailState.CANCELLED)

    page = client.get(reverse("mailbox")).content.decode()

    assert "Nothing sent yet" in page


def test_mailbox_without_a_mail_says_what_brings_one(client, demo):
    page = client.get(reverse("mailbox")).content.decode()

    assert "Nothing sent yet" in page


def test_mailbox_answers_a_page_that_does_not_exist(client, demo, enqueue):
    enqueue()

    response = client.get(reverse("mailbox"), {"page": "no-number"})

    assert response.status_code == 200


@pytest.mark.parametrize("count", [1, 3, 100])
def test_mailbox_query_count_is_flat(client, demo, enqueue, django_assert_num_queries, count):
    for number in range(count):
        enqueue(str(number))

    # Two for whom the request acts, four for the system; the states, the count, the page; and
    # what brings the request's transaction and the view's savepoint to their ends.
    with django_assert_num_queries(15):
        client.get(reverse("mailbox"))


def test_message_shows_both_parts(client, demo, enqueue):
    email = enqueue()

    page = client.get(reverse("mailbox-message", args=[email.pk])).content.decode()

    assert "vera@vendor.example" in page
    assert 'Hello Bell &amp; Co, open <a href="http://localhost:8000/here/"' in page
    assert f'src="{reverse("mailbox-html", args=[email.pk])}"' in page


def test_message_keeps_the_strict_policy_and_may_frame_ourselves(client, demo, enqueue):
    email = enqueue()

    policy = client.get(reverse("mailbox-message", args=[email.pk]))["Content-Security-Policy"]

    directives = set(policy.split("; "))
    assert {"default-src 'none'", "style-src 'self'", "frame-src 'self'"} <= directives
    assert "'unsafe-inline'" not in policy


def test_html_part_is_a_sandboxed_document_with_a_policy_of_its_own(client, demo, enqueue):
    email = enqueue()

    response = client.get(reverse("mailbox-html", args=[email.pk]))

    assert set(response["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "sandbox allow-top-navigation-by-user-activation",
        "frame-ancestors 'self'",
    }
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_top">' in response.content.decode()
