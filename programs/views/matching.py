"""The matching page of a package, and one vendor's answers on it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from accounts.access import sponsor_required
from programs import access, kinds, matching, overview
from programs.matching import page, store
from programs.models import ShortlistEntry, WorkPackage


@require_GET
@sponsor_required
@vary_on_headers("HX-Request")
def package_match(request, pk):
    package = _package(request, pk)
    ranking = matching.rank(package, now=timezone.now())
    leaves = {leaf.code: leaf for asked in ranking.needs for leaf in asked.leaves}
    needs = [asked.need for asked in ranking.needs]
    context = _frame(request, package) | {
        "shown": page.build(ranking, page.Wish.of(request.GET)),
        "ranking": ranking,
        "orders": page.Order,
        "shows": page.Show,
        "axis": overview.axis(package.program),
        "serving": kinds.of_package(needs, leaves),
        "others": package.program.packages.exclude(pk=pk),
    }
    is_partial = request.htmx and not request.htmx.boosted
    template = "programs/package_match.html" + ("#results" if is_partial else "")
    return render(request, template, context)


@require_GET
@sponsor_required
@vary_on_headers("HX-Request")
def package_match_vendor(request, pk, slug):
    """Show one vendor's answers; without htmx, on the page of all."""
    package = _package(request, pk)
    vendor = get_object_or_404(store.candidates(package.program), slug=slug)
    if not request.htmx:
        return redirect(f"{reverse('package-match', args=[pk])}?open={slug}#v-{slug}")
    match = matching.explain(package, vendor, now=timezone.now())
    return render(request, "programs/_match_why.html", _frame(request, package) | {"match": match})


def _package(request, pk) -> WorkPackage:
    packages = WorkPackage.objects.for_user(request.user).select_related("program")
    return get_object_or_404(packages, pk=pk)


def _frame(request, package: WorkPackage) -> dict:
    """Return what the page and the fragment of one vendor both need."""
    entries = ShortlistEntry.objects.for_user(request.user).filter(shortlist__package=package)
    shortlisted = dict(entries.values_list("vendor_id", "shortlist_id"))
    return {
        "package": package,
        "program": package.program,
        "may_edit": access.may_edit(request.user, package.program),
        "shortlisted": shortlisted.keys(),
        "shortlist_id": next(iter(shortlisted.values()), None),
    }
