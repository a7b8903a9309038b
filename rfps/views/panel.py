"""Who scores: naming colleagues, what they score and read, reminding them, taking a name back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_required
from accounts.choices import Role
from accounts.models import User
from rfps.choices import Envelope
from rfps.errors import RFPError
from rfps.forms.evaluation import EvaluatorForm
from rfps.models import RFP, Evaluator
from rfps.services import evaluation, panel, scores


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def evaluator_name(request, pk):
    rfp = get_object_or_404(RFP.objects.for_user(request.user).select_related("program"), pk=pk)
    people = User.objects.filter(pk__in=[user.pk for user in panel.candidates(rfp)])
    form = EvaluatorForm(request.POST or None, people=people.order_by("name"), **_choices(rfp))
    if request.method == "POST" and form.is_valid():
        user = form.cleaned_data["user"]
        try:
            panel.name(rfp=rfp, user=user, limits=form.limits, by=request.user, now=timezone.now())
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{user} is named to score.")
            return redirect("rfp-evaluation", rfp.pk)
    return _page(request, rfp, form)


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def evaluator_limit(request, pk):
    evaluator = _get(request, pk)
    initial = {
        "criteria": [str(key) for key in evaluator.criteria],
        "sections": [str(key) for key in evaluator.sections],
        "names_hidden": evaluator.names_hidden,
    }
    choices = _choices(evaluator.rfp)
    form = EvaluatorForm(request.POST or None, people=None, initial=initial, **choices)
    if request.method == "POST" and form.is_valid():
        return _do(request, evaluator, panel.limit, "Saved.", limits=form.limits)
    return _page(request, evaluator.rfp, form, evaluator=evaluator)


@require_POST
@role_required(Role.PROCUREMENT)
def evaluator_drop(request, pk):
    evaluator = _get(request, pk)
    return _do(request, evaluator, panel.drop, f"{evaluator.user} does not score any more.")


@require_POST
@role_required(Role.PROCUREMENT)
def evaluator_remind(request, pk):
    evaluator = _get(request, pk)
    return _do(request, evaluator, panel.remind, f"{evaluator.user} is reminded by e-mail.")


def _do(request, evaluator, move, done: str, **arguments):
    try:
        move(evaluator=evaluator, by=request.user, now=timezone.now(), **arguments)
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("rfp-evaluation", evaluator.rfp_id)


def _get(request, pk) -> Evaluator:
    people = Evaluator.objects.for_user(request.user).select_related("rfp__program", "user")
    return get_object_or_404(people.select_related("rfp__organisation"), pk=pk)


def _choices(rfp) -> dict[str, list[dict]]:
    """Return the technical criteria and sections to choose from: frozen ones, else those in writing."""
    rules = evaluation.of(rfp)
    if rules.frozen_at:
        criteria = scores.technical_criteria(rules)
    else:
        criteria = rfp.criterion_set.filter(envelope=Envelope.TECHNICAL).values("key", "name")
    sections = rfp.section_set.filter(envelope=Envelope.TECHNICAL).values("key", "title")
    return {
        "criteria": [one | {"key": str(one["key"])} for one in criteria],
        "sections": [one | {"key": str(one["key"])} for one in sections],
    }


def _page(request, rfp, form, evaluator=None):
    context = {"rfp": rfp, "form": form, "evaluator": evaluator}
    return render(request, "rfps/evaluator_form.html", context, status=422 if form.errors else 200)
