"""Keep the weights tried on the matching page, make them the needs' own, or forget kept ones."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import sponsor_required
from programs import access
from programs.errors import ProgramError
from programs.forms import WeightSetForm
from programs.models import WeightSet, WorkPackage
from programs.services import weights
from programs.views import asked


@require_POST
@sponsor_required
def weights_keep(request, pk):
    """Keep the weights under a name; the POST repeats what the page tried."""
    package, trial = _tried(request, pk)
    query = asked.carried(request.POST)
    form = WeightSetForm(request.POST)
    try:
        if not form.is_valid():
            raise ProgramError("Give the weights a name of up to 80 characters.")
        kept = weights.keep(
            program=package.program,
            **form.cleaned_data,
            method=trial.method,
            entered=dict(trial.entered or {}),
            by=request.user,
            now=timezone.now(),
        )
    except ProgramError as error:
        messages.error(request, str(error))
    else:
        query = asked.only_scope(request.POST)
        query["set"] = str(kept.pk)
        messages.success(request, f"The weights are kept as {kept}.")
    return redirect(f"{reverse('package-match', args=[pk])}?{query.urlencode()}")


@require_POST
@sponsor_required
def weights_adopt(request, pk):
    """Make the weights tried the needs' own."""
    package, trial = _tried(request, pk)
    query = asked.carried(request.POST)
    try:
        if trial.weights is None:
            raise ProgramError(trial.error or "There are no other weights to take over.")
        changed = weights.adopt(
            program=package.program,
            method=trial.method,
            entered=dict(trial.entered),
            seen=request.POST.get("seen", ""),
            by=request.user,
            now=timezone.now(),
        )
    except ProgramError as error:
        messages.error(request, str(error))
    else:
        query = asked.only_scope(request.POST)
        messages.success(
            request, f"{changed} of {len(trial.entered)} needs weigh something else now."
        )
    return redirect(f"{reverse('package-match', args=[pk])}?{query.urlencode()}")


@require_POST
@sponsor_required
def weights_drop(request, pk):
    kept = get_object_or_404(
        WeightSet.objects.for_user(request.user).select_related("program"), pk=pk
    )
    access.require_editor(request.user, kept.program)
    weights.drop(weight_set=kept, by=request.user, now=timezone.now())
    messages.success(request, f"The weights {kept} are forgotten.")
    return redirect(kept.program.packages.first() or kept.program)


def _tried(request, pk):
    packages = WorkPackage.objects.for_user(request.user).select_related("program")
    package = get_object_or_404(packages, pk=pk)
    access.require_editor(request.user, package.program)
    return package, asked.trial(request.user, request.POST, asked.scope(request.POST, package))
