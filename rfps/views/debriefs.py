"""Debriefs: the drafts of a request, and one of them, to change and to send."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_required, sponsor_required
from accounts.choices import Role
from rfps.errors import RFPError
from rfps.forms.decision import DebriefForm
from rfps.models import Debrief
from rfps.services import debriefs
from rfps.views.decision import get_for_reader


@require_GET
@sponsor_required
def debrief_list(request, pk):
    rfp = get_for_reader(request, pk)
    rows = Debrief.objects.for_user(request.user).filter(rfp=rfp)
    context = {
        "rfp": rfp,
        "rows": rows.select_related("invitation__vendor", "sent_by"),
        "may_act": request.user.has_role(Role.PROCUREMENT),
    }
    return render(request, "rfps/debrief_list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def debrief_edit(request, pk):
    debrief = _get(request, pk)
    form = DebriefForm(
        request.POST if request.method == "POST" else None, initial={"words": debrief.words}
    )
    if form.is_valid():
        try:
            debriefs.change(
                debrief=debrief, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved. Nobody else reads it before you send it.")
            return redirect("debrief-edit", pk)
    context = {"rfp": debrief.rfp, "debrief": debrief, "form": form}
    status = 422 if form.errors else 200
    return render(request, "rfps/debrief_edit.html", context, status=status)


@require_POST
@role_required(Role.PROCUREMENT)
def debrief_send(request, pk):
    debrief = _get(request, pk)
    try:
        debriefs.send(debrief=debrief, by=request.user, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
        return redirect("debrief-edit", pk)
    messages.success(request, f"Sent to {debrief.invitation.vendor}.")
    return redirect("rfp-debriefs", debrief.rfp_id)


def _get(request, pk) -> Debrief:
    found = Debrief.objects.for_user(request.user).select_related(
        "rfp__organisation", "invitation__vendor", "sent_by"
    )
    debrief = get_object_or_404(found, pk=pk)
    get_for_reader(request, debrief.rfp_id)
    return debrief
