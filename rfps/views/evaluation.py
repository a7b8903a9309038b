"""The lead's page of an evaluation: its rules, who scores and how far they are, what comes next."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_required, sponsor_required
from accounts.choices import Role
from rfps.choices import EvaluationState
from rfps.errors import RFPError
from rfps.forms.evaluation import EvaluationForm
from rfps.forms.request import ReasonForm
from rfps.models import RFP
from rfps.services import admission, evaluation, moderating, scores, scoring
from rfps.views.admission import require_reader


@require_GET
@sponsor_required
def rfp_evaluation(request, pk):
    return _page(request, _get(request, pk))


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def evaluation_rules(request, pk):
    rfp = _get(request, pk)
    form = EvaluationForm(request.POST or None, instance=evaluation.of(rfp))
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in evaluation.RULES}
        try:
            evaluation.set_rules(rfp=rfp, data=data, by=request.user, now=timezone.now())
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved. The opening freezes it.")
            return redirect("rfp-evaluation", rfp.pk)
    context = {"rfp": rfp, "form": form, "rules": evaluation.of(rfp)}
    return render(
        request, "rfps/evaluation_rules.html", context, status=422 if form.errors else 200
    )


@require_POST
@role_required(Role.PROCUREMENT)
def scoring_close(request, pk):
    rfp = _get(request, pk)
    form = _reason(request.POST)
    if form.is_valid():
        try:
            scoring.close(rfp=rfp, by=request.user, now=timezone.now(), **form.cleaned_data)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Scoring is closed; the sheets handed in can be compared.")
            return redirect("rfp-moderation", rfp.pk)
    return _page(request, rfp, form, status=422)


@require_POST
@role_required(Role.PROCUREMENT)
def technical_close(request, pk):
    rfp = _get(request, pk)
    require_reader(request.user, rfp)
    try:
        results = moderating.close(rfp=rfp, by=request.user, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
        return redirect("rfp-moderation", rfp.pk)
    reached = sum(one.is_qualified for one in results)
    messages.success(
        request, f"Technical scores are closed: {reached} of {len(results)} reach the minimum."
    )
    return redirect("rfp-evaluation", rfp.pk)


def _get(request, pk) -> RFP:
    rfps = (
        RFP.objects.for_user(request.user)
        .with_standing(request.user)
        .select_related("program", "organisation")
    )
    return get_object_or_404(rfps, pk=pk)


def _reason(data, waiting=True) -> ReasonForm:
    return ReasonForm(
        data,
        label="Why not wait for everybody?" if waiting else "Why close with what is there?",
        help_text="Sheets not handed in do not count. The record keeps the reason.",
    )


def _page(request, rfp, form=None, status=200):
    rules = evaluation.of(rfp)
    criteria = scores.technical_criteria(rules)
    bids = scores.bids_of(rfp) if rules.frozen_at else []
    people = list(
        rfp.evaluators.select_related("user").annotate(
            written=Count("scores", filter=Q(scores__points__isnull=False))
        )
    )
    for one in people:
        mine = scoring.criteria_of(one, rules)
        one.to_score = len(mine) * len(bids)
        one.scored_names = [c["name"] for c in mine] if one.criteria else []
    waiting = [one for one in people if not (one.submitted_at or one.has_conflict)]
    names = {bid.pk: bid.invitation.vendor.name for bid in bids}
    context = {
        "rfp": rfp,
        "rules": rules,
        "steps": _steps(rules),
        "people": people,
        "mine": next((one for one in people if one.user_id == request.user.pk), None),
        "criteria": criteria,
        "bids": bids,
        "results": [(names.get(one.bid_id, "A bid"), one) for one in rfp.technical_results.all()],
        "can_read": not admission.refusal(request.user, rfp),
        "can_lead": request.user.has_role(Role.PROCUREMENT),
        "form": form or _reason(None, waiting),
        "waiting": waiting,
        "handed_in": any(one.submitted_at for one in people),
    }
    return render(request, "rfps/rfp_evaluation.html", context, status=status)


def _steps(rules) -> list[tuple[str, str]]:
    """Return the way of an evaluation, each step with *done*, *now* or nothing."""
    order = list(EvaluationState)
    if not rules.is_two_step:
        order.remove(EvaluationState.TECHNICAL_CLOSED)
    here = order.index(EvaluationState(rules.state))
    return [
        (state.label, "done" if place < here else "now" if place == here else "")
        for place, state in enumerate(order)
    ]
