"""What a vendor's person reads goes on record: each version and each document, by POST."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from audit import download
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
    name = file.name if version else synopsis.file_name(content, known)
    return download.attachment(bytes(file.content), name, file.media_type)
