from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import acting
from rfps import zones
from rfps.models import RFP, Bid, PaperBid
from tests.rfps import sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(asked) -> str:
    RFP.objects.update(issued_at=timezone.now() - timedelta(days=1))
    return reverse("rfp-paper", args=[asked.pk])


@pytest.fixture
def logged(client_of, procurement, bidder, url) -> PaperBid:
    client_of(procurement).post(url, sent(bidder))
    return PaperBid.objects.get()


def sent(bidder, at=None) -> dict:
    local = zones.to_local(at or timezone.now(), "Europe/Zurich")
    return {
        "invitation": bidder.invitation_id,
        "received": local.strftime("%Y-%m-%dT%H:%M:%S"),
        "note": "By courier",
    }


def test_it_is_logged(client_of, procurement, logged, bidder, url):
    page = client_of(procurement).get(url).content

    assert (logged.invitation_id, logged.logged_by) == (bidder.invitation_id, procurement)
    assert b"In its cover" in page


def test_after_the_deadline_the_form_is_refused(client_of, procurement, bidder, asked, url):
    sealed.close(asked)

    response = client_of(procurement).post(url, sent(bidder))

    assert b"Paper bids are logged before" in response.content
    assert PaperBid.objects.count() == 0


@pytest.mark.parametrize("received", ["", "x", "2026-13-01T00:00"])
def test_a_wrong_time_is_explained(client_of, procurement, bidder, url, received):
    response = client_of(procurement).post(url, sent(bidder) | {"received": received})

    assert (response.status_code, PaperBid.objects.count()) == (200, 0)


def test_a_colleague_without_the_role_is_told_so(client_of, member, url):
    assert client_of(member).get(url).status_code == 403


def test_it_is_typed_in_and_confirmed_by_two_people(client_of, procurement, lead, asked, logged):
    sealed.open_bids(asked, procurement, lead)
    content = asked.versions.get().content
    enter = reverse("paper-enter", args=[logged.pk])
    confirm = reverse("paper-confirm", args=[logged.pk])

    page = client_of(procurement).get(enter)
    client_of(procurement).post(enter, sealed.form(content))
    unconfirmed = client_of(procurement).get(reverse("rfp-bids", args=[asked.pk]))
    client_of(procurement).post(confirm)
    own = PaperBid.objects.get().confirmed_by
    client_of(lead).post(confirm)

    assert page.status_code == 200
    assert b"typed in by Pro Curement, not confirmed" in unconfirmed.content
    assert (own, PaperBid.objects.get().confirmed_by) == (None, lead)


def test_what_is_wrong_stays_on_the_page(client_of, procurement, lead, asked, logged):
    sealed.open_bids(asked, procurement, lead)
    content = asked.versions.get().content
    wrong = sealed.form(content, currency="", assumptions="Kept as typed")

    response = client_of(procurement).post(reverse("paper-enter", args=[logged.pk]), wrong)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose the currency of the prices." in page
    assert "Kept as typed" in page
    with acting.as_organisation(asked.organisation_id):
        assert Bid.objects.count() == 0


def test_before_the_opening_it_stays_in_its_cover(client_of, procurement, asked, logged):
    response = client_of(procurement).get(reverse("paper-enter", args=[logged.pk]))

    assert (response.status_code, response.url) == (302, reverse("rfp-opening", args=[asked.pk]))


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("evaluator", 403), ("curator", 404)]
)
@pytest.mark.parametrize("name", ["paper-enter", "paper-confirm"])
def test_nobody_else_types_in_or_confirms(request, client_of, logged, who, status, name):
    client = client_of(request.getfixturevalue(who))

    assert client.post(reverse(name, args=[logged.pk])).status_code == status
