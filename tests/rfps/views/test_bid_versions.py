import hashlib

import pytest
from django.urls import reverse

from tests.rfps import sealed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opened_links")]


@pytest.mark.parametrize("count", [1, 3])
def test_every_version_is_listed_with_its_receipt(
    client, bidder, asked, count, django_assert_num_queries
):
    content = asked.versions.get().content
    made = [sealed.submit(bidder, sealed.filled(content, price=str(n + 1))) for n in range(count)]

    with django_assert_num_queries(24):
        page = client.get(reverse("bid-versions", args=[bidder.token])).content.decode()

    assert [page.count(version.sha256) for version in made] == [1] * count
    assert (page.count("In force"), page.count("Replaced")) == (1, count - 1)


def test_before_the_first_one_the_page_offers_to_write_it(client, bidder):
    page = client.get(reverse("bid-versions", args=[bidder.token])).content

    assert b"Nothing is submitted yet." in page


@pytest.mark.parametrize("name", ["head", "technical", "commercial"])
def test_the_documents_are_the_bytes_of_the_fingerprints(client, bidder, name):
    version = sealed.submit(bidder)

    response = client.get(reverse("bid-document", args=[bidder.token, 1, name]))

    wanted = version.sha256 if name == "head" else version.head["parts"][name]
    assert hashlib.sha256(response.content).hexdigest() == wanted
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_an_unknown_document_is_404(client, bidder):
    sealed.submit(bidder)

    assert client.get(reverse("bid-document", args=[bidder.token, 1, "all"])).status_code == 404


def test_a_version_shows_what_was_submitted_to_its_vendor(client, bidder):
    sealed.submit(bidder)

    page = client.get(reverse("bid-version", args=[bidder.token, 1])).content.decode()

    for words in ("By PAT.", "EUR 3,601.50", "Included", "Not priced", "Two campaigns a year"):
        assert words in page
