"""The second person's pages, and the organisation's rule that asks for one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_required
from accounts.choices import Role
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.forms.policy import PolicyForm
from rfps.forms.request import ReasonForm
from rfps.models import RFP
from rfps.services import approval, policy
from rfps.views import readiness


@require_POST
@role_required(Role.PROCUREMENT)
def approval_ask(request, pk):
    rfp = _get(request, pk)
    try:
        approval.ask(rfp=rfp, by=request.user, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, f"{rfp.number} waits for approval; your colleagues are written to."
        )
    return redirect(rfp)


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_approval(request, pk):
    """Show what is to be approved; POST approves, which issues it."""
    rfp, now = _get(request, pk), timezone.now()
    if request.method == "POST":
        try:
            approval.approve(rfp=rfp, by=request.user, now=now)
        except RFPError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{rfp.number} is issued; the invitations are on their way.")
        return redirect(rfp)
    if rfp.state != RFPState.IN_APPROVAL:
        return _waits_for_none(request, rfp)
    return render(request, "rfps/rfp_approval.html", _context(request, rfp, _reason(None), now))


@require_POST
@role_required(Role.PROCUREMENT)
def rfp_send_back(request, pk):
    rfp, now, form = _get(request, pk), timezone.now(), _reason(request.POST)
    if rfp.state != RFPState.IN_APPROVAL:
        return _waits_for_none(request, rfp)
    if form.is_valid():
        try:
            approval.send_back(rfp=rfp, by=request.user, now=now, **form.cleaned_data)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{rfp.number} is a draft again.")
            return redirect(rfp)
    return render(request, "rfps/rfp_approval.html", _context(request, rfp, form, now))


@require_http_methods(["GET", "POST"])
@role_required(Role.ADMIN)
def sourcing_policy(request):
    organisation = request.user.organisation
    if request.method == "POST":
        form = PolicyForm(request.POST)
        if form.is_valid():
            policy.set_approval(
                organisation=organisation, by=request.user, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, "Saved.")
            return redirect("rfp-list")
    else:
        form = PolicyForm(initial={"needs_approval": policy.needs_approval(organisation.pk)})
    return render(request, "rfps/sourcing_policy.html", {"form": form})


def _waits_for_none(request, rfp):
    words = rfp.get_state_display().lower()
    messages.info(request, f"{rfp.number} is {words}: it waits for no approval.")
    return redirect(rfp)


def _reason(data) -> ReasonForm:
    return ReasonForm(data, label="What has to change?", help_text="Who asked reads it.")


def _context(request, rfp, form, now) -> dict:
    return {
        "rfp": rfp,
        "form": form,
        "invited": rfp.invitations.select_related("vendor").prefetch_related("recipients"),
        "is_own": rfp.approval_asked_by_id == request.user.pk,
        **readiness.context(rfp, now),
    }


def _get(request, pk) -> RFP:
    rfps = RFP.objects.for_user(request.user).select_related("program", "organisation")
    return get_object_or_404(rfps.select_related("approval_asked_by", "created_by"), pk=pk)
