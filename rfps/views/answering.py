"""What the vendor's pages share: the state of its answer, what it can do now, and its time zone."""

from zoneinfo import available_timezones

from rfps import labels, zones
from rfps.choices import RFPState
from rfps.forms.vendor import DeclineForm, RemindForm, ZoneForm

ZONE = "time_zone"  # in the session
UNNAMED = "the sponsor"


def zone_of(request, rfp) -> str:
    """Return the zone the person has chosen in this browser, else the one of the request."""
    chosen = request.session.get(ZONE, "")
    return chosen if chosen in available_timezones() else rfp.time_zone


def context(request, recipient, now, *, sponsor="", decline_form=None, remind_form=None) -> dict:
    """Return what ``_respond_answer.html`` shows; without its name the sponsor is not named."""
    invitation = recipient.invitation
    rfp, zone = invitation.rfp, zone_of(request, invitation.rfp)
    reminder_at = invitation.reminder_at
    is_closed = rfp.is_closed(now)
    return {
        "token": recipient.token,
        "recipient": recipient,
        "invitation": invitation,
        "sponsor": sponsor or UNNAMED,
        "asker": sponsor or UNNAMED.capitalize(),
        "answer": labels.for_vendor(
            invitation,
            rfp,
            now,
            sponsor=sponsor or UNNAMED,
            bid=getattr(invitation, "bid", None),
            is_opened=is_closed and rfp.openings.exists(),
        ),
        "is_cancelled": rfp.state == RFPState.CANCELLED,
        "is_awarded": rfp.state == RFPState.AWARDED,
        "cancel_reason": rfp.cancel_reason,
        "is_open": rfp.state == RFPState.ISSUED and not is_closed,
        "decline_form": decline_form or DeclineForm(),
        "remind_form": remind_form or remind(request, rfp, now),
        "reminder": reminder_at and reminder_at > now and zones.show(reminder_at, zone),
        "zone_form": ZoneForm(initial={"zone": zone}),
    }


def remind(request, rfp, now, data=None) -> RemindForm:
    return RemindForm(data, deadline_at=rfp.deadline_at, zone=zone_of(request, rfp), now=now)
