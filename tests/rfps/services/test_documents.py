import pytest

from audit.models import Event
from rfps import content
from rfps.choices import DocumentKind, Stage
from rfps.errors import FileRefusedError, RFPError
from rfps.models import RFP, Document, DocumentVersion
from rfps.services import documents
from tests.factories.board import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(draft, procurement, now):
    def make(rfp=draft, file=None, title="Protocol", kind="attachment", stage="full"):
        return documents.add(
            rfp=rfp,
            upload=file or upload(),
            title=title,
            kind=kind,
            stage=stage,
            by=procurement,
            now=now,
        )

    return make


@pytest.fixture
def act(procurement, now):
    return {"by": procurement, "now": now}


def test_a_document_is_kept_with_its_first_file(add, procurement, now):
    document = add()

    file = document.versions.get()
    assert (document.title, document.kind, document.stage) == ("Protocol", "attachment", "full")
    assert (file.number, file.name, bytes(file.content), file.size) == (
        1,
        "protocol.pdf",
        b"%PDF-1.7 the protocol",
        21,
    )
    assert (file.uploaded_by, file.created_at) == (procurement, now)


def test_a_document_without_a_title_is_called_as_its_file(add):
    assert add(title=" ").title == "protocol.pdf"


@pytest.mark.parametrize("stage", Stage)
def test_what_has_to_be_signed_first_is_given_out_first(add, stage):
    assert add(kind=DocumentKind.CDA, stage=stage).stage == Stage.SYNOPSIS


def test_a_refused_file_leaves_nothing(add):
    with pytest.raises(FileRefusedError, match=r"virus\.exe"):
        add(file=upload("virus.exe", b"MZ"))

    assert (Document.objects.count(), DocumentVersion.objects.count()) == (0, 0)


def test_a_newer_file_is_the_next_version_and_the_older_stays(add, act):
    document = add()

    documents.replace(document=document, upload=upload(content=b"%PDF-1.7 newer"), **act)

    files = document.versions.values_list("number", "content")
    assert [(number, bytes(held)) for number, held in files] == [
        (1, b"%PDF-1.7 the protocol"),
        (2, b"%PDF-1.7 newer"),
    ]


def test_the_same_file_again_is_no_newer_version(add, act):
    document = add()

    with pytest.raises(RFPError, match="same file as version 1"):
        documents.replace(document=document, upload=upload(), **act)


def test_a_removed_document_is_in_no_later_version_until_it_is_taken_back(add, act, draft):
    document = add()
    titles = []

    for move in (documents.remove, documents.take_back):
        move(document=document, **act)
        titles.append([one["title"] for one in content.build(draft)["documents"]])

    assert titles == [[], ["Protocol"]]


def test_a_removed_document_is_not_replaced(add, act):
    document = add()
    documents.remove(document=document, **act)

    with pytest.raises(RFPError, match="take it back first"):
        documents.replace(document=document, upload=upload(content=b"%PDF-1.7 newer"), **act)


def test_a_document_that_nobody_has_can_change_its_stage(add, act):
    document = add()

    documents.edit(document=document, title="Synopsis", kind="attachment", stage="synopsis", **act)

    document.refresh_from_db()
    assert (document.title, document.stage) == ("Synopsis", "synopsis")


def test_a_document_that_is_out_stays_as_it_is(add, act, issued):
    document = add(rfp=issued)
    issued.versions.update(content=content.build(issued))

    with pytest.raises(RFPError, match="is out as it is"):
        documents.edit(document=document, title="X", kind="attachment", stage="synopsis", **act)


def test_after_the_issue_a_document_waits_for_the_next_version(add, issued):
    add(rfp=issued)

    assert issued.versions.get().content["documents"] == []
    assert [one["title"] for one in content.build(issued)["documents"]] == ["Protocol"]


@pytest.mark.parametrize("days", ["freeze_at", "deadline_at"])
def test_once_the_content_is_final_no_document_changes(add, act, issued, now, days):
    document = add(rfp=issued)
    RFP.objects.update(**{days: now})

    for move in (
        lambda: add(rfp=issued),
        lambda: documents.remove(document=document, **act),
        lambda: documents.replace(
            document=document, upload=upload(content=b"%PDF-1.7 newer"), **act
        ),
    ):
        with pytest.raises(RFPError, match="takes no more changes"):
            move()
    assert DocumentVersion.objects.count() == 1


def test_every_move_is_in_the_record(add, act):
    document = add()
    documents.replace(document=document, upload=upload(content=b"%PDF-1.7 newer"), **act)
    documents.remove(document=document, **act)
    documents.take_back(document=document, **act)
    documents.take_back(document=document, **act)

    verbs = Event.objects.filter(verb__startswith="document.").values_list("verb", flat=True)
    assert list(verbs) == [
        "document.added",
        "document.replaced",
        "document.removed",
        "document.taken-back",
    ]
