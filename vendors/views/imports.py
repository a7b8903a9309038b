"""The pages of the import wizard, for curators: upload, columns, preview, confirm."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.access import curator_required
from vendors import exporting, imports
from vendors.choices import ImportState
from vendors.forms import ColumnsForm, ImportFileForm
from vendors.importers.report import FATES, UnusableFileError
from vendors.importers.sheet import outgoing
from vendors.models import ImportFile
from vendors.services import VendorError
from vendors.views.directory import wants_partial

PAGE = 50
FATE_WORDS = {
    "created": "New",
    "updated": "Changed",
    "proposed": "To be proposed",
    "unchanged": "Unchanged",
    "skipped": "Left out",
}


@require_http_methods(["GET", "POST"])
@curator_required
def import_list(request):
    """Show the files so far, and take in another."""
    form = ImportFileForm(
        request.POST or None, request.FILES or None, initial={"as_of": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file = imports.upload(
                name=upload.name,
                content=upload.read(),
                source=form.cleaned_data["source"],
                as_of=form.cleaned_data["as_of"],
                by=request.user,
                now=timezone.now(),
            )
        except UnusableFileError as error:
            form.add_error("file", str(error))
        else:
            return redirect(file)
    files = ImportFile.objects.without_content().select_related("uploaded_by")
    page = Paginator(files, PAGE).get_page(request.GET.get("page"))
    status = 422 if form.errors else 200
    return render(request, "vendors/import_list.html", {"form": form, "page": page}, status=status)


@require_GET
@curator_required
def import_template(request, kind):
    return _as_file({"Vendors": outgoing.template(), "Help": outgoing.guide()}, "vendors", kind)


@require_GET
@curator_required
@vary_on_headers("HX-Request")
def import_detail(request, pk):
    """Show the step a file has come to; a page that waits asks again and is replaced when it is over."""
    file = _file(pk)
    if wants_partial(request):
        response = render(request, "vendors/import_detail.html#progress", {"file": file})
        if not file.is_running:
            response["HX-Refresh"] = "true"
        return response
    return _step(request, file)


@require_POST
@curator_required
def import_columns(request, pk):
    file = _file(pk)
    form = _columns(file, request.POST)
    if not form.is_valid():
        return _step(request, file, form)
    try:
        imports.choose_columns(file=file, mapping=form.mapping, by=request.user, now=timezone.now())
    except VendorError as error:
        form.add_error(None, str(error))
        return _step(request, file, form)
    return redirect(file)


@require_POST
@curator_required
def import_confirm(request, pk):
    file, digest = _file(pk), request.POST.get("digest", "")
    try:
        imports.confirm(file=file, digest=digest, by=request.user, now=timezone.now())
    except VendorError as error:
        messages.error(request, str(error))
    return redirect(file)


@require_POST
@curator_required
def import_discard(request, pk):
    file = _file(pk)
    try:
        imports.discard(file=file, by=request.user, now=timezone.now())
    except VendorError as error:
        messages.error(request, str(error))
        return redirect(file)
    messages.success(request, f"{file} is discarded; nothing of it was imported.")
    return redirect("import-list")


@require_GET
@curator_required
def import_failing(request, pk, kind):
    """Give the rows that are left out as a file, what is wrong beside each."""
    file = _file(pk)
    return _as_file({"Left out": outgoing.failing(file)}, "left-out", kind)


def _file(pk) -> ImportFile:
    files = ImportFile.objects.without_content().select_related("uploaded_by", "confirmed_by")
    return get_object_or_404(files, pk=pk)


def _step(request, file: ImportFile, form=None):
    context = {"file": file}
    may_choose = file.state in (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED)
    if (
        form
        or file.state in (ImportState.UPLOADED, ImportState.FAILED)
        or (may_choose and "columns" in request.GET)
    ):
        context["form"] = form or _columns(file)
    elif file.state in (ImportState.CHECKED, ImportState.IMPORTED):
        context |= _outcomes(request, file)
    status = 422 if form and form.errors else 200
    return render(request, "vendors/import_detail.html", context, status=status)


def _columns(file: ImportFile, data=None) -> ColumnsForm:
    return ColumnsForm(data, header=file.header, mapping=file.mapping, samples=file.samples)


def _outcomes(request, file: ImportFile) -> dict:
    fate = request.GET.get("fate", "")
    rows = file.outcomes.filter(fate=fate) if fate in FATES else file.outcomes.all()
    return {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "fate": fate if fate in FATES else "",
        "fates": [(f, words, file.counts.get(f, 0)) for f, words in FATE_WORDS.items()],
        "words": FATE_WORDS,
    }


def _as_file(sheets: dict, name: str, kind: str):
    if kind == "xlsx":
        return exporting.as_xlsx(sheets, name)
    if kind == "csv":
        return exporting.as_csv(next(iter(sheets.values())), name)
    raise Http404
