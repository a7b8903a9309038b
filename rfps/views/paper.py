"""Bids that come on paper: the log, typing one in, and the second person who confirms it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require_role, sponsor_required
from accounts.choices import Role
from rfps import clock, zones
from rfps.bidding import asked, draft, reading
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.forms.bid import PaperForm
from rfps.models import PaperBid
from rfps.services import bids
from rfps.services import paper as paper_services
from rfps.views import bid_page
from rfps.views.bid import uploads
from rfps.views.opening import get_rfp


@require_http_methods(["GET", "POST"])
@sponsor_required
def rfp_paper(request, pk):
    rfp, at = get_rfp(request, pk), clock.now()
    is_opener = _require_keeper(request.user, rfp)
    standing = rfp.invitations.filter(sent_at__isnull=False, revoked_at=None, paper=None)
    form = PaperForm(
        request.POST or None,
        invitations=standing.select_related("vendor"),
        zone=rfp.time_zone,
        initial={"received": zones.to_local(at, rfp.time_zone).replace(second=0, microsecond=0)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            paper_services.log(
                rfp=rfp,
                invitation=form.cleaned_data["invitation"],
                received_at=form.cleaned_data["received"],
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Logged. It stays in its cover until the opening.")
            return redirect("rfp-paper", rfp.pk)
    context = {
        "rfp": rfp,
        "form": form,
        "papers": rfp.paper_bids.select_related(
            "invitation__vendor", "logged_by", "entered_by", "confirmed_by"
        ),
        "is_logging": rfp.state == RFPState.ISSUED and at < rfp.deadline_at,
        "is_opened": rfp.openings.exists(),
        "is_opener": is_opener,
        "deadline": zones.exactly(rfp.deadline_at, rfp.time_zone),
    }
    return render(request, "rfps/rfp_paper.html", context)


@require_http_methods(["GET", "POST"])
@sponsor_required
def paper_enter(request, pk):
    """Type in a paper bid with the vendor's own fields; there is no draft, so it is sent at once."""
    paper = _get(request, pk)
    rfp = paper.rfp
    if not rfp.openers.filter(user=request.user).exists():
        raise PermissionDenied("Only the people named to open the bids can type in a paper bid.")
    if not rfp.openings.exists():
        messages.info(request, "A paper bid stays in its cover until the bids are opened.")
        return redirect("rfp-opening", rfp.pk)
    version = rfp.versions.last()
    raw = draft.empty(version.number, asked.positions(version.content))
    if request.method == "GET":
        return _entry(request, paper, version.content, raw)
    raw = draft.typed(raw, request.POST, version.content)
    if "choose-lots" in request.POST:  # the page then shows what they ask
        return _entry(request, paper, version.content, raw)
    files = uploads(request, version.content)
    try:
        paper_services.enter(paper=paper, raw=raw, uploads=files, by=request.user)
    except bids.IncompleteError as error:
        return _entry(request, paper, version.content, raw, fatal=error.issues)
    except RFPError as error:
        messages.error(request, str(error))
        return _entry(request, paper, version.content, raw)
    messages.success(request, "Typed in. A second person confirms it now.")
    return redirect("rfp-paper", rfp.pk)


def _entry(request, paper, content, raw, fatal=()):
    found = reading.read(content, raw)
    context = bid_page.fields(content, raw, found) | {
        "paper": paper,
        "rfp": paper.rfp,
        "offer": content,
        "fatal": fatal,
        "received": zones.exactly(paper.received_at, paper.rfp.time_zone),
    }
    return render(request, "rfps/paper_enter.html", context, status=422 if fatal else 200)


@require_POST
@sponsor_required
def paper_confirm(request, pk):
    paper = _get(request, pk)
    _require_keeper(request.user, paper.rfp)
    try:
        paper_services.confirm(paper=paper, by=request.user)
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Confirmed.")
    return redirect("rfp-bids", paper.rfp_id)


def _require_keeper(user, rfp) -> bool:
    """Admit the openers and procurement; return whether it is an opener."""
    is_opener = rfp.openers.filter(user=user).exists()
    if not is_opener:
        require_role(user, Role.PROCUREMENT)
    return is_opener


def _get(request, pk) -> PaperBid:
    papers = PaperBid.objects.for_user(request.user).select_related("rfp", "invitation__vendor")
    return get_object_or_404(papers, pk=pk)
