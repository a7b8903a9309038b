"""Requests to a person who has an account at a vendor."""

import pytest
from django.urls import reverse

from rfps.models import RFP, Recipient
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.rfps import InvitationFactory, RecipientFactory, RFPFactory
from tests.rfps.conftest import freeze_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def ida(vendors):
    """Give a person of Brackenfell whose account has proved the invited address."""
    address = "rfp@brackenfell.example"
    user = person(OrganisationFactory(kind="vendor"), "vendor_contact", email=address)
    user.emailaddress_set.create(email=address, verified=True)
    return user


def rows(client) -> list[tuple]:
    page = client.get(reverse("request-list"))
    return [(row.title, row.sponsor, row.is_open) for row in page.context["rows"]]


def test_it_lists_what_was_sent_to_the_person(client_of, ida, issued):
    assert rows(client_of(ida)) == [("Drug product, tablets", "Auroral Therapeutics", True)]


def test_it_names_neither_sponsor_nor_title_before_the_cda(client_of, ida, confidential):
    client = client_of(ida)

    assert rows(client) == [("An oral solid", "", True)]
    page = client.get(reverse("request-list")).content.decode()
    assert [word for word in ("Auroral", "Drug product") if word in page] == []


def test_it_tells_what_was_issued_and_not_the_draft_of_an_addendum(client_of, ida, issued, now):
    freeze_again(issued, now, title="Drug product, capsules")
    RFP.objects.update(title="Not issued yet")

    assert rows(client_of(ida)) == [("Drug product, capsules", "Auroral Therapeutics", True)]


def test_it_lists_no_draft_no_revoked_link_and_nobody_elses(
    client_of, ida, draft, other_sponsor, now
):
    client = client_of(ida)
    of_draft = rows(client)

    stranger = RecipientFactory(token_hash="x" * 64)
    revoked = RecipientFactory(email=ida.email, token_hash="y" * 64, revoked_at=now)

    assert (of_draft, rows(client)) == ([], [])
    assert {stranger, revoked} <= set(Recipient.objects.all())


def test_an_address_that_is_not_proved_lists_nothing(client_of, ida, issued):
    ida.emailaddress_set.update(verified=False)

    page = client_of(ida).get(reverse("request-list"))

    assert page.context["rows"] == []
    assert "Nothing was sent to you yet" in page.content.decode()


def test_a_request_opens_from_the_list_without_a_code(client_of, ida, issued):
    client = client_of(ida)
    (row,) = client.get(reverse("request-list")).context["rows"]

    page = client.post(reverse("respond-account", args=[row.token]), follow=True)

    assert page.context["offer"]["title"] == "Drug product, tablets"


def test_the_navigation_leads_there_only_when_there_is_something(client_of, ida, draft, stranger):
    client, link = client_of(ida), f'href="{reverse("request-list")}"'
    before = client.get("/").content.decode()
    Recipient.objects.filter(email=ida.email).update(token_hash="z" * 64)

    assert (link in before, link in client.get("/").content.decode()) == (False, True)
    assert link not in client_of(stranger).get("/").content.decode()


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(reverse("request-list")).url == "/accounts/login/?next=/requests/"


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_list_has_a_flat_query_count(client_of, ida, now, count, django_assert_num_queries):
    for number in range(count):
        rfp = RFPFactory(issued=True)
        rfp.versions.create(
            organisation=rfp.organisation,
            number=1,
            content={"title": "T", "sponsor": "S", "blinded_title": ""},
            sha256="",
            issued_at=now,
        )
        RecipientFactory(
            invitation=InvitationFactory(rfp=rfp), email=ida.email, token_hash=f"{number:064}"
        )
    client = client_of(ida)

    with django_assert_num_queries(25):
        client.get(reverse("request-list"))
