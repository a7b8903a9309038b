"""Addenda and versions: what will change, what has changed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_required, sponsor_required
from accounts.choices import Role
from rfps import changes, content
from rfps.errors import RFPError
from rfps.forms.board import AddendumForm
from rfps.models import RFP
from rfps.services import addenda, recipients


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def addendum(request, pk):
    rfp, now = _rfp(request, pk), timezone.now()
    last = rfp.versions.last()
    if last is None or not rfp.is_open(now):
        messages.info(request, "Addenda are for a request that is issued and open.")
        return redirect(rfp)
    form = AddendumForm(request.POST or None, rfp=rfp, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            version = addenda.issue(
                rfp=rfp, note=form.cleaned_data["note"], dates=form.dates, by=request.user, now=now
            )
        except addenda.ScheduleError as error:
            form.blame(error.by_field)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Version {version.number} is in force; all are told.")
            return redirect("rfp-versions", rfp.pk)
    is_frozen = now >= rfp.frozen_from
    following = last.content if is_frozen else content.build(rfp)
    found = changes.compare(last.content, following)
    context = {
        "rfp": rfp,
        "now": now,
        "last": last,
        "form": form,
        "groups": changes.grouped(found),
        "count": len(found),
        "touched": len(changes.touched(last.content, following)),
        "told": recipients.everybody(rfp),
        "is_frozen": is_frozen,
    }
    return render(request, "rfps/addendum_form.html", context)


@require_GET
@sponsor_required
def version_list(request, pk):
    rfp = _rfp(request, pk)
    versions = rfp.versions.select_related("issued_by").defer("content").order_by("-number")
    rows = [(version, changes.grouped(version.changes)) for version in versions]
    can_addend = request.user.has_role(Role.PROCUREMENT) and rfp.is_open(timezone.now())
    context = {"rfp": rfp, "rows": rows, "can_addend": can_addend}
    return render(request, "rfps/version_list.html", context)


def _rfp(request, pk) -> RFP:
    rfps = (
        RFP.objects.for_user(request.user)
        .with_standing(request.user)
        .select_related("organisation")
    )
    return get_object_or_404(rfps, pk=pk)
