"""The sponsor's side of the clarification rounds: what was asked of whom, and what came back."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require_role, role_required, sponsor_required
from accounts.choices import Role
from audit.download import attachment
from rfps import zones
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.forms.clarification import AskForm
from rfps.models import RFP, Clarification, ClarificationFile
from rfps.services import clarifications, openings
from rfps.views.admission import require_reader

READERS = (Role.PROCUREMENT, Role.PROGRAM_LEAD)  # an answer may speak of prices
USUAL = timedelta(days=7)


@require_http_methods(["GET", "POST"])
@sponsor_required
def rfp_clarifications(request, pk):
    rfp, now = (
        get_object_or_404(RFP.objects.for_user(request.user).with_standing(request.user), pk=pk),
        timezone.now(),
    )
    require_role(request.user, *READERS)
    require_reader(request.user, rfp)
    can_act = request.user.has_role(Role.PROCUREMENT)
    form = AskForm(
        request.POST or None,
        bidders=clarifications.bidders(rfp),
        zone=rfp.time_zone,
        initial={"due": zones.to_local(now + USUAL, rfp.time_zone)},
    )
    if request.method == "POST":
        require_role(request.user, Role.PROCUREMENT)
        if form.is_valid() and _ask(request, rfp, form, now):
            return redirect("rfp-clarifications", rfp.pk)
    rows = rfp.clarifications.select_related("invitation__vendor", "asked_by", "answered_by")
    context = {
        "rfp": rfp,
        "form": form,
        "rows": [(row, row.is_open(now)) for row in rows.prefetch_related("files")],
        "is_opened": rfp.openings.exists(),
        "can_act": can_act and rfp.state == RFPState.ISSUED,
    }
    return render(request, "rfps/rfp_clarifications.html", context)


@require_POST
@role_required(Role.PROCUREMENT)
def clarification_withdraw(request, pk):
    rows = Clarification.objects.for_user(request.user).select_related("rfp")
    row = get_object_or_404(rows, pk=pk)
    require_reader(request.user, row.rfp)
    try:
        clarifications.withdraw(clarification=row, by=request.user, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Withdrawn; the bidder is told.")
    return redirect("rfp-clarifications", row.rfp_id)


@require_GET
@role_required(*READERS)
def clarification_file(request, pk):
    rows = Clarification.objects.for_user(request.user)
    files = ClarificationFile.objects.for_user(request.user).select_related("clarification__rfp")
    file = get_object_or_404(files.filter(clarification__in=rows), pk=pk)
    require_reader(request.user, file.clarification.rfp)
    if not openings.file_verified(file):
        raise Http404("The file is not what was sent.")
    return attachment(bytes(file.content), file.name, file.media_type)


def _ask(request, rfp, form, now) -> bool:
    try:
        asked = clarifications.ask(rfp=rfp, by=request.user, now=now, **form.asked)
    except RFPError as error:
        form.add_error(None, str(error))
        return False
    count = len(asked)
    messages.success(request, f"Asked {count} bidder{'' if count == 1 else 's'}; each is told.")
    return True
