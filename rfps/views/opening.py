"""Opening the bids, and the opened bids side by side."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import sponsor_required
from accounts.choices import Role
from audit.download import attachment
from rfps import clock, zones
from rfps.choices import Envelope
from rfps.errors import RFPError
from rfps.models import RFP, BidFile
from rfps.services import admission, evaluation, exchange, openings
from rfps.views import opened_bids
from rfps.views.admission import require_reader


@require_http_methods(["GET", "POST"])
@sponsor_required
def rfp_opening(request, pk):
    rfp = get_rfp(request, pk)
    openers = list(rfp.openers.select_related("user"))
    mine = next((one for one in openers if one.user_id == request.user.pk), None)
    if request.method == "POST":
        if mine is None:
            raise PermissionDenied("Only the people named to open the bids can do that.")
        return _agree(request, rfp)
    at = clock.now()
    opened = list(rfp.openings.select_related("opened_by"))
    rules = evaluation.of(rfp)
    context = {
        "rfp": rfp,
        "openers": openers,
        "mine": mine,
        "opened": opened,
        "missing_rates": exchange.missing(rfp),
        "waits": "" if opened else openings.waits(rfp, at),
        "can_agree": bool(mine and not mine.agreed_at and not opened),
        "rules": rules,
        "prices_wait": bool(opened) and len(opened) < len(Envelope),
        "commercial_waits": openings.commercial_waits(rfp) if opened else "",
        "can_read": not admission.refusal(request.user, rfp),
        "can_keep": bool(mine) or request.user.has_role(Role.PROCUREMENT),
        "papers": list(rfp.paper_bids.select_related("invitation__vendor")),
        "deadline": zones.exactly(rfp.deadline_at, rfp.time_zone),
        "server_time": zones.exactly(at, rfp.time_zone),
    }
    return render(request, "rfps/rfp_opening.html", context)


@require_GET
@sponsor_required
def rfp_bids(request, pk):
    rfps = RFP.objects.for_user(request.user).with_standing(request.user)
    rfp = get_object_or_404(rfps, pk=pk)
    require_reader(request.user, rfp)
    if not rfp.openings.exists():
        messages.info(request, "The bids are sealed.")
        return redirect("rfp-opening", rfp.pk)
    now = timezone.now()
    openings.record_view(rfp=rfp, by=request.user, now=now)
    context = {"rfp": rfp, **opened_bids.context(rfp, request.user)}
    return render(request, "rfps/rfp_bids.html", context)


@require_GET
@sponsor_required
def rfp_bid_file(request, pk, file):
    rfp = get_rfp(request, pk)
    require_reader(request.user, rfp)
    found = get_object_or_404(BidFile.objects.for_user(request.user), rfp=rfp, pk=file)
    if not openings.file_verified(found):
        raise Http404("The file is not what was submitted.")
    what = f"the file {found.name}"
    openings.record_view(rfp=rfp, by=request.user, what=what, now=timezone.now())
    return attachment(bytes(found.content), found.name, found.media_type)


def get_rfp(request, pk) -> RFP:
    return get_object_or_404(RFP.objects.for_user(request.user), pk=pk)


def _agree(request, rfp):
    """Agree to the first opening or, where the form names it, to that of the commercial envelopes."""
    is_second = request.POST.get("envelope") == Envelope.COMMERCIAL
    agree = openings.agree_commercial if is_second else openings.agree
    try:
        is_open = agree(rfp=rfp, by=request.user)
    except RFPError as error:
        messages.error(request, str(error))
        return redirect("rfp-opening", rfp.pk)
    what = "prices" if is_second else "bids"
    if not is_open:
        messages.success(request, f"Noted. The {what} open when the other person has said so too.")
        return redirect("rfp-opening", rfp.pk)
    messages.success(request, f"The {what} are open.")
    if admission.refusal(request.user, rfp):
        return redirect("rfp-opening", rfp.pk)
    return redirect("rfp-bids", rfp.pk)
