"""Documents of the request: fetched by POST, on the record, never shown by the browser."""

import uuid

import pytest
from django.urls import reverse

from rfps.models import Disclosure
from rfps.services import rfp as rfp_services
from tests.factories.rfps import DocumentFactory, DocumentVersionFactory
from tests.rfps.conftest import open_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(draft):
    document = DocumentFactory(rfp=draft, title="Target product profile")
    DocumentVersionFactory(document=document, name="Tablets, profil é.pdf")
    return document


@pytest.fixture
def issued(draft, document, procurement, now):
    return rfp_services.issue(rfp=draft, by=procurement, now=now)


@pytest.fixture
def client(client, token, recipient):
    open_link(client, token, recipient.email)
    return client


def fetch(client, token, pk):
    return client.post(reverse("respond-document", args=[token, pk]))


def test_a_document_comes_as_an_attachment_and_is_recorded(client, token, document, recipient):
    response = fetch(client, token, document.pk)

    assert (response.status_code, response.content) == (200, b"%PDF-1.7 annex")
    assert {
        name: response.headers[name]
        for name in (
            "Content-Type",
            "Content-Disposition",
            "X-Content-Type-Options",
            "Content-Security-Policy",
        )
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''Tablets%2C%20profil%20%C3%A9.pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    assert Disclosure.objects.get(document_version__document=document).recipient == recipient


def test_get_fetches_nothing(client, token, document):
    response = client.get(reverse("respond-document", args=[token, document.pk]))

    assert response.status_code == 405
    assert Disclosure.objects.filter(version=None).count() == 0


def test_the_version_that_the_content_names_is_fetched(client, token, document):
    DocumentVersionFactory(document=document, number=2, content=b"%PDF-1.7 of the next addendum")

    assert fetch(client, token, document.pk).content == b"%PDF-1.7 annex"


def test_a_document_of_another_request_does_not_exist(client, token):
    foreign = DocumentVersionFactory().document

    codes = [fetch(client, token, pk).status_code for pk in (foreign.pk, uuid.uuid4())]

    assert codes == [404, 404]
