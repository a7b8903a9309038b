"""The selection file: a shortlisted vendor's frozen result, its sign-offs, and the downloads."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import sponsor_required
from programs import access, matching
from programs.errors import ProgramError
from programs.models import Shortlist, ShortlistEntry
from programs.selection import changes
from programs.selection.forms import SignForm
from programs.services import selection
from programs.views import files


@require_GET
@sponsor_required
def entry_detail(request, pk):
    entry = _entry(request, pk)
    return _page(request, entry, SignForm(), is_compared="compare" in request.GET)


@require_POST
@sponsor_required
def entry_sign(request, pk):
    entry = _entry(request, pk)
    access.require_editor(request.user, entry.shortlist.package.program)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _page(request, entry, form)
    try:
        selection.sign_off(entry=entry, **form.cleaned_data, by=request.user, now=timezone.now())
    except ProgramError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"You have signed off {entry.vendor}.")
    return redirect("entry-detail", pk=pk)


@require_GET
@sponsor_required
def shortlist_export(request, pk, kind):
    shortlists = Shortlist.objects.for_user(request.user).for_file()
    shortlist = get_object_or_404(shortlists, pk=pk)
    package = shortlist.package
    return files.shortlist(kind, shortlist, name=f"{package.program.code}-{package.key}-selection")


def _entry(request, pk) -> ShortlistEntry:
    return get_object_or_404(ShortlistEntry.objects.for_user(request.user).for_page(), pk=pk)


def _page(request, entry: ShortlistEntry, form, *, is_compared=False):
    package = entry.shortlist.package
    changed = None
    if is_compared:
        ranking = matching.alone(package, entry.vendor, now=timezone.now())
        today = matching.snapshot(ranking, entry.vendor)
        changed = changes.compare(entry.snapshot, today)
    context = {
        "entry": entry,
        "package": package,
        "program": package.program,
        "frozen": changes.read(entry.snapshot),
        "changed": changed,
        "sign_offs": entry.sign_offs.all(),
        "has_signed": any(sign.signed_by_id == request.user.pk for sign in entry.sign_offs.all()),
        "form": form,
        "may_edit": access.may_edit(request.user, package.program),
    }
    return render(request, "programs/entry_detail.html", context)
