"""The matching page of a package, one vendor's answers on it, and two vendors side by side."""

from itertools import groupby

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from accounts.access import sponsor_required
from programs import access, kinds, matching, overview
from programs.choices import Weighing
from programs.matching import comparing, page, store
from programs.matching.store import Brief
from programs.matching.trying import Trial
from programs.matching.wishes import Order, Show, Wish
from programs.models import ShortlistEntry, WorkPackage
from programs.views import asked

RESULTS = "results"


@require_GET
@sponsor_required
@vary_on_headers("HX-Request", "HX-Target")
def package_match(request, pk):
    package = _package(request, pk)
    scope = asked.scope(request.GET, package)
    trial = asked.trial(request.user, request.GET, scope)
    asking = store.brief(scope, timezone.now(), weights=trial.weights)
    shown = page.build(asking, Wish.of(request.GET))
    leaves = {leaf.code: leaf for need in asking.needs for leaf in need.leaves}
    needs = [need.need for need in asking.needs]
    context = _frame(request, package) | {
        "shown": shown,
        "asking": asking,
        "algorithm": matching.ALGORITHM,
        "trial": trial,
        "weighings": Weighing,
        "weight_fields": _weight_fields(asking, trial),
        "weight_sets": asked.weight_sets(request.user, package.program),
        "orders": Order,
        "shows": Show,
        "axis": overview.axis(package.program),
        "serving": kinds.of_package(needs, leaves),
        "others": package.program.packages.exclude(pk=pk),
        "scope": scope,
    }
    is_partial = request.htmx and request.htmx.target == RESULTS
    template = "programs/_match_results.html" if is_partial else "programs/package_match.html"
    return render(request, template, context)


@require_GET
@sponsor_required
@vary_on_headers("HX-Request")
def package_match_vendor(request, pk, slug):
    """Show one vendor's answers; without htmx, on the page of all."""
    package = _package(request, pk)
    vendor = get_object_or_404(store.candidates(package.program), slug=slug)
    if not request.htmx:
        query = asked.carried(request.GET)
        query["open"] = slug
        return redirect(f"{reverse('package-match', args=[pk])}?{query.urlencode()}#v-{slug}")
    scope = asked.scope(request.GET, package)
    trial = asked.trial(request.user, request.GET, scope)
    match = matching.explain(scope, vendor, now=timezone.now(), weights=trial.weights)
    context = _frame(request, package) | {"match": match}
    return render(request, "programs/_match_why.html", context)


@require_GET
@sponsor_required
def package_compare(request, pk):
    """Show two vendors, contribution by contribution; ``?a=`` and ``?b=`` name them."""
    package = _package(request, pk)
    scope = asked.scope(request.GET, package)
    trial = asked.trial(request.user, request.GET, scope)
    asking = store.brief(scope, timezone.now(), weights=trial.weights)
    found = comparing.compare(asking, request.GET.get("a", ""), request.GET.get("b", ""))
    if found is None:
        raise Http404
    context = _frame(request, package) | {
        "compared": found,
        "trial": trial,
        "rivals": comparing.rivals(asking),
        "repeated": [
            (name, value) for name, values in asked.carried(request.GET).lists() for value in values
        ],
    }
    return render(request, "programs/package_compare.html", context)


def _package(request, pk) -> WorkPackage:
    packages = WorkPackage.objects.for_user(request.user).select_related("program")
    return get_object_or_404(packages, pk=pk)


def _weight_fields(asking: Brief, trial: Trial) -> list:
    """Return by phase the needs with what is entered for them."""
    entered = trial.entered or {}
    return [
        (phase, [(asked, entered.get(asked.need.pk, "")) for asked in needs])
        for phase, needs in groupby(asking.needs, key=lambda asked: asked.phase)
    ]


def _frame(request, package: WorkPackage) -> dict:
    """Return what the page and the fragment of one vendor both need."""
    entries = ShortlistEntry.objects.for_user(request.user).filter(shortlist__package=package)
    shortlisted = dict(entries.values_list("vendor_id", "shortlist_id"))
    carried: QueryDict = asked.carried(request.GET)
    return {
        "package": package,
        "program": package.program,
        "may_edit": access.may_edit(request.user, package.program),
        "shortlisted": shortlisted.keys(),
        "shortlist_id": next(iter(shortlisted.values()), None),
        "carried": carried.urlencode(),
        "compare_with": request.GET.get("beside", ""),
        "only_scope": asked.only_scope(request.GET).urlencode(),
    }
