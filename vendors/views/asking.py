"""The page on which a sponsor asks what a profile leaves unknown."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import sponsor_required
from vendors import questions
from vendors.forms import AskForm
from vendors.models import Vendor
from vendors.services import VendorError


@require_http_methods(["GET", "POST"])
@sponsor_required
def vendor_ask(request, slug):
    vendor = get_object_or_404(Vendor.objects.for_user(request.user), slug=slug)
    form = AskForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            questions.ask(vendor=vendor, by=request.user, now=timezone.now(), **form.cleaned_data)
        except VendorError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{vendor} is asked, without your name. You hear the answer.")
            return redirect(vendor)
    return render(request, "vendors/vendor_ask.html", {"vendor": vendor, "form": form})
