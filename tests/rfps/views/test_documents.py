import pytest
from django.urls import reverse

from rfps.models import Document, DocumentVersion
from tests.factories.board import upload
from tests.factories.rfps import DocumentFactory, DocumentVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client_of, procurement):
    return client_of(procurement)


@pytest.fixture
def document(draft):
    document = DocumentFactory(rfp=draft, title="Protocol")
    DocumentVersionFactory(document=document)
    return document


def typed(**changes) -> dict:
    return {
        "upload": upload(),
        "title": "Protocol",
        "kind": "attachment",
        "stage": "full",
    } | changes


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_has_a_flat_query_count(buyer, draft, count, django_assert_num_queries):
    for document in DocumentFactory.create_batch(count, rfp=draft):
        DocumentVersionFactory(document=document)

    with django_assert_num_queries(14):
        response = buyer.get(reverse("rfp-documents", args=[draft.pk]))

    assert len(response.context["rows"]) == count


def test_the_list_reads_no_bytes(buyer, draft, document, django_assert_num_queries):
    with django_assert_num_queries(14) as queries:
        buyer.get(reverse("rfp-documents", args=[draft.pk]))

    asked = [query["sql"] for query in queries.captured_queries]
    assert [sql for sql in asked if '"rfps_documentversion"."content"' in sql] == []


def test_the_empty_list_offers_the_next_action(buyer, draft):
    page = buyer.get(reverse("rfp-documents", args=[draft.pk])).content.decode()

    assert page.count(reverse("document-add", args=[draft.pk])) == 1


def test_a_document_is_added_from_the_form(buyer, draft):
    response = buyer.post(reverse("document-add", args=[draft.pk]), typed(kind="cda"))

    document = Document.objects.get()
    assert response.url == reverse("rfp-documents", args=[draft.pk])
    assert (document.title, document.kind, document.stage) == ("Protocol", "cda", "synopsis")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "This field is required."),
        (upload("virus.docx", b"MZ"), "virus.docx is no DOCX file"),
        (upload("a.svg", b"<svg/>"), "a.svg is of a kind that is not taken"),
    ],
)
def test_a_refused_file_is_said_beside_the_field_and_keeps_the_rest(buyer, draft, file, sentence):
    data = typed(title="My title", upload=file) if file else {"title": "My title"}

    response = buyer.post(reverse("document-add", args=[draft.pk]), data)

    page = response.content.decode()
    assert (response.status_code, Document.objects.count()) == (200, 0)
    assert sentence in page
    assert 'value="My title"' in page


def test_a_newer_file_replaces_and_both_can_be_fetched(buyer, document):
    buyer.post(
        reverse("document-replace", args=[document.pk]),
        {"upload": upload("newer.pdf", b"%PDF-1.7 newer")},
    )

    newest = document.versions.get(number=2)
    response = buyer.get(reverse("document-download", args=[newest.pk]))
    assert (response.content, response["Content-Type"]) == (b"%PDF-1.7 newer", "application/pdf")
    assert response["Content-Disposition"] == 'attachment; filename="newer.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert document.versions.count() == 2


def test_a_document_is_removed_and_taken_back(buyer, document):
    states = []
    for name in ("document-remove", "document-take-back"):
        buyer.post(reverse(name, args=[document.pk]))
        document.refresh_from_db()
        states.append(document.is_removed)

    assert states == [True, False]


def test_a_document_is_renamed(buyer, document):
    buyer.post(
        reverse("document-edit", args=[document.pk]),
        {"title": "Synopsis", "kind": "agreement", "stage": "synopsis"},
    )

    document.refresh_from_db()
    assert (document.title, document.kind) == ("Synopsis", "agreement")


def test_a_member_reads_without_buttons(client_of, member, draft, document):
    page = client_of(member).get(reverse("rfp-documents", args=[draft.pk])).content.decode()

    file = document.versions.get()
    assert reverse("document-download", args=[file.pk]) in page
    for name in ("document-replace", "document-remove"):
        assert reverse(name, args=[document.pk]) not in page


def test_a_final_request_offers_no_change(buyer, issued, now):
    document = DocumentFactory(rfp=issued)
    type(issued).objects.update(freeze_at=now)

    page = buyer.get(reverse("rfp-documents", args=[issued.pk])).content.decode()

    assert "The documents are final" in page
    assert reverse("document-remove", args=[document.pk]) not in page
    response = buyer.post(reverse("document-remove", args=[document.pk]), follow=True)
    assert "takes no more changes" in response.content.decode()


def test_the_file_of_a_team_program_does_not_exist_for_others(client_of, procurement, draft):
    file = DocumentVersionFactory(document__rfp=draft)
    draft.program.visibility = "team"
    draft.program.save()

    response = client_of(procurement).get(reverse("document-download", args=[file.pk]))

    assert (response.status_code, DocumentVersion.objects.count()) == (404, 1)
