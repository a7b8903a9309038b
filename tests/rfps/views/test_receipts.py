import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.rfps import sealed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opened_links")]


def test_anybody_checks_a_receipt_without_a_table_being_read(client, bidder):
    version = sealed.submit(bidder)
    head = client.get(reverse("bid-document", args=[bidder.token, 1, "head"])).content
    part = client.get(reverse("bid-document", args=[bidder.token, 1, "commercial"])).content

    with CaptureQueriesContext(connection) as queries:
        response = Client().post(
            reverse("receipt-check"),
            {
                "sha256": version.sha256,
                "documents": [
                    SimpleUploadedFile("head.json", head),
                    SimpleUploadedFile("part.json", part),
                ],
            },
        )

    page = response.content.decode()
    assert [one["sql"] for one in queries if " FROM " in one["sql"]] == []
    assert response.status_code == 200
    assert page.count("</svg>Matches</span>") == 3
    assert page.count("</svg>Not given</span>") == 1


@pytest.mark.parametrize("sha256", ["", "x", "0" * 63, "ü" * 64])
def test_nothing_to_check_is_said(client, sha256):
    response = client.post(reverse("receipt-check"), {"sha256": sha256})

    assert response.status_code == 200
    assert b"errsum" in response.content or b"64 characters" in response.content


def test_the_page_needs_no_account(client):
    assert client.get(reverse("receipt-check")).status_code == 200
