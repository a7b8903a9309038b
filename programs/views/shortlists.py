"""The shortlist of a package."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import sponsor_required
from programs import access, overview
from programs.errors import ProgramError
from programs.forms import NoteForm, ShareForm
from programs.models import Shortlist, ShortlistEntry, WorkPackage
from programs.services import shortlists
from programs.views import asked


@require_GET
@sponsor_required
def shortlist_detail(request, pk):
    shortlist = get_object_or_404(Shortlist.objects.for_user(request.user).for_page(), pk=pk)
    return _page(request, shortlist, ShareForm(shortlist=shortlist, by=request.user))


@require_POST
@sponsor_required
def shortlist_add(request, pk):
    package = get_object_or_404(
        WorkPackage.objects.for_user(request.user).select_related("program"), pk=pk
    )
    access.require_editor(request.user, package.program)
    vendor = asked.vendor(request.user, request.POST.get("vendor", ""))
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"The note: {form.errors['note'][0]}")
        return redirect("package-match", pk=pk)
    entry = shortlists.add(
        package=package, vendor=vendor, **form.cleaned_data, by=request.user, now=timezone.now()
    )
    messages.success(request, f"{vendor} is on the shortlist of {package}.")
    return redirect(entry.shortlist)


@require_http_methods(["GET", "POST"])
@sponsor_required
def shortlist_share(request, pk):
    shortlist = get_object_or_404(Shortlist.objects.for_user(request.user).for_page(), pk=pk)
    form = ShareForm(request.POST or None, shortlist=shortlist, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            share = shortlists.share(
                shortlist=shortlist, **form.cleaned_data, by=request.user, now=timezone.now()
            )
        except ProgramError as error:
            form.add_error("colleague", str(error))
        else:
            messages.success(request, f"{share.user} is told by e-mail.")
            return redirect(shortlist)
    return _page(request, shortlist, form)


@require_POST
@sponsor_required
def entry_note(request, pk):
    entry = _editable(request, pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        shortlists.annotate(entry=entry, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"The note on {entry.vendor} is saved.")
    else:
        messages.error(request, "A note has up to 2,000 characters.")
    return redirect(entry.shortlist)


@require_POST
@sponsor_required
def entry_remove(request, pk):
    entry = _editable(request, pk)
    try:
        shortlists.remove(entry=entry, by=request.user, now=timezone.now())
    except ProgramError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{entry.vendor} is off the shortlist.")
    return redirect(entry.shortlist)


def _editable(request, pk) -> ShortlistEntry:
    entry = get_object_or_404(
        ShortlistEntry.objects.for_user(request.user).select_related(
            "vendor", "shortlist__package__program"
        ),
        pk=pk,
    )
    access.require_editor(request.user, entry.shortlist.package.program)
    return entry


def _page(request, shortlist, form):
    context = {
        "shortlist": shortlist,
        "package": shortlist.package,
        "program": shortlist.package.program,
        "rows": overview.shortlist_rows(shortlist),
        "shares": shortlist.shares.all(),
        "form": form,
        "may_edit": access.may_edit(request.user, shortlist.package.program),
    }
    return render(request, "programs/shortlist_detail.html", context)
