"""Recommending an award."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.choices import Role
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.forms import decision as forms
from rfps.services import field, recommending
from rfps.views.decision import get_for_reader


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_recommend(request, pk):
    """Choose a bid per lot, filled in from a scenario or from who is first; POST recommends."""
    rfp = get_for_reader(request, pk)
    if not field.is_decidable(rfp) or rfp.state != RFPState.ISSUED or recommending.waiting(rfp):
        return redirect("rfp-award" if recommending.waiting(rfp) else "rfp-decision", pk)
    current = field.read(rfp=rfp, user=request.user)
    lots = recommending.open_lots(rfp)
    rankings = {one.case.lot: one for one in current.rankings}
    form = forms.RecommendationForm(
        request.POST if request.method == "POST" else None,
        lots=lots,
        rankings=rankings,
        initial=_initial(request, lots, rankings),
    )
    if request.method == "POST" and form.is_valid():
        try:
            recommending.recommend(
                rfp=rfp,
                choices=form.choices(),
                reason=form.cleaned_data["reason"],
                wish=_wish(request, current),
                by=request.user,
                now=timezone.now(),
            )
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Recommended; your colleagues are asked for a signature.")
            return redirect("rfp-award", pk)
    context = {"rfp": rfp, "form": form, "signers": recommending.signers(rfp, request.user)}
    return render(request, "rfps/rfp_recommend.html", context, status=422 if form.errors else 200)


def _initial(request, lots, rankings) -> dict:
    """Take the bids of a scenario from the address, else who is first alone."""
    found = {}
    for lot in lots:
        name = f"lot-{lot.position}"
        leaders = rankings[lot.position].leaders if lot.position in rankings else ()
        first = leaders[0].offer.bid if len(leaders) == 1 else ""
        found[name] = request.GET.get(name, first)
    return found


def _wish(request, current) -> dict:
    """Return the scenario that led here, as its form says it; empty where none is named."""
    vendors = sorted({one.vendor for lot in current.options() for one in lot.options})
    form = forms.ScenarioForm(request.GET, vendors=vendors, currency=current.currency)
    return forms.as_record(form.wish) if request.GET.get("aim") and form.is_valid() else {}
