"""Opening the bids, and the opened bids side by side."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require_role, sponsor_required
from accounts.choices import Role
from audit.download import attachment
from rfps import clock, zones
from rfps.errors import RFPError
from rfps.models import RFP, BidFile
from rfps.services import openings
from rfps.views import opened_bids

READERS = (Role.PROCUREMENT, Role.PROGRAM_LEAD, Role.EVALUATOR)


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
    context = {
        "rfp": rfp,
        "openers": openers,
        "mine": mine,
        "opened": opened,
        "waits": "" if opened else openings.waits(rfp, at),
        "can_agree": bool(mine and not mine.agreed_at and not opened),
        "can_read": _may_read(request.user, openers),
        "can_keep": bool(mine) or request.user.has_role(Role.PROCUREMENT),
        "papers": list(rfp.paper_bids.select_related("invitation__vendor")),
        "deadline": zones.exactly(rfp.deadline_at, rfp.time_zone),
        "server_time": zones.exactly(at, rfp.time_zone),
    }
    return render(request, "rfps/rfp_opening.html", context)


@require_GET
@sponsor_required
def rfp_bids(request, pk):
    rfp = get_rfp(request, pk)
    _require_reader(request.user, rfp)
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
    _require_reader(request.user, rfp)
    found = get_object_or_404(BidFile.objects.for_user(request.user), rfp=rfp, pk=file)
    if not openings.file_verified(found):
        raise Http404("The file is not what was submitted.")
    what = f"the file {found.name}"
    openings.record_view(rfp=rfp, by=request.user, what=what, now=timezone.now())
    return attachment(bytes(found.content), found.name, found.media_type)


def get_rfp(request, pk) -> RFP:
    return get_object_or_404(RFP.objects.for_user(request.user), pk=pk)


def _agree(request, rfp):
    try:
        is_open = openings.agree(rfp=rfp, by=request.user)
    except RFPError as error:
        messages.error(request, str(error))
        return redirect("rfp-opening", rfp.pk)
    if is_open:
        messages.success(request, "The bids are open.")
        return redirect("rfp-bids", rfp.pk)
    messages.success(request, "Noted. The bids open when the other person has said so too.")
    return redirect("rfp-opening", rfp.pk)


def _may_read(user, openers) -> bool:
    return user.has_role(*READERS) or any(one.user_id == user.pk for one in openers)


def _require_reader(user, rfp) -> None:
    if not rfp.openers.filter(user=user).exists():
        require_role(user, *READERS)
