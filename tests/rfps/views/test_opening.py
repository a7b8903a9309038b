import re

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import acting
from audit.models import Event
from rfps.models import BidFile, Invitation, Opening, RFPVersion
from tests.rfps import sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def opening(asked) -> str:
    return reverse("rfp-opening", args=[asked.pk])


@pytest.fixture
def bids_page(asked) -> str:
    return reverse("rfp-bids", args=[asked.pk])


@pytest.fixture
def opened(asked, bidders, procurement, lead):
    """Open two bids, the second of them in another currency and with a file."""
    content = asked.versions.get().content
    sealed.submit(bidders[0])
    sealed.attach(bidders[1])
    sealed.submit(bidders[1], sealed.filled(content, price="999") | {"currency": "CHF"})
    sealed.open_bids(asked, procurement, lead)
    return asked


def text(response) -> str:
    """Return the words of a page, without its marks."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(plain.split())


def test_before_the_deadline_the_page_says_when(client_of, procurement, opening):
    response = client_of(procurement).get(opening)

    assert "Bids stay sealed until" in text(response)
    assert re.search(r"<button[^>]* disabled>I agree", response.content.decode())


def test_agreeing_before_the_deadline_is_refused(client_of, procurement, opening):
    response = client_of(procurement).post(opening, follow=True)

    assert "Bids stay sealed until" in text(response)
    assert Opening.objects.count() == 0


def test_the_second_one_to_agree_reaches_the_bids(
    client_of, procurement, lead, asked, opening, bids_page
):
    sealed.close(asked)

    first = client_of(procurement).post(opening)
    second = client_of(lead).post(opening)

    assert (first.url, second.url) == (opening, bids_page)


@pytest.mark.parametrize("who", ["member", "evaluator", "org_admin"])
def test_others_of_the_organisation_follow_it_and_open_nothing(
    request, client_of, asked, opening, who
):
    client = client_of(request.getfixturevalue(who))
    sealed.close(asked)

    assert client.get(opening).status_code == 200
    refused = client.post(opening)
    assert (refused.status_code, Opening.objects.count()) == (403, 0)
    assert b"Only the people named to open the bids" in refused.content


@pytest.mark.parametrize("name", ["rfp-opening", "rfp-bids", "rfp-paper"])
@pytest.mark.parametrize("who", ["stranger", "curator"])
def test_a_stranger_meets_404(request, client_of, opened, name, who):
    client = client_of(request.getfixturevalue(who))

    assert client.get(reverse(name, args=[opened.pk])).status_code == 404


def test_sealed_bids_lead_to_the_opening(client_of, procurement, bidder, opening, bids_page):
    sealed.submit(bidder)

    response = client_of(procurement).get(bids_page)

    assert (response.status_code, response.url) == (302, opening)


def test_bids_stand_side_by_side_in_their_own_currency(client_of, procurement, opened, bids_page):
    page = text(client_of(procurement).get(bids_page))

    assert "2 bids from 3 vendors asked" in page
    assert page.count("Receipt verified") == 2
    assert "1. Filling 3 batch EUR 3,601.50 1,200.50 each CHF 2,997.00 999.00 each" in page
    assert "2. Release 12.5 test Included in another line" in page
    assert "3. Stability 1 study Not priced Not priced" in page
    assert "Sum of what is priced EUR 3,601.50 every line answered CHF 2,997.00" in page


@pytest.mark.parametrize(("who", "status"), [("evaluator", 403), ("lead", 200), ("member", 403)])
def test_who_reads_opened_bids(request, client_of, opened, bids_page, who, status):
    assert client_of(request.getfixturevalue(who)).get(bids_page).status_code == status


def test_looking_is_recorded_once(client_of, procurement, opened, bids_page):
    for _ in range(2):
        client_of(procurement).get(bids_page)

    assert Event.objects.filter(verb="rfp.bids-viewed").count() == 1


def test_a_bid_not_confirmed_after_an_addendum_is_flagged(
    client_of, procurement, lead, asked, bidders, bids_page
):
    sealed.submit(bidders[0])
    sealed.add_version(asked, sealed.larger)
    sealed.open_bids(asked, procurement, lead)

    page = text(client_of(procurement).get(bids_page))

    assert "Not re-confirmed after the addendum" in page
    assert "answers version 1, 1 answer or price touched" in page


def test_an_addendum_that_touches_nothing_flags_nothing(
    client_of, procurement, lead, asked, bidders, bids_page
):
    sealed.submit(bidders[0])
    last = asked.versions.get()
    RFPVersion.objects.create(
        organisation_id=asked.organisation_id,
        rfp=asked,
        number=2,
        content=last.content | {"message": "A typing error is corrected."},
        sha256="0" * 64,
        issued_at=timezone.now(),
    )
    sealed.open_bids(asked, procurement, lead)

    assert "Not re-confirmed" not in text(client_of(procurement).get(bids_page))


def test_a_file_is_fetched_after_the_opening(client_of, procurement, opened, stranger):
    with acting.as_organisation(opened.organisation_id):
        file = BidFile.objects.get()
    url = reverse("rfp-bid-file", args=[opened.pk, file.pk])

    response = client_of(procurement).get(url)

    assert (response.content, client_of(stranger).get(url).status_code) == (sealed.PDF, 404)
    assert Event.objects.filter(summary__contains="certificate.pdf").count() == 1


def test_a_file_is_404_before_the_opening(client_of, procurement, asked, bidder):
    file = sealed.attach(bidder)
    sealed.submit(bidder)

    url = reverse("rfp-bid-file", args=[asked.pk, file.pk])

    assert client_of(procurement).get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_query_count_does_not_grow_with_the_bids(
    client_of, procurement, lead, asked, bidders, bids_page, count, django_assert_num_queries
):
    for recipient in bidders[:count]:
        sealed.submit(recipient)
    sealed.open_bids(asked, procurement, lead)
    client = client_of(procurement)
    client.get(bids_page)

    with django_assert_num_queries(21):
        client.get(bids_page)


def test_nobody_bid(client_of, procurement, lead, asked, bids_page):
    sealed.open_bids(asked, procurement, lead)

    assert "No bid came in by link." in text(client_of(procurement).get(bids_page))
    assert Invitation.objects.filter(submitted_at__isnull=False).count() == 0
