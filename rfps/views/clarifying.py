"""The bidder's side of the clarification rounds, behind its personal link."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from audit.download import attachment
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.forms.clarification import ClarifyForm
from rfps.models import Clarification, ClarificationFile
from rfps.services import clarifications
from rfps.views import answering
from rfps.views.link import by_open_link


@require_GET
@by_open_link
def respond_clarifications(request, recipient):
    return _page(request, recipient)


@require_http_methods(["POST"])
@by_open_link
def respond_clarify(request, recipient, pk):
    """Answer one question; what is wrong with the answer stands at it, the rest stays as it is."""
    get_object_or_404(_asked(recipient), pk=pk)
    form = ClarifyForm(request.POST, request.FILES, prefix=str(pk))
    if form.is_valid():
        try:
            clarifications.answer(
                recipient=recipient,
                clarification_id=pk,
                text=form.cleaned_data["text"],
                uploads=form.cleaned_data["files"],
                now=timezone.now(),
            )
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Sent. Your bid stays as you submitted it.")
            return redirect("respond-clarifications", recipient.token)
    return _page(request, recipient, {pk: form})


@require_GET
@by_open_link
def respond_clarification_file(request, recipient, file):
    files = ClarificationFile.objects.filter(invitation=recipient.invitation)
    found = get_object_or_404(files, pk=file)
    return attachment(bytes(found.content), found.name, found.media_type)


def _page(request, recipient, forms=None):
    now = timezone.now()
    rows = list(_asked(recipient).select_related("answered_by").prefetch_related("files"))
    rfp = recipient.invitation.rfp
    takes = rfp.state == RFPState.ISSUED
    context = {
        "offer": recipient.version.content,
        "zone": answering.zone_of(request, rfp),
        "rows": [(row, _form(row, forms or {}, now) if takes else None) for row in rows],
        **answering.context(request, recipient, now, sponsor=recipient.version.content["sponsor"]),
    }
    return render(request, "rfps/respond_clarifications.html", context)


def _form(row, forms: dict, now) -> ClarifyForm | None:
    """Return the form for a question that can be answered, or what was wrong with its answer."""
    if row.pk in forms:
        return forms[row.pk]
    return ClarifyForm(prefix=str(row.pk)) if row.is_open(now) else None


def _asked(recipient):
    return Clarification.objects.filter(invitation=recipient.invitation)
