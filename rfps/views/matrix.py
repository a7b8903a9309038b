"""What has gone out, and who has seen it: the documents of a request, and the matrix of people."""

from dataclasses import dataclass
from itertools import groupby

from rfps.models import Disclosure, Document, DocumentVersion, Recipient


@dataclass(frozen=True)
class Row:
    """A document with its files, newest first, and the versions of the request that name it."""

    document: Document
    files: list[DocumentVersion]  # each with ``in_versions``, the numbers of the request's versions

    @property
    def is_out(self) -> bool:
        return any(one.in_versions for one in self.files)


def documents(rfp) -> list[Row]:
    """Return the documents of a request, those that are removed at the end."""
    files = DocumentVersion.objects.without_content().select_related("uploaded_by")
    by_document, named = {}, _named(rfp)
    for one in files.filter(document__rfp=rfp).order_by("-number"):
        one.in_versions = named.get(str(one.document_id), {}).get(one.number, [])
        by_document.setdefault(one.document_id, []).append(one)
    rows = [Row(document, by_document.get(document.pk, [])) for document in rfp.documents.all()]
    return sorted(rows, key=lambda row: row.document.is_removed)


def _named(rfp) -> dict[str, dict[int, list[int]]]:
    """Return by document and number of its file which versions of the request name it."""
    found = {}
    for number, entries in rfp.versions.values_list("number", "content__documents"):
        for entry in entries or []:
            of_document = found.setdefault(entry["id"], {})
            of_document.setdefault(entry["version"], []).append(number)
    return found


@dataclass(frozen=True)
class Column:
    """A version of the request, or of a document, in the order of the page."""

    name: str
    detail: str
    key: tuple[str, int]  # field of the disclosure, primary key


@dataclass(frozen=True)
class Person:
    """A row of the matrix: when the person first saw each column's thing, or None."""

    recipient: Recipient
    cells: list[Disclosure | None]
    seen: int


def matrix(rfp) -> dict:
    """Return the columns, and the people of each vendor, with what they have seen when."""
    columns = _columns(rfp)
    people = list(
        Recipient.objects.filter(invitation__rfp=rfp, token_hash__isnull=False)
        .select_related("invitation__vendor", "introduced_by")
        .order_by("invitation__vendor__name", "invitation", "created_at", "pk")
    )
    seen = {}
    for one in Disclosure.objects.filter(invitation__rfp=rfp):
        what = ("version", one.version_id) if one.version_id else ("file", one.document_version_id)
        seen[(one.recipient_id, *what)] = one
    rows = [_person(person, columns, seen) for person in people]
    return {
        "columns": columns,
        "vendors": [
            (invitation, list(of_vendor))
            for invitation, of_vendor in groupby(rows, lambda row: row.recipient.invitation)
        ],
        "people_count": len(rows),
        "seen_count": len(seen),
    }


def _columns(rfp) -> list[Column]:
    versions = rfp.versions.only("pk", "number", "rfp")
    named = _named(rfp)
    files = (
        DocumentVersion.objects.without_content()
        .filter(document__rfp=rfp)
        .select_related("document")
        .order_by("document__title", "document", "number")
    )
    return [
        *(
            Column(f"Version {one.number}", "of the request", ("version", one.pk))
            for one in versions
        ),
        *(
            Column(one.document.title, f"version {one.number}", ("file", one.pk))
            for one in files
            if one.number in named.get(str(one.document_id), {})
        ),
    ]


def _person(person, columns: list[Column], seen: dict) -> Person:
    cells = [seen.get((person.pk, *column.key)) for column in columns]
    return Person(person, cells, sum(cell is not None for cell in cells))
