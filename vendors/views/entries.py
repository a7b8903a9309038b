"""The page on which a sponsor adds a vendor that the directory does not list."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.choices import Role
from vendors import entries
from vendors.forms import EntryForm
from vendors.services import VendorError


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def vendor_add(request):
    form = EntryForm(request.POST or None, initial={"name": request.GET.get("name", "")[:200]})
    if request.method == "POST" and form.is_valid():
        try:
            vendor = entries.add(
                organisation=request.user.organisation,
                by=request.user,
                now=timezone.now(),
                **form.parts(),
            )
        except VendorError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"{vendor} is added; only your organisation sees it.")
            return redirect(vendor)
    return render(request, "vendors/vendor_add.html", {"form": form})
