"""Moderation: all sheets side by side, how far they agree, and one settled score per cell."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_required, sponsor_required
from accounts.choices import Role
from rfps.choices import EvaluationState
from rfps.errors import RFPError
from rfps.evaluating import aggregation
from rfps.forms.evaluation import ModerationForm
from rfps.models import RFP, Moderation, Score
from rfps.services import evaluation, moderating, scores
from rfps.views import score_matrix
from rfps.views.admission import require_reader


@require_GET
@sponsor_required
def rfp_moderation(request, pk):
    rfp = _get(request, pk)
    rules = _shown(request, rfp)
    if rules is None:
        messages.info(
            request, "Scores are shown when everybody has handed in, or scoring is closed."
        )
        return redirect("rfp-evaluation", rfp.pk)
    context = {
        "rfp": rfp,
        "rules": rules,
        "can_lead": request.user.has_role(Role.PROCUREMENT),
        "is_open": rules.state == EvaluationState.MODERATION,
        **score_matrix.context(rfp, rules),
    }
    return render(request, "rfps/rfp_moderation.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def moderation_cell(request, pk, bid, criterion):
    rfp = _get(request, pk)
    rules = _shown(request, rfp)
    if rules is None:
        return redirect("rfp-evaluation", rfp.pk)
    found = next((one for one in scores.bids_of(rfp) if one.pk == bid), None)
    about = next(
        (one for one in scores.technical_criteria(rules) if one["key"] == str(criterion)), None
    )
    if not found or not about:
        raise Http404
    settled = Moderation.objects.filter(bid=bid, criterion_key=criterion).first()
    form = _form(request, rules, settled)
    if request.method == "POST" and form.is_valid():
        try:
            moderating.settle(
                rfp=rfp,
                bid=found,
                criterion=str(criterion),
                by=request.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Settled.")
            return redirect("rfp-moderation", rfp.pk)
    return _cell_page(request, rfp, rules, found, about, form)


def _get(request, pk) -> RFP:
    rfps = RFP.objects.for_user(request.user).select_related("program", "organisation")
    return get_object_or_404(rfps, pk=pk)


def _shown(request, rfp):
    """Admit who reads the bids; return the rules once scores are no secret, else None."""
    require_reader(request.user, rfp)
    rules = evaluation.of(rfp)
    return rules if rules.state in scores.SHOWN else None


def _form(request, rules, settled) -> ModerationForm:
    initial = {"revision": settled.revision if settled else 0}
    if settled:
        initial |= {"points": settled.points, "reason": settled.reason}
    return ModerationForm(request.POST or None, initial=initial, scale=rules.scale)


def _cell_page(request, rfp, rules, bid, criterion, form):
    given = list(
        Score.objects.filter(
            bid=bid, criterion_key=criterion["key"], evaluator__submitted_at__isnull=False
        ).select_related("evaluator__user")
    )
    points = {one.evaluator_id: one.points for one in given if one.points is not None}
    far = aggregation.outliers(points, rules.scale)
    settled = Moderation.objects.filter(bid=bid, criterion_key=criterion["key"]).first()
    context = {
        "rfp": rfp,
        "rules": rules,
        "bid": bid,
        "criterion": criterion,
        "given": [(one, one.evaluator_id in far) for one in given],
        "mean": aggregation.aggregate(points.values(), "mean"),
        "median": aggregation.aggregate(points.values(), "median"),
        "spread": aggregation.spread(points.values()),
        "settled": settled,
        "form": form,
        "is_open": rules.state == EvaluationState.MODERATION,
    }
    status = 409 if form.errors else 200
    return render(request, "rfps/moderation_cell.html", context, status=status)
