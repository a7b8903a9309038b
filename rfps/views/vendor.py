"""
The vendor's pages: whoever has opened the personal link acts for the invitation, without an account.

GET shows and writes nothing; only POST acts. The pages are made from the version the person has
opened last, never from the sponsor's own rows.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rfps.errors import RFPError
from rfps.forms.vendor import DeclineForm, ZoneForm
from rfps.services import disclosure, invitations
from rfps.views import answering, link, offer, synopsis


@require_safe
@link.by_link
def respond(request, recipient):
    if not link.is_open(request, recipient, timezone.now()):
        return link.closed(request, recipient)
    return _page(request, recipient)


@require_POST
@link.by_open_link
def respond_intent(request, recipient):
    return _act(
        request,
        recipient,
        invitations.declare_intent,
        "The sponsor knows that you intend to answer.",
    )


@require_POST
@link.by_link_before_cda
def respond_decline(request, recipient):
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, recipient, decline_form=form)
    done = "The sponsor knows that you decline. Thank you for saying so."
    return _act(request, recipient, invitations.decline, done, **form.cleaned_data)


@require_POST
@link.by_link_before_cda
def respond_remind(request, recipient):
    form = answering.remind(request, recipient.invitation.rfp, timezone.now(), request.POST)
    if not form.is_valid():
        return _page(request, recipient, remind_form=form)
    return _act(
        request, recipient, invitations.remind_me, "We will remind you.", **form.cleaned_data
    )


@require_POST
@link.by_link_before_cda
def respond_zone(request, recipient):
    form = ZoneForm(request.POST)
    if form.is_valid():
        request.session[answering.ZONE] = form.cleaned_data["zone"]
    else:
        messages.error(request, "Choose a time zone from the list.")
    return redirect("respond", recipient.token)


def _act(request, recipient, move, done: str, **answer):
    try:
        move(recipient=recipient, now=timezone.now(), **answer)
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("respond", recipient.token)


def _page(request, recipient, **forms):
    """Show what this person may read by now: the synopsis, the way to the full request, or that."""
    if recipient.invitation.awaits_cda:
        return synopsis.page(request, recipient, **forms)
    version = disclosure.last_opened(recipient)
    if version is None:
        return render(request, "rfps/respond_unopened.html", {"token": recipient.token})
    return _package(request, recipient, version, **forms)


def _package(request, recipient, version, **forms):
    now = timezone.now()
    rfp = recipient.invitation.rfp
    versions = list(rfp.versions.all())
    newest = versions[-1]
    context = {
        "version": version,
        "newer": [one for one in versions if one.number > version.number],
        "earlier": [one for one in versions if 1 < one.number <= version.number],
        "newest": newest,
        **offer.package(version.content),
        # The dates in force are those of the newest version, read or not.
        **offer.schedule(newest.content, now, answering.zone_of(request, rfp)),
        **answering.context(request, recipient, now, sponsor=version.content["sponsor"], **forms),
    }
    return render(request, "rfps/respond.html", context)
