"""What became of a vendor's own bid: its awards, and its debrief once that is sent."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from rfps.choices import RFPState
from rfps.models import Award, Bid, Debrief
from rfps.views.link import by_open_link


@require_safe
@by_open_link
def respond_outcome(request, recipient):
    invitation = recipient.invitation
    # Row-level security shows the vendor no award and no debrief but its own.
    awards = list(Award.objects.filter(invitation=invitation))
    context = {
        "token": recipient.token,
        "offer": recipient.version.content,
        "invitation": invitation,
        "rfp": invitation.rfp,
        "is_decided": invitation.rfp.state == RFPState.AWARDED,
        "has_bid": Bid.objects.of(invitation)
        .filter(current__isnull=False, withdrawn_at=None)
        .exists(),
        "awards": [award for award in awards if not award.revoked_at],
        "revoked": [award for award in awards if award.revoked_at],
        "debrief": Debrief.objects.filter(invitation=invitation, sent_at__isnull=False).first(),
    }
    return render(request, "rfps/respond_outcome.html", context)
