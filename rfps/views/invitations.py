"""Who is asked, and through which address."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_required
from accounts.choices import Role
from rfps.errors import RFPError
from rfps.forms.request import AddressForm, ReasonForm
from rfps.models import RFP, Invitation
from rfps.services import addressees, invitations
from rfps.views import board


@require_POST
@role_required(Role.PROCUREMENT)
def invitation_include(request, pk, vendor):
    rfp = get_object_or_404(RFP.objects.for_user(request.user), pk=pk)
    vendor = get_object_or_404(board.shortlisted(rfp), pk=vendor)
    try:
        addressees.include(rfp=rfp, vendor=vendor, by=request.user, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{vendor} will be invited.")
    return redirect(rfp)


@require_POST
@role_required(Role.PROCUREMENT)
def invitation_leave_out(request, pk):
    invitation = _get(request, pk)
    try:
        addressees.leave_out(invitation=invitation, by=request.user, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{invitation.vendor} is left out.")
    return redirect(invitation.rfp)


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def invitation_address(request, pk):
    return _address_page(request, pk, addressees.readdress, "Saved.")


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def invitation_resend(request, pk):
    done = "A new link is on its way; the links before it stopped working."
    return _address_page(request, pk, invitations.resend, done)


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def invitation_revoke(request, pk):
    invitation = _get(request, pk)
    form = ReasonForm(
        request.POST or None,
        label="Why is the invitation revoked?",
        help_text="Kept in your record; the vendor does not read it.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            invitations.revoke(
                invitation=invitation, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The link of {invitation.vendor} no longer works.")
            return redirect(invitation.rfp)
    context = {"form": form, "invitation": invitation, "rfp": invitation.rfp}
    return render(request, "rfps/invitation_revoke.html", context)


def _address_page(request, pk, move, done: str):
    invitation = _get(request, pk)
    recipient = board.current(invitation)
    contacts = addressees.contacts_of(invitation.vendor, invitation.organisation_id)
    # No contact is preselected: it would win over a corrected address.
    initial = {"name": recipient.name, "email": recipient.email} if recipient else {}
    form = AddressForm(request.POST or None, contacts=contacts, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            move(invitation=invitation, by=request.user, now=timezone.now(), **form.cleaned_data)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(invitation.rfp)
    context = {
        "form": form,
        "invitation": invitation,
        "rfp": invitation.rfp,
        "recipient": recipient,
    }
    return render(request, "rfps/invitation_address.html", context)


def _get(request, pk) -> Invitation:
    invited = Invitation.objects.for_user(request.user)
    return get_object_or_404(invited.select_related("rfp", "vendor"), pk=pk)
