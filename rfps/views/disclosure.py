"""What a vendor's person reads goes on record: each version and each document, by POST."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from rfps.errors import RFPError
from rfps.services import disclosure
from rfps.views import link, synopsis


@require_POST
@link.by_link_before_cda
def respond_version(request, recipient):
    try:
        version = disclosure.open_newest(recipient=recipient, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"You now read version {version.number}.")
    return redirect("respond", recipient.token)


@require_POST
@link.by_link_before_cda
def respond_document(request, recipient, document):
    version = disclosure.last_opened(recipient)
    content = version.content if version else disclosure.blinded(recipient.invitation.rfp)
    known = next((one for one in content["documents"] if one["id"] == str(document)), None)
    if known is None:
        raise Http404
    try:
        file = disclosure.fetch(recipient=recipient, document=known, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
        return redirect("respond", recipient.token)
    return attachment(file, name=file.name if version else synopsis.file_name(content, known))


def attachment(file, *, name: str) -> HttpResponse:
    """Answer with a stored file: to be saved, and trusted in nothing if a browser shows it."""
    response = HttpResponse(bytes(file.content), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
