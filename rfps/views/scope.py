"""The lines of a draft's scope."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_required
from accounts.choices import Role
from rfps.errors import RFPError
from rfps.forms.request import ScopeLineForm
from rfps.models import Lot, ScopeLine
from rfps.services import scope


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def line_create(request, pk):
    lot = get_object_or_404(Lot.objects.for_user(request.user).select_related("rfp"), pk=pk)
    form = ScopeLineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            line = scope.add(lot=lot, data=form.cleaned_data, by=request.user, now=timezone.now())
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Added: {line}.")
            return redirect(lot.rfp)
    return render(request, "rfps/scopeline_form.html", {"form": form, "rfp": lot.rfp, "lot": lot})


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def line_edit(request, pk):
    line = _get(request, pk)
    form = ScopeLineForm(request.POST or None, instance=line)
    if request.method == "POST" and form.is_valid():
        try:
            scope.edit(line=line, data=form.cleaned_data, by=request.user, now=timezone.now())
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Saved: {line}.")
            return redirect(line.rfp)
    context = {"form": form, "rfp": line.rfp, "lot": line.lot, "line": line}
    return render(request, "rfps/scopeline_form.html", context)


@require_POST
@role_required(Role.PROCUREMENT)
def line_remove(request, pk):
    line = _get(request, pk)
    try:
        scope.remove(line=line, by=request.user, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Removed: {line}.")
    return redirect(line.rfp)


def _get(request, pk) -> ScopeLine:
    lines = ScopeLine.objects.for_user(request.user).select_related("rfp", "lot")
    return get_object_or_404(lines, pk=pk)
