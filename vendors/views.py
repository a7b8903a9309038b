"""The directory's pages."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from vendors import directory
from vendors.filters import VendorFilter
from vendors.models import Vendor

PAGE = 25


def wants_partial(request) -> bool:
    """Say whether only the results are asked for: not by a boosted link, nor by the back button."""
    return bool(
        request.htmx and not request.htmx.boosted and not request.htmx.history_restore_request
    )


@require_GET
@vary_on_headers("HX-Request")
def vendor_list(request):
    vendors = Vendor.objects.for_user(request.user)
    filterset = VendorFilter(request.GET, vendors)
    page = Paginator(filterset.qs, PAGE).get_page(request.GET.get("page"))
    is_partial = wants_partial(request)
    context = {
        "filterset": filterset,
        "page": page,
        "entries": directory.entries(page.object_list, filterset),
        "summary": directory.summary(filterset, found=page.paginator.count),
        "relaxations": [] if page.paginator.count else filterset.relaxations(),
        "is_partial": is_partial,
    }
    if not is_partial:
        context["facets"] = directory.facets(filterset)
    template = "vendors/vendor_list.html" + ("#results" if is_partial else "")
    response = render(request, template, context)
    if is_partial:
        response["HX-Push-Url"] = reverse("vendor-list") + filterset.query().rstrip("?")
    return response


@require_GET
def vendor_detail(request, slug):
    vendor = get_object_or_404(Vendor.objects.for_user(request.user), slug=slug)
    return render(request, "vendors/vendor_detail.html", {"vendor": vendor})
