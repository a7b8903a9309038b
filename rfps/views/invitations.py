"""Who is asked, and through which address."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_required, sponsor_required
from accounts.choices import Role
from rfps.errors import RFPError
from rfps.forms.request import AddressForm, ReasonForm
from rfps.models import RFP, Invitation, Recipient
from rfps.services import addressees, invitations, recipients
from rfps.views import board, people


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


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def invitation_send(request, pk, vendor):
    """Invite one more vendor of the shortlist to a request that is out."""
    rfp, now = get_object_or_404(RFP.objects.for_user(request.user), pk=pk), timezone.now()
    vendor = get_object_or_404(board.shortlisted(rfp), pk=vendor)
    contacts = addressees.contacts_of(vendor, rfp.organisation_id)
    form = AddressForm(request.POST or None, contacts=contacts, initial=_first_contact(contacts))
    if request.method == "POST" and form.is_valid():
        try:
            recipients.invite(rfp=rfp, vendor=vendor, by=request.user, now=now, **form.cleaned_data)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{vendor} is invited; the e-mail is on its way.")
            return redirect(rfp)
    context = {"form": form, "rfp": rfp, "vendor": vendor, "version": rfp.versions.last()}
    return render(request, "rfps/invitation_send.html", context)


@require_GET
@sponsor_required
def invitation_people(request, pk):
    invitation, now = _get(request, pk), timezone.now()
    rows = people.rows(invitation, request.user, now)
    context = {
        "invitation": invitation,
        "rfp": invitation.rfp,
        "rows": rows,
        "live_count": sum(row.is_live for row in rows),
        "is_open": invitation.rfp.is_open(now),
        "can_act": request.user.has_role(Role.PROCUREMENT),
    }
    return render(request, "rfps/invitation_people.html", context)


@require_POST
@role_required(Role.PROCUREMENT)
def recipient_revoke(request, pk):
    found = Recipient.objects.for_user(request.user).select_related("invitation__vendor")
    recipient = get_object_or_404(found, pk=pk)
    try:
        recipients.revoke(recipient=recipient, by=request.user, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"The link of {recipient} no longer works.")
    return redirect("invitation-people", recipient.invitation_id)


def _first_contact(contacts) -> dict:
    contact = contacts.first()
    return {"name": contact.name, "email": contact.email} if contact else {}


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
