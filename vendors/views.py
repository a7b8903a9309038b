"""The directory's pages."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.access import role_required
from accounts.choices import OrganisationKind, Role
from vendors import directory, facets, services
from vendors.filters import Reader, VendorFilter
from vendors.forms import RelationshipForm
from vendors.models import Relationship, Vendor
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
    context = {
        "filterset": filterset,
        "page": page,
        "entries": directory.entries(vendors.in_order(page.object_list.tolist()), filterset),
        "summary": directory.summary(filterset, found=page.paginator.count),
        "relaxations": [] if page.paginator.count else filterset.relaxations(),
        "facets": facets.of(filterset),
        "is_partial": is_partial,
    }
    template = "vendors/vendor_list.html" + ("#results" if is_partial else "")
    response = render(request, template, context)
    if is_partial:
        response["HX-Push-Url"] = reverse("vendor-list") + filterset.query().rstrip("?")
    return response


@require_GET
def vendor_detail(request, slug):
    vendor = get_object_or_404(Vendor.objects.for_user(request.user), slug=slug)
    is_sponsor = request.user.is_authenticated and request.user.acts_for(OrganisationKind.SPONSOR)
    return render(
        request,
        "vendors/vendor_detail.html",
        {
            "vendor": vendor,
            "profile": Profile(
                vendor,
                today=timezone.localdate(),
                cell=request.GET.get("cell", ""),
                organisation_id=request.user.organisation_id if is_sponsor else None,
            ),
            "is_sponsor": is_sponsor,
            "relationship": _relationship(request.user, vendor) if is_sponsor else None,
        },
    )


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
