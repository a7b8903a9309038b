"""The documents of a request: each a row with a stage, its files versions that stay."""

from django.db import transaction
from django.db.models import Max

from audit import services as audit
from rfps import inspection
from rfps.choices import DocumentKind, Stage
from rfps.errors import RFPError
from rfps.models import Document, DocumentVersion
from rfps.services import states


@transaction.atomic
def add(*, rfp, upload, title: str, kind: str, stage: str, by, now) -> Document:
    """
    Add a document; vendors get it with the next version of the request.

    :param upload: an ``UploadedFile``
    :raises RFPError: once the content is final
    :raises FileRefusedError: for a file that is not taken
    """
    inspected = inspection.inspect(upload)
    rfp = states.lock_editable(rfp, now)
    document = Document.objects.create(
        organisation_id=rfp.organisation_id,
        rfp=rfp,
        title=title.strip() or inspected.name,
        kind=kind,
        stage=_stage(kind, stage),
    )
    _keep(document, inspected, 1, by, now)
    _record("added", document, by, now, file=inspected.name, sha256=inspected.sha256)
    return document


@transaction.atomic
def replace(*, document, upload, by, now) -> DocumentVersion:
    """
    Add a newer file of a document; the ones before stay for those who have them.

    :raises RFPError: once the content is final, for a removed document, or for the same bytes
    :raises FileRefusedError: for a file that is not taken
    """
    inspected = inspection.inspect(upload)
    document = _lock(document, now)
    if document.is_removed:
        raise RFPError(f"{document} is removed: take it back first.")
    versions = document.versions.without_content()
    newest = versions.order_by("number").last()
    if newest and newest.sha256 == inspected.sha256:
        raise RFPError(f"{inspected.name} is the same file as version {newest.number}.")
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = _keep(document, inspected, number, by, now)
    _record("replaced", document, by, now, number=number, sha256=inspected.sha256)
    return version


@transaction.atomic
def edit(*, document, title: str, kind: str, stage: str, by, now) -> Document:
    """
    Change what a document is called and when it is given out.

    :raises RFPError: once the content is final, or once a version of the request names it
    """
    document = _lock(document, now)
    if str(document.pk) in issued_ids(document.rfp):
        raise RFPError(f"{document} is out as it is: remove it and add it anew.")
    document.title, document.kind = title.strip(), kind
    document.stage = _stage(kind, stage)
    document.save(update_fields=["title", "kind", "stage"])
    _record("edited", document, by, now, kind=kind, stage=document.stage)
    return document


@transaction.atomic
def remove(*, document, by, now) -> Document:
    """
    Leave a document out from the next version on; who has it keeps it.

    :raises RFPError: once the content is final
    """
    return _set_removed(document, True, "removed", by, now)


@transaction.atomic
def take_back(*, document, by, now) -> Document:
    """
    Let the next version name a removed document again.

    :raises RFPError: once the content is final
    """
    return _set_removed(document, False, "taken-back", by, now)


def issued_ids(rfp) -> set[str]:
    """Return the ids of the documents that some version of the request names."""
    contents = rfp.versions.values_list("content__documents", flat=True)
    return {named["id"] for documents in contents for named in documents or []}


def _set_removed(document, is_removed: bool, verb: str, by, now) -> Document:
    document = _lock(document, now)
    if document.is_removed != is_removed:
        document.is_removed = is_removed
        document.save(update_fields=["is_removed"])
        _record(verb, document, by, now)
    return document


def _lock(document, now) -> Document:
    states.lock_editable(document.rfp, now)
    return (
        Document.objects.select_for_update(of=("self",)).select_related("rfp").get(pk=document.pk)
    )


def _stage(kind: str, stage: str) -> str:
    """Return the stage: what has to be signed first is given out first."""
    return Stage.SYNOPSIS if kind == DocumentKind.CDA else stage


def _keep(document, inspected, number: int, by, now) -> DocumentVersion:
    return DocumentVersion.objects.create(
        organisation_id=document.organisation_id,
        document=document,
        number=number,
        uploaded_by=by,
        created_at=now,
        **inspected.fields(),
    )


def _record(verb: str, document, by, now, **data) -> None:
    audit.record(
        verb=f"document.{verb}",
        target=document.rfp,
        summary=f"Document {verb.replace('-', ' ')}: {document}"[:500],
        by=by,
        now=now,
        document=document.pk,
        **data,
    )
