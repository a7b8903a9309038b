"""The sponsor's pages: the list, the board of one RFP, and its two big moves."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_required, sponsor_required
from accounts.choices import Role
from rfps import content, labels
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.forms.request import ReasonForm
from rfps.models import RFP
from rfps.services import policy
from rfps.services import rfp as rfp_services
from rfps.views import board, offer

PAGE_SIZE = 25


@require_GET
@sponsor_required
def rfp_list(request):
    now = timezone.now()
    rfps = RFP.objects.for_user(request.user).with_counts().select_related("program")
    rfps = rfps.order_by("-created_at", "pk")  # counting drops the model's own order
    page = Paginator(rfps, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [{"rfp": rfp, "label": labels.state(rfp, now)} for rfp in page]
    context = {
        "page": page,
        "rows": rows,
        "open_count": RFP.objects.for_user(request.user).open(now).count(),
        "can_act": request.user.has_role(Role.PROCUREMENT),
        "can_rule": request.user.has_role(Role.ADMIN),
    }
    return render(request, "rfps/rfp_list.html", context)


@require_GET
@sponsor_required
def rfp_detail(request, pk):
    rfp = _get(request, pk)
    return render(request, "rfps/rfp_detail.html", board.context(rfp, request.user, timezone.now()))


@require_GET
@sponsor_required
def rfp_preview(request, pk):
    rfp, now = _get(request, pk), timezone.now()
    version = rfp.versions.last()
    shown = version.content if version else content.build(rfp)
    return render(request, "rfps/rfp_preview.html", {"rfp": rfp, **offer.context(shown, now)})


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_issue(request, pk):
    rfp, now = _get(request, pk), timezone.now()
    if request.method == "POST":
        try:
            rfp_services.issue(rfp=rfp, by=request.user, now=now)
        except RFPError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{rfp.number} is issued; the invitations are on their way.")
        return redirect(rfp)
    if rfp.state != RFPState.DRAFT:
        messages.info(request, f"{rfp.number} is {rfp.get_state_display().lower()} already.")
        return redirect(rfp)
    invited = list(rfp.invitations.select_related("vendor").prefetch_related("recipients"))
    problems = rfp_services.problems(rfp, invited, now)
    if policy.needs_approval(rfp.organisation_id):
        problems.append("A second person has to approve it: ask for that on the draft's page.")
    context = {
        "rfp": rfp,
        "invited": invited,
        "problems": problems,
        "line_count": rfp.scope_lines.count(),
    }
    return render(request, "rfps/rfp_issue.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_cancel(request, pk):
    rfp = _get(request, pk)
    form = ReasonForm(
        request.POST or None,
        label="Why is it cancelled?",
        help_text="Vendors read it behind their link.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            rfp_services.cancel(rfp=rfp, by=request.user, now=timezone.now(), **form.cleaned_data)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{rfp.number} is cancelled; its links now say so.")
            return redirect(rfp)
    return render(request, "rfps/rfp_cancel.html", {"rfp": rfp, "form": form})


def _get(request, pk) -> RFP:
    rfps = RFP.objects.for_user(request.user).with_standing(request.user)
    return get_object_or_404(rfps.select_related("program", "organisation", "created_by"), pk=pk)
