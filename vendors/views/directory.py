"""The directory's pages."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.access import is_curator, member_required, role_required
from accounts.choices import OrganisationKind, Role
from vendors import (
    alerts,
    audits,
    compare,
    completeness,
    directory,
    exporting,
    facets,
    pictures,
    services,
    similar,
)
from vendors.filters import Reader, VendorFilter
from vendors.forms import RelationshipForm, SavedSearchForm
from vendors.models import Asker, Relationship, SavedSearch, Vendor
from vendors.profile import Profile

PAGE = 25


def wants_partial(request) -> bool:
    """Say whether only the results are asked for: not by a boosted link, nor by the back button."""
    return bool(
        request.htmx and not request.htmx.boosted and not request.htmx.history_restore_request
    )


def asked_by(request) -> VendorFilter:
    """Return what the query string asks for, as this reader may ask it."""
    return VendorFilter(request.GET, reader=Reader.of(request.user), today=timezone.localdate())


@require_GET
@vary_on_headers("HX-Request")
def vendor_list(request):
    filterset = asked_by(request)
    page = Paginator(filterset.vendor_ids(), PAGE).get_page(request.GET.get("page"))
    vendors = Vendor.objects.for_user(request.user)
    is_partial = wants_partial(request)
    is_drawn = filterset.chosen.get("view") == "pictures"
    context = {
        "filterset": filterset,
        "pictures": pictures.of(filterset) if is_drawn and page.paginator.count else None,
        "tray": vendors.filter(slug__in=filterset.chosen.get("compare", ())),
        "page": page,
        "entries": directory.entries(page.object_list.tolist(), filterset),
        "summary": directory.summary(filterset, found=page.paginator.count),
        **({} if page.paginator.count else _ways_out(filterset)),
        "facets": facets.of(filterset),
        "may_add": _may_relate(request.user),
        "is_partial": is_partial,
    }
    template = "vendors/vendor_list.html" + ("#results" if is_partial else "")
    response = render(request, template, context)
    if is_partial:
        response["HX-Push-Url"] = reverse("vendor-list") + filterset.query().rstrip("?")
    return response


def _ways_out(filterset: VendorFilter) -> dict:
    """Return what an empty page offers: one filter less or, where that is no help, one alone."""
    relaxations = filterset.relaxations()
    return {"relaxations": relaxations, "alone": [] if relaxations else filterset.alone()}


@require_GET
def vendor_export(request, form):
    filterset = asked_by(request)
    rows = exporting.listing(filterset, Vendor.objects.for_user(request.user))
    if form == "csv":
        return exporting.as_csv(rows, "vendors")
    return exporting.as_xlsx({"Vendors": rows}, "vendors")


@require_GET
def vendor_compare(request, form="html"):
    """Compare the vendors ticked; more than can stand side by side are refused by the filter."""
    filterset = asked_by(request)
    reader = filterset.reader
    comparison = compare.of(
        Vendor.objects.for_user(request.user),
        slugs=filterset.chosen.get("compare", []),
        standings=reader.standings if reader.is_sponsor else None,
        today=timezone.localdate(),
    )
    if is_short := request.GET.get("only") == "differences":
        comparison = comparison.differences()
    if form == "xlsx":
        return exporting.as_xlsx({"Comparison": comparison.sheet()}, "comparison")
    for vendor in comparison.vendors:
        rest = filterset.query_without("compare", vendor.slug)
        vendor.left_out = f"{rest}&only=differences" if is_short else rest
    context = {"comparison": comparison, "filterset": filterset, "is_short": is_short}
    return render(request, "vendors/vendor_compare.html", context)


@require_GET
def vendor_detail(request, slug):
    today = timezone.localdate()
    vendors = completeness.annotate(Vendor.objects.for_user(request.user), today)
    vendor = vendors.filter(slug=slug).first()
    if vendor is None:
        return redirect(_survivor(request.user, slug))
    is_sponsor = request.user.is_authenticated and request.user.acts_for(OrganisationKind.SPONSOR)
    return render(
        request,
        "vendors/vendor_detail.html",
        {
            "missing": completeness.missing(vendor, today),
            "vendor": vendor,
            "profile": Profile(
                vendor,
                today=today,
                cell=request.GET.get("cell", ""),
                organisation_id=request.user.organisation_id if is_sponsor else None,
            ),
            "is_sponsor": is_sponsor,
            "similar": similar.to(vendor, reader=Reader.of(request.user)),
            **(_standings(request.user, vendor) if is_sponsor else {}),
            "asked": _asked(request.user, vendor) if is_sponsor else [],
            "audits": audits.at(vendor, request.user) if is_sponsor else [],
            "may_relate": _may_relate(request.user),
            "may_ask": is_sponsor and not vendor.private_to_id,
            "may_claim": not (is_sponsor or is_curator(request.user)),
        },
    )


def _may_relate(user) -> bool:
    """Say whether the user keeps what their organisation alone knows: entries, standings, audits."""
    is_sponsor = user.is_authenticated and user.acts_for(OrganisationKind.SPONSOR)
    return is_sponsor and user.has_role(Role.PROCUREMENT)


def _survivor(user, slug) -> Vendor:
    """Return what a vendor was merged into, as far as the user may see both."""
    merged = get_object_or_404(Vendor.objects.merged_for(user), slug=slug)
    return get_object_or_404(Vendor.objects.for_user(user), pk=merged.survivor().pk)


def _standings(user, vendor) -> dict:
    """Return one's own standing, and those with entries that were merged into this one."""
    own = Relationship.objects.for_user(user).select_related("vendor")
    found = list(own.filter(Q(vendor=vendor) | Q(vendor__merged_into=vendor)))
    return {
        "relationship": next((one for one in found if one.vendor_id == vendor.pk), None),
        "earlier_relationships": [one for one in found if one.vendor_id != vendor.pk],
    }


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def vendor_relationship(request, slug):
    vendor = get_object_or_404(Vendor.objects.for_user(request.user), slug=slug)
    form = RelationshipForm(request.POST or None, instance=_relationship(request.user, vendor))
    if request.method == "POST" and form.is_valid():
        services.relate(
            vendor=vendor,
            organisation=request.user.organisation,
            data=form.cleaned_data,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, f"Your standing with {vendor} is recorded.")
        return redirect(vendor)
    return render(request, "vendors/vendor_relationship.html", {"vendor": vendor, "form": form})


def _relationship(user, vendor) -> Relationship | None:
    return Relationship.objects.for_user(user).filter(vendor=vendor).first()


def _asked(user, vendor) -> list[Asker]:
    """Return what the sponsor's people have asked the vendor, and who of them."""
    own = Asker.objects.for_user(user).filter(question__vendor=vendor)
    return list(own.select_related("user", "question__capability"))


# Saved searches


@require_GET
@member_required
def saved_search_list(request):
    searches = SavedSearch.objects.for_user(request.user).select_related("owner")
    entries = [
        (
            search,
            SavedSearchForm(instance=search, prefix=f"s{search.pk}"),
            search.owner == request.user,
        )
        for search in searches
    ]
    return render(request, "vendors/saved_search_list.html", {"entries": entries})


@require_POST
@member_required
def saved_search_create(request):
    query = QueryDict(request.POST.get("query", "").replace("\0", ""))
    filterset = VendorFilter(query, reader=Reader.of(request.user), today=timezone.localdate())
    try:
        search, is_new = alerts.save(filterset=filterset, by=request.user, now=timezone.now())
    except alerts.SearchError as error:
        messages.error(request, str(error))
        return redirect("vendor-list")
    if is_new:
        messages.success(request, f"Saved: {search}. You hear of changes once a day.")
    else:
        messages.info(request, f"You have saved this search before: {search}.")
    return redirect("saved-search-list")


@require_POST
@member_required
def saved_search_edit(request, pk):
    search = get_object_or_404(SavedSearch.objects.for_user(request.user), pk=pk)
    form = SavedSearchForm(request.POST, instance=search, prefix=f"s{pk}")
    if form.is_valid():
        alerts.change(search=search, data=form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"{search}: your changes are kept.")
    else:
        messages.error(request, "; ".join(f"{k}: {v[0]}" for k, v in form.errors.items()))
    return redirect("saved-search-list")


@require_POST
@member_required
def saved_search_remove(request, pk):
    search = get_object_or_404(SavedSearch.objects.for_user(request.user), pk=pk)
    alerts.remove(search=search, by=request.user, now=timezone.now())
    messages.success(request, f"{search} is removed.")
    return redirect("saved-search-list")
