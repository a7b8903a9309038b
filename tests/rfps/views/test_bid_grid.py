import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rfps.services import drafts
from tests.rfps import sealed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opened_links")]


@pytest.fixture
def url(bidder) -> str:
    return reverse("bid-grid-import", args=[bidder.token])


def grid(client, bidder, **cells) -> SimpleUploadedFile:
    """Fetch the grid, fill in cells, and return it as an upload."""
    response = client.get(reverse("bid-grid", args=[bidder.token]))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    for cell, value in cells.items():
        book.active[cell].value = value
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("prices.xlsx", out.getvalue())


def prices(bidder) -> dict:
    with sealed.acting_as(bidder):
        row = drafts.find(bidder.invitation)
    return row.content["prices"] if row else {}


def test_a_filled_in_grid_becomes_the_draft(client, bidder, url, asked):
    sent = grid(client, bidder, C2="CHF", H5=1100, G6="Included in another line")

    response = client.post(url, {"grid": sent})

    content = asked.versions.get().content
    found = prices(bidder)
    assert (response.status_code, response.url) == (302, reverse("bid", args=[bidder.token]))
    assert found[sealed.key_of(content, "Filling")]["price"] == "1100"
    assert found[sealed.key_of(content, "Release")]["state"] == "included"


def test_a_fatal_issue_is_named_and_the_draft_stays(client, bidder, url):
    sealed.save(bidder)
    before = prices(bidder)

    response = client.post(url, {"grid": grid(client, bidder, H5="on request")})

    page = response.content.decode()
    assert "Row 5, column “Unit price”" in page
    assert "Nothing was taken over." in page
    assert prices(bidder) == before


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("prices.xlsx", b"MZ a program", "is no XLSX file"),
        ("prices.xlsm", b"PK\x03\x04", "is of a kind that is not taken"),
        ("prices.csv", b"a,b", "It is no Excel workbook"),
        ("prices.xlsx", b"", "empty"),
    ],
)
def test_what_is_no_grid_is_refused_with_a_sentence(client, bidder, url, name, data, words):
    response = client.post(url, {"grid": SimpleUploadedFile(name, data)})

    assert response.status_code == 200
    assert words in response.content.decode()
    assert prices(bidder) == {}


def test_no_file_is_asked_for(client, url):
    assert b"Choose the workbook you filled in." in client.post(url, {}).content
