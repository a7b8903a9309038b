"""The personal link: who comes by it, and for which invitation the request then acts."""

from functools import wraps

from django.shortcuts import render
from django.views.decorators.cache import never_cache

from audit import acting
from rfps import tokens
from rfps.models import Recipient


def by_link(view):
    """Find the recipient of the link and act for its invitation alone."""

    @never_cache
    @wraps(view)
    def guarded(request, token, **kwargs):
        found = tokens.find(token)
        if found is None:
            response = render(request, "rfps/respond_unknown.html", status=404)
        elif found.revoked_at:
            response = render(request, "rfps/respond_revoked.html", status=410)
        else:
            invitation = found.invitation
            with acting.as_invitation(rfp_id=invitation.rfp_id, invitation_id=invitation.pk):
                response = view(request, _as_the_vendor_sees(found), **kwargs)
        # Never the address with its token. Not "no-referrer": with it browsers send the forms
        # with "Origin: null", which the CSRF check refuses.
        response["Referrer-Policy"] = "strict-origin"
        return response

    return guarded


def by_open_link(view):
    """Admit whoever has opened the link in this browser."""
    return by_link(view)


def _as_the_vendor_sees(found: Recipient) -> Recipient:
    recipient = Recipient.objects.select_related("invitation__rfp", "invitation__vendor").get(
        pk=found.pk
    )
    recipient.token = found.token
    return recipient
