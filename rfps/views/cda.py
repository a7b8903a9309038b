"""The confidentiality agreement: accepted on the page, or uploaded as a signed copy."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from rfps.errors import RFPError
from rfps.forms.vendor import AcceptForm, SignedForm
from rfps.services import cda
from rfps.views import link, synopsis


@require_POST
@link.by_link_before_cda
def respond_accept(request, recipient):
    form = AcceptForm(request.POST)
    return _accept(request, recipient, form, cda.accept, accept_form=form)


@require_POST
@link.by_link_before_cda
def respond_sign(request, recipient):
    form = SignedForm(request.POST, request.FILES)
    return _accept(request, recipient, form, cda.upload, sign_form=form)


def _accept(request, recipient, form, move, **shown):
    if not recipient.invitation.awaits_cda:  # a colleague was quicker, or a page was left open
        return redirect("respond", recipient.token)
    if form.is_valid():
        try:
            move(recipient=recipient, now=timezone.now(), **form.cleaned_data)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Thank you. This is the full request.")
            return redirect("respond", recipient.token)
    return synopsis.page(request, recipient, **shown)
