"""Selection files as downloads."""

from django.http import Http404, HttpResponse
from django.utils import timezone

from programs import matching
from programs.selection import considered, pdf, plan_file, shortlist_file, xlsx
from programs.selection.document import Document

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plan(kind: str, shown, *, name: str, kept=None) -> HttpResponse:
    return answer(kind, plan_file.document(shown, kept), name)


def shortlist(kind: str, found, *, name: str) -> HttpResponse:
    top = considered.NAMED + len(found.entries.all())
    ranking = matching.leaders(found.package, now=timezone.now(), top=top)
    return answer(kind, shortlist_file.document(found, ranking), name)


def answer(kind: str, document: Document, name: str) -> HttpResponse:
    """Return a document as ``pdf`` or ``xlsx``; any other kind is a 404."""
    if kind == "pdf":
        content, mime = pdf.render(document, now=timezone.now()), "application/pdf"
    elif kind == "xlsx":
        content, mime = xlsx.render(document), XLSX
    else:
        raise Http404
    headers = {"Content-Disposition": _disposition(f"{name}.{kind}")}
    return HttpResponse(content, content_type=mime, headers=headers)


def _disposition(filename: str) -> str:
    safe = "".join(
        char if char.isascii() and (char.isalnum() or char in "-_.") else "-" for char in filename
    )
    return f'attachment; filename="{safe}"'
