"""The award: what waits for a signature, what was signed, and revoking it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_required, sponsor_required
from accounts.choices import Role
from rfps.choices import RecommendationState
from rfps.deciding import record
from rfps.errors import RFPError
from rfps.forms.decision import RevokeForm, SignForm
from rfps.forms.request import ReasonForm
from rfps.models import Award, Recommendation
from rfps.services import awarding, field, recommending
from rfps.views.decision import get_for_reader


@require_GET
@sponsor_required
def rfp_award(request, pk):
    return _page(request, get_for_reader(request, pk))


@sensitive_post_parameters("password")
@require_POST
@role_required(Role.PROCUREMENT)
def award_sign(request, pk):
    recommendation = _waiting(request, pk)
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            refused = awarding.sign(
                recommendation=recommendation,
                password=form.cleaned_data["password"],
                by=request.user,
                now=timezone.now(),
            )
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            if not refused:
                messages.success(request, "Signed. The lots are awarded; the vendors are told.")
                return redirect("rfp-award", recommendation.rfp_id)
            form.add_error("password", refused)
    return _page(request, recommendation.rfp, sign_form=form)


@require_POST
@role_required(Role.PROCUREMENT)
def award_send_back(request, pk):
    recommendation = _waiting(request, pk)
    form = _reason(request.POST)
    if form.is_valid():
        try:
            recommending.send_back(
                recommendation=recommendation,
                by=request.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The recommendation is sent back; nothing is awarded.")
            return redirect("rfp-decision", recommendation.rfp_id)
    return _page(request, recommendation.rfp, back_form=form)


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def award_revoke(request, pk):
    awards = Award.objects.for_user(request.user).select_related("rfp", "lot", "invitation__vendor")
    award = get_object_or_404(awards, pk=pk)
    get_for_reader(request, award.rfp_id)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            awarding.revoke(award=award, by=request.user, now=timezone.now(), **form.cleaned_data)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Revoked. The decision on {award.lot} is open again.")
            return redirect("rfp-decision", award.rfp_id)
    context = {"rfp": award.rfp, "award": award, "form": form}
    return render(request, "rfps/award_revoke.html", context, status=422 if form.errors else 200)


def _waiting(request, pk) -> Recommendation:
    """Return the recommendation for who may read what it decides."""
    found = Recommendation.objects.for_user(request.user).select_related("rfp")
    recommendation = get_object_or_404(found, pk=pk)
    get_for_reader(request, recommendation.rfp_id)
    return recommendation


def _reason(data=None) -> ReasonForm:
    return ReasonForm(data, label="What has to change?", help_text="Who recommended it reads it.")


def _page(request, rfp, *, sign_form=None, back_form=None):
    found = list(
        Recommendation.objects.for_user(request.user)
        .filter(rfp=rfp)
        .select_related("recommended_by", "decided_by", "signature", "rfp")
        .order_by("-recommended_at")
    )
    waiting = next((one for one in found if one.state == RecommendationState.WAITING), None)
    awards = list(
        Award.objects.for_user(request.user)
        .filter(rfp=rfp)
        .select_related("lot", "invitation__vendor", "revoked_by", "recommendation__signature")
    )
    if not found:
        messages.info(request, "Nothing is recommended yet.")
        return redirect("rfp-decision", rfp.pk)
    context = {
        "rfp": rfp,
        "waiting": waiting,
        "lots": _lots(waiting or found[0]),
        "shown": waiting or found[0],
        "stale": _stale(waiting, rfp, request.user),
        "is_whole": all(record.fingerprint(one.record) == one.sha256 for one in found),
        "recommendations": found,
        "awards": [award for award in awards if not award.revoked_at],
        "revoked": [award for award in awards if award.revoked_at],
        "meaning": awarding.MEANING,
        "is_own": bool(waiting) and waiting.recommended_by_id == request.user.pk,
        "may_act": request.user.has_role(Role.PROCUREMENT),
        "sign_form": sign_form or SignForm(),
        "back_form": back_form or _reason(),
    }
    is_refused = bool(context["sign_form"].errors or context["back_form"].errors)
    return render(request, "rfps/rfp_award.html", context, status=422 if is_refused else 200)


def _stale(waiting, rfp, user) -> list[str]:
    if not waiting:
        return []
    try:
        return awarding.stale(waiting, field.read(rfp=rfp, user=user))
    except RFPError as error:
        return [str(error)]


def _lots(recommendation) -> list[dict]:
    """Return the lots of a record, each with the row of the bid that is chosen."""
    return [
        lot | {"row": next((one for one in lot["bids"] if one["bid"] == lot["chosen"]), None)}
        for lot in recommendation.record["lots"]
    ]
