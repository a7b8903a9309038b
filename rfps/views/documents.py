"""The sponsor's documents, and who has seen which version of what."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_required, sponsor_required
from accounts.choices import Role
from audit import download
from rfps.errors import RFPError
from rfps.forms.board import DocumentForm, ReplaceForm
from rfps.models import RFP, Document, DocumentVersion
from rfps.services import documents
from rfps.views import matrix


@require_GET
@sponsor_required
def document_list(request, pk):
    rfp, now = _rfp(request, pk), timezone.now()
    context = {
        "rfp": rfp,
        "rows": matrix.documents(rfp),
        "can_act": request.user.has_role(Role.PROCUREMENT),
        "is_editable": rfp.is_editable(now),
    }
    return render(request, "rfps/document_list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def document_add(request, pk):
    rfp = _rfp(request, pk)
    form = DocumentForm(request.POST or None, request.FILES or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            document = documents.add(
                rfp=rfp, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except RFPError as error:
            form.add_error("upload", str(error))
        else:
            messages.success(request, f"Added: {document}.")
            return redirect("rfp-documents", rfp.pk)
    return _form_page(request, rfp, form, "Add a document")


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def document_edit(request, pk):
    document = _get(request, pk)
    initial = {"title": document.title, "kind": document.kind, "stage": document.stage}
    form = DocumentForm(request.POST or None, is_new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            documents.edit(
                document=document, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect("rfp-documents", document.rfp_id)
    return _form_page(request, document.rfp, form, f"Change {document}")


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def document_replace(request, pk):
    document = _get(request, pk)
    form = ReplaceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = documents.replace(
                document=document, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except RFPError as error:
            form.add_error("upload", str(error))
        else:
            messages.success(request, f"{document} has a version {version.number} now.")
            return redirect("rfp-documents", document.rfp_id)
    return _form_page(request, document.rfp, form, f"Replace {document}")


@require_POST
@role_required(Role.PROCUREMENT)
def document_remove(request, pk):
    return _move(request, pk, documents.remove, "is not in the next version.")


@require_POST
@role_required(Role.PROCUREMENT)
def document_take_back(request, pk):
    return _move(request, pk, documents.take_back, "will be in the next version.")


@require_GET
@sponsor_required
def document_download(request, pk):
    versions = DocumentVersion.objects.for_user(request.user)
    rfps = RFP.objects.for_user(request.user).values("pk")
    found = get_object_or_404(versions.filter(document__rfp__in=rfps), pk=pk)
    return download.attachment(found.content, found.name, found.media_type)


@require_GET
@sponsor_required
def rfp_disclosure(request, pk):
    rfp = _rfp(request, pk)
    return render(request, "rfps/disclosure.html", {"rfp": rfp, **matrix.matrix(rfp)})


def _move(request, pk, move, done: str):
    document = _get(request, pk)
    try:
        move(document=document, by=request.user, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{document} {done}")
    return redirect("rfp-documents", document.rfp_id)


def _form_page(request, rfp, form, title: str):
    context = {"rfp": rfp, "form": form, "title": title}
    return render(request, "rfps/document_form.html", context)


def _rfp(request, pk) -> RFP:
    rfps = RFP.objects.for_user(request.user).with_standing(request.user)
    return get_object_or_404(rfps, pk=pk)


def _get(request, pk) -> Document:
    found = Document.objects.for_user(request.user).select_related("rfp")
    return get_object_or_404(found, pk=pk)
