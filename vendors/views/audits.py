"""The pages on which a sponsor keeps its own audits of a vendor's sites."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_required
from accounts.choices import Role
from vendors import audits
from vendors.forms import SiteAuditForm
from vendors.models import Vendor
from vendors.services import VendorError


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def site_audit_add(request, slug):
    return _form(request, _vendor(request, slug))


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def site_audit_edit(request, slug, pk):
    vendor = _vendor(request, slug)
    return _form(request, vendor, get_object_or_404(audits.at(vendor, request.user), pk=pk))


@require_POST
@role_required(Role.PROCUREMENT)
def site_audit_remove(request, slug, pk):
    vendor = _vendor(request, slug)
    row = get_object_or_404(audits.at(vendor, request.user), pk=pk)
    audits.remove(audit_of_site=row, by=request.user, now=timezone.now())
    messages.success(request, f"The audit of {row.site} is removed.")
    return redirect(vendor)


def _vendor(request, slug) -> Vendor:
    return get_object_or_404(Vendor.objects.for_user(request.user), slug=slug)


def _form(request, vendor, row=None):
    form = SiteAuditForm(request.POST or None, instance=row, sites=vendor.sites.all())
    if request.method == "POST" and form.is_valid():
        try:
            audits.keep(
                audit_of_site=form.save(commit=False),
                vendor=vendor,
                by=request.user,
                now=timezone.now(),
            )
        except VendorError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Your audit of {form.instance.site} is recorded.")
            return redirect(vendor)
    context = {"vendor": vendor, "form": form, "row": row}
    return render(request, "vendors/site_audit.html", context)
