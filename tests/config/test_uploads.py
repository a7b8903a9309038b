import pytest
from django.test import RequestFactory

from config import uploads

pytestmark = pytest.mark.django_db


TOO_LARGE = b"x" * (uploads.LARGEST_BODY + 1)


def test_what_is_too_large_gets_a_page_that_says_so(client):
    response = client.generic("POST", "/receipts/", TOO_LARGE, content_type="text/plain")

    assert (response.status_code, response.headers["Connection"]) == (413, "close")
    assert b"At most 25 MB can be sent at once" in response.content


def test_no_view_sees_it():
    seen = []
    request = RequestFactory().generic("POST", "/", TOO_LARGE)

    response = uploads.UploadSizeMiddleware(seen.append)(request)

    assert (seen, response.status_code) == ([], 413)


@pytest.mark.parametrize("length", ["", "0", str(uploads.LARGEST_BODY), "x"])
def test_everything_else_passes(length):
    request = RequestFactory().generic("POST", "/", b"", CONTENT_LENGTH=length)

    assert uploads.UploadSizeMiddleware(lambda request: "passed")(request) == "passed"
