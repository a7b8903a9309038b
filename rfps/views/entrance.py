"""
Opening a personal link in a browser: by a code to the invited address, or by its account.

GET shows and writes nothing, since mail scanners open every link; only POST acts.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from rfps.errors import RFPError
from rfps.forms.vendor import CodeForm
from rfps.services import access
from rfps.views import link


@require_POST
@link.by_link
def respond_code(request, recipient):
    try:
        access.send_code(recipient=recipient, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "A code is on its way to the address that was invited.")
    return redirect("respond-open", recipient.token)


@require_http_methods(["GET", "HEAD", "POST"])
@link.by_link
def respond_open(request, recipient):
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        fault = _try(recipient, form.cleaned_data["code"], now)
        if not fault:
            link.open_in(request, recipient, now)
            return redirect("respond", recipient.token)
        form.add_error("code", fault)
    return render(request, "rfps/respond_open.html", {"form": form, "token": recipient.token})


@require_POST
@link.by_link
def respond_account(request, recipient):
    now = timezone.now()
    try:
        access.open_by_account(recipient=recipient, user=request.user, now=now)
    except RFPError as error:
        messages.error(request, str(error))
    else:
        link.open_in(request, recipient, now)
    return redirect("respond", recipient.token)


@require_POST
@link.by_link_before_cda
def respond_leave(request, recipient):
    link.shut_in(request, recipient, timezone.now())
    messages.success(
        request, "The request is closed in this browser. The link asks for a code again."
    )
    return redirect("respond", recipient.token)


def _try(recipient, code: str, now) -> str:
    """Return why the code opens nothing, or nothing."""
    try:
        return access.open_by_code(recipient=recipient, code=code, now=now)
    except RFPError as error:
        return str(error)
