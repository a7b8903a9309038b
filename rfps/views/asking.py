"""The vendor's questions, and the answers all vendors read."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from rfps import zones
from rfps.errors import RFPError
from rfps.forms.vendor import EnquiryForm
from rfps.models import Answer, Enquiry
from rfps.services import asking
from rfps.views import answering, link


@require_http_methods(["GET", "HEAD", "POST"])
@link.by_open_link
def respond_enquiries(request, recipient):
    now = timezone.now()
    form = EnquiryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask(recipient=recipient, now=now, **form.cleaned_data)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Sent. The answer will stand here, and all vendors read it.")
            return redirect("respond-enquiries", recipient.token)
    return render(request, "rfps/respond_enquiries.html", _context(request, recipient, form, now))


def _context(request, recipient, form, now) -> dict:
    rfp = recipient.invitation.rfp
    zone = answering.zone_of(request, rfp)
    until = rfp.questions_close_at or rfp.deadline_at
    return {
        "form": form,
        "asked": Enquiry.objects.filter(invitation=recipient.invitation).select_related(
            "answer", "recipient"
        ),
        "answers": Answer.objects.filter(rfp=rfp),
        "offer": recipient.version.content,
        "zone": zone,
        "until": zones.show(until, zone),
        "server_time": zones.show(now, zone),
        "fault": asking.closed(rfp, now),
        **answering.context(request, recipient, now, sponsor=recipient.version.content["sponsor"]),
    }
