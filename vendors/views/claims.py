"""The pages on which a person claims a vendor's profile."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.forms import JoinForm
from accounts.services import AccountError
from accounts.views import BACKEND
from vendors import claims
from vendors.choices import ClaimState
from vendors.forms import ClaimForm
from vendors.models import Vendor
from vendors.services import VendorError


@require_http_methods(["GET", "POST"])
def vendor_claim(request, slug):
    vendor = get_object_or_404(Vendor.objects.for_user(request.user), slug=slug)
    user = request.user if request.user.is_authenticated else None
    form = ClaimForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        data = {"email": user.email} if user else {}
        try:
            _require_patience(request)
            claim = claims.claim(
                vendor=vendor, user=user, now=timezone.now(), **form.cleaned_data, **data
            )
        except VendorError as error:
            form.add_error(None, str(error))
        else:
            return render(
                request,
                "vendors/claim_made.html",
                {"claim": claim, "is_waiting": claim.state == ClaimState.WAITING},
            )
    return render(request, "vendors/claim_form.html", {"vendor": vendor, "form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def claim_prove(request, token):
    """Show whose address the link proves (GET changes nothing: scanners open links); POST proves it."""
    now = timezone.now()
    claim = claims.find(token=token, now=now)
    if claim is None:
        return render(request, "vendors/claim_dead.html", status=404)
    user = request.user if request.user.is_authenticated else None
    form = None if user else JoinForm(request.POST or None, initial={"name": claim.name})
    if request.method == "POST" and (user or form.is_valid()):
        data = {} if user else form.cleaned_data
        try:
            proved = claims.prove(claim=claim, user=user, now=now, **data)
        except (AccountError, ValidationError, VendorError) as error:
            _show(request, form, error)
        else:
            login(request, proved, backend=BACKEND)
            messages.success(request, f"Your claim of {claim.vendor} now waits for a curator.")
            return redirect("home")
    return render(request, "vendors/claim_prove.html", {"claim": claim, "form": form})


def _require_patience(request) -> None:
    """Let one address on the net claim little: each claim may send a mail."""
    if not ratelimit.consume(request, action="claim"):
        raise VendorError("Too many claims came from your network. Try again in an hour.")


def _show(request, form, error) -> None:
    if form is None:
        messages.error(request, str(error))
    elif isinstance(error, ValidationError):
        form.add_error("password", error)
    else:
        form.add_error(None, str(error))
