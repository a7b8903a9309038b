"""
The personal link: who comes by it, and for which invitation the request then acts.

A view behind it is called as ``view(request, recipient)``. ``by_open_link`` is the rule: the link is
open in this browser and the full package is disclosed. ``by_link_before_cda`` also admits those whose
CDA is awaited; ``by_link`` admits everybody who has the address, and shows nothing of the request.
"""

from datetime import datetime, timedelta
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from audit import acting
from rfps import tokens
from rfps.models import Recipient
from rfps.services import access, disclosure

OPEN_LINKS = "open_links"  # in the session: recipient → until when
OPEN_FOR = timedelta(hours=12)
SAFE = ("GET", "HEAD")


def by_link(view):
    """Find the recipient of the link and act for its invitation alone."""

    @never_cache
    @wraps(view)
    def guarded(request, token, **parts):
        response = _answer(view, request, token, parts)
        # Never the address with its token. Not "no-referrer": with it browsers send the forms
        # with "Origin: null", which the CSRF check refuses.
        response["Referrer-Policy"] = "strict-origin"
        return response

    return guarded


def by_link_before_cda(view):
    """Admit whoever has opened the link in this browser, the CDA accepted or not."""

    @by_link
    @wraps(view)
    def guarded(request, recipient, **parts):
        if is_open(request, recipient, timezone.now()):
            return view(request, recipient, **parts)
        if request.method in SAFE:
            return redirect("respond", recipient.token)
        # What was sent may be long: it stays in the browser, and can be sent again.
        return closed(request, recipient, status=403)

    return guarded


def by_open_link(view):
    """Admit whoever has opened the link in this browser and has the full package before them."""

    @by_link_before_cda
    @wraps(view)
    def guarded(request, recipient, **parts):
        recipient.version = disclosure.last_opened(recipient)
        if recipient.version:
            return view(request, recipient, **parts)
        if request.method not in SAFE:
            messages.error(request, "Nothing was saved: open the full request first.")
        return redirect("respond", recipient.token)

    return guarded


def is_open(request, recipient, now) -> bool:
    return str(recipient.pk) in _open_links(request, now)


def open_in(request, recipient, now) -> None:
    """Open the link in this browser, under a new session key."""
    links = _open_links(request, now)
    request.session.cycle_key()
    request.session[OPEN_LINKS] = links | {str(recipient.pk): (now + OPEN_FOR).isoformat()}


def shut_in(request, recipient, now) -> None:
    links = _open_links(request, now)
    links.pop(str(recipient.pk), None)
    request.session.cycle_key()
    request.session[OPEN_LINKS] = links


def closed(request, recipient, status=200):
    """Answer with the page that says that one is invited, and nothing else."""
    context = {
        "token": recipient.token,
        "is_mine": access.belongs_to(recipient, request.user),
        "is_refused": status != 200,
        "next": reverse("respond", args=[recipient.token]),
    }
    return render(request, "rfps/respond_closed.html", context, status=status)


def _open_links(request, now) -> dict[str, str]:
    links = request.session.get(OPEN_LINKS, {})
    return {pk: until for pk, until in links.items() if datetime.fromisoformat(until) > now}


def _answer(view, request, token: str, parts: dict):
    if tokens.is_of_account(token) and not request.user.is_authenticated:
        return redirect_to_login(reverse("respond", args=[token]))
    found = tokens.find(token, request.user)
    if found is None:
        return render(request, "rfps/respond_unknown.html", status=404)
    if found.revoked_at:
        return render(request, "rfps/respond_revoked.html", status=410)
    invitation = found.invitation
    with acting.as_invitation(rfp_id=invitation.rfp_id, invitation_id=invitation.pk):
        return view(request, _as_the_vendor_sees(found), **parts)


def _as_the_vendor_sees(found: Recipient) -> Recipient:
    recipient = Recipient.objects.select_related(
        "invitation__rfp", "invitation__vendor", "invitation__bid"
    ).get(pk=found.pk)
    recipient.token = found.token
    return recipient
