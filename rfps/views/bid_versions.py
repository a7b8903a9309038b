"""What a vendor has submitted: its versions, each with its receipt, and the documents behind it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from audit.download import attachment
from rfps.bidding import canonical
from rfps.models import BidFile, BidVersion
from rfps.services import drafts
from rfps.views import bid_page, bid_sheet
from rfps.views.link import by_open_link


@require_GET
@by_open_link
def bid_versions(request, recipient):
    rows = BidVersion.objects.of(recipient.invitation).order_by("-number")
    context = {
        "token": recipient.token,
        "offer": recipient.version.content,
        "rows": rows.select_related("submitted_by", "entered_by", "rfp_version"),
        "draft": drafts.find(recipient.invitation),
        **bid_page.clock(recipient.invitation, timezone.now()),
    }
    return render(request, "rfps/bid_versions.html", context)


@require_GET
@by_open_link
def bid_version(request, recipient, number):
    mine = _version(recipient, number)
    parts = {part.envelope: part for part in mine.parts.all()}
    context = {
        "token": recipient.token,
        "offer": recipient.version.content,
        "mine": mine,
        "parts": [parts[envelope] for envelope in mine.head["parts"]],
        "files": [file for part in parts.values() for file in part.content["files"]],
        "sheet": bid_sheet.of_version(mine, parts),
        "is_in_force": mine.bid.current_id == mine.pk and not mine.bid.withdrawn_at,
        **bid_page.clock(recipient.invitation, timezone.now()),
    }
    return render(request, "rfps/bid_version.html", context)


@require_GET
@by_open_link
def bid_document(request, recipient, number, name):
    """Hand out a head or a part as its canonical bytes: their SHA-256 is the one of the receipt."""
    mine = _version(recipient, number)
    documents = {"head": mine.head} | {part.envelope: part.content for part in mine.parts.all()}
    if name not in documents:
        raise Http404
    file_name = f"{mine.head['request']['number']} bid version {number} {name}.json"
    return attachment(canonical.dumps(documents[name]), file_name, "application/json")


@require_GET
@by_open_link
def bid_file(request, recipient, file):
    found = get_object_or_404(BidFile.objects.of(recipient.invitation), pk=file)
    return attachment(bytes(found.content), found.name, found.media_type)


def _version(recipient, number: int) -> BidVersion:
    versions = BidVersion.objects.of(recipient.invitation).select_related(
        "bid", "submitted_by", "entered_by", "rfp_version"
    )
    return get_object_or_404(versions.prefetch_related("parts"), number=number)
