"""
The vendor's pages: whoever holds the personal link acts for the invitation, without an account.

GET shows and writes nothing, since mail scanners open every link; only POST acts. The pages are
made from the issued version, never from the sponsor's own rows.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from rfps import labels, zones
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.forms.vendor import DeclineForm, RemindForm
from rfps.services import invitations
from rfps.views import offer
from rfps.views.link import by_open_link


@require_GET
@by_open_link
def respond(request, recipient):
    return _page(request, recipient)


@require_POST
@by_open_link
def respond_read(request, recipient):
    return _act(request, recipient, invitations.view, "Noted: you have read the request.")


@require_POST
@by_open_link
def respond_intent(request, recipient):
    return _act(
        request,
        recipient,
        invitations.declare_intent,
        "The sponsor knows that you intend to answer.",
    )


@require_POST
@by_open_link
def respond_decline(request, recipient):
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, recipient, decline_form=form)
    done = "The sponsor knows that you decline. Thank you for saying so."
    return _act(request, recipient, invitations.decline, done, **form.cleaned_data)


@require_POST
@by_open_link
def respond_remind(request, recipient):
    form = _remind_form(recipient.invitation.rfp, timezone.now(), request.POST)
    if not form.is_valid():
        return _page(request, recipient, remind_form=form)
    return _act(
        request, recipient, invitations.remind_me, "We will remind you.", **form.cleaned_data
    )


def _act(request, recipient, move, done: str, **answer):
    try:
        move(recipient=recipient, now=timezone.now(), **answer)
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("respond", recipient.token)


def _page(request, recipient, decline_form=None, remind_form=None):
    now = timezone.now()
    invitation = recipient.invitation
    rfp = invitation.rfp
    version = rfp.versions.last()
    sponsor = version.content["sponsor"]
    reminder_at = invitation.reminder_at
    context = offer.context(version.content, now) | {
        "token": recipient.token,
        "invitation": invitation,
        "answer": labels.for_vendor(invitation, sponsor),
        "version": version,
        "is_cancelled": rfp.state == RFPState.CANCELLED,
        "cancel_reason": rfp.cancel_reason,
        "is_open": rfp.state == RFPState.ISSUED and not rfp.is_closed(now),
        "decline_form": decline_form or DeclineForm(),
        "remind_form": remind_form or _remind_form(rfp, now),
        "reminder": reminder_at and reminder_at > now and zones.show(reminder_at, rfp.time_zone),
    }
    return render(request, "rfps/respond.html", context)


def _remind_form(rfp, now, data=None) -> RemindForm:
    return RemindForm(data, deadline_at=rfp.deadline_at, zone=rfp.time_zone, now=now)
