"""The decision: ranking, stability, gates and waivers, award scenarios."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import require_role, role_required, sponsor_required
from accounts.choices import Role
from rfps import clock
from rfps.errors import RFPError
from rfps.forms.decision import ScenarioForm, WaiveForm
from rfps.models import RFP, BidWaiver
from rfps.services import field, recommending, waivers
from rfps.views import decision_page, next_step
from rfps.views.admission import require_reader

READERS = (Role.PROCUREMENT, Role.PROGRAM_LEAD)


@require_GET
@sponsor_required
def rfp_decision(request, pk):
    """Show the decision; with htmx the scenarios alone, for a changed wish."""
    rfp = get_for_reader(request, pk)
    if not field.is_decidable(rfp):
        step = next_step.before_decision(rfp, clock.now())
        return render(request, "rfps/rfp_undecidable.html", {"rfp": rfp, "step": step})
    current = field.read(rfp=rfp, user=request.user)
    open_lots = recommending.open_lots(rfp)
    form = ScenarioForm(
        request.GET, vendors=_vendors(current, open_lots), currency=current.currency
    )
    own = form.wish if form.is_valid() else None
    context = {
        "rfp": rfp,
        "form": form,
        "scenarios": decision_page.compared(current, open_lots, own) if open_lots else [],
        "lots_open": open_lots,
        "currency": current.currency,
        "query": request.GET.urlencode(),
        "waiting": recommending.waiting(rfp),
        "may_act": request.user.has_role(Role.PROCUREMENT),
    }
    if request.htmx and not request.htmx.boosted and request.htmx.target == "scenarios":
        return render(request, "rfps/_scenarios.html", context)
    awards = rfp.awards.standing().select_related("lot", "invitation__vendor")
    context |= {
        "lots": decision_page.lots(current, awards),
        "waivers": BidWaiver.objects.for_user(request.user)
        .filter(rfp=rfp)
        .select_related("by", "lot", "bid__invitation__vendor"),
        "evaluation": current.evaluation,
        "unscored": current.unscored,
        "names": {one["key"]: one["name"] for one in current.evaluation.frozen["criteria"]},
    }
    return render(request, "rfps/rfp_decision.html", context)


@require_POST
@role_required(Role.PROCUREMENT)
def decision_waive(request, pk):
    rfp = get_for_reader(request, pk)
    form = WaiveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why the gate is lifted; whoever signs reads it.")
        return redirect("rfp-decision", pk)
    data = form.cleaned_data
    try:
        waivers.waive(
            rfp=rfp,
            position=data["lot"],
            bid=str(data["bid"]),
            criterion=str(data["criterion"]),
            reason=data["reason"],
            by=request.user,
            now=timezone.now(),
        )
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The gate is waived; the reason is on the record.")
    return redirect("rfp-decision", pk)


@require_POST
@role_required(Role.PROCUREMENT)
def waiver_take_back(request, pk):
    found = BidWaiver.objects.for_user(request.user).select_related(
        "rfp", "lot", "bid__invitation__vendor"
    )
    waiver = get_object_or_404(found, pk=pk)
    get_for_reader(request, waiver.rfp_id)
    try:
        waivers.take_back(waiver=waiver, by=request.user, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The gate holds again.")
    return redirect("rfp-decision", waiver.rfp_id)


def get_for_reader(request, pk) -> RFP:
    """Return the request for who may see what was bid, prices included, and has no conflict."""
    rfps = (
        RFP.objects.for_user(request.user)
        .with_standing(request.user)
        .select_related("organisation", "program")
    )
    rfp = get_object_or_404(rfps, pk=pk)
    if not rfp.standing["opener"]:
        require_role(request.user, *READERS)
    require_reader(request.user, rfp)
    return rfp


def _vendors(current: field.Field, open_lots) -> list[str]:
    options = current.options({lot.position for lot in open_lots})
    return sorted({one.vendor for lot in options for one in lot.options})
