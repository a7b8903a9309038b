"""The vendor's people on one request."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from rfps.errors import RFPError
from rfps.forms.vendor import ColleagueForm
from rfps.models import Recipient
from rfps.services import colleagues
from rfps.views import answering, link


@require_http_methods(["GET", "HEAD", "POST"])
@link.by_link_before_cda
def respond_colleagues(request, recipient):
    now = timezone.now()
    form = ColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            colleague = colleagues.add(recipient=recipient, now=now, **form.cleaned_data)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{colleague} gets a personal link by e-mail.")
            return redirect("respond-colleagues", recipient.token)
    context = {
        "form": form,
        "people": _people(recipient).select_related("introduced_by"),
        "most": colleagues.MOST,
        "number": recipient.invitation.rfp.number,
        **answering.context(request, recipient, now),
    }
    return render(request, "rfps/respond_colleagues.html", context)


@require_POST
@link.by_link_before_cda
def respond_colleague_remove(request, recipient, pk):
    colleague = get_object_or_404(_people(recipient), pk=pk)
    try:
        colleagues.remove(recipient=recipient, colleague=colleague, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"The link of {colleague} no longer works.")
    return redirect("respond-colleagues", recipient.token)


def _people(recipient):
    return Recipient.objects.filter(invitation=recipient.invitation).live()
