"""The directory's pages."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from vendors.models import Vendor


@require_GET
def vendor_list(request):
    return render(
        request, "vendors/vendor_list.html", {"vendors": Vendor.objects.for_user(request.user)}
    )


@require_GET
def vendor_detail(request, slug):
    vendor = get_object_or_404(Vendor.objects.for_user(request.user), slug=slug)
    return render(request, "vendors/vendor_detail.html", {"vendor": vendor})
