"""
The bid behind the personal link: written here, looked through, submitted, replaced, withdrawn.

One form holds the whole bid, so that every button of it saves what was typed first. The last field
of the form proves that it came in whole: an upload cut off on the way lacks it.
"""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from rfps import facts
from rfps.bidding import asked, draft, issues, reading
from rfps.choices import Envelope
from rfps.errors import RFPError
from rfps.forms.bid import number_in
from rfps.services import bids, drafts
from rfps.views import bid_page
from rfps.views.link import SAFE, by_open_link

END = "whole"  # the last field of the form


def by_bidder(view):
    """
    Admit whoever has opened the link and the newest version, and pass that version on.

    What somebody sends is read against the newest version even where they have not opened it yet:
    nothing typed is lost, and submitting asks for it anyway.
    """

    @by_open_link
    @wraps(view)
    def guarded(request, recipient, **parts):
        version = recipient.invitation.rfp.versions.last()
        version.rfp = recipient.invitation.rfp
        if request.method in SAFE and version != recipient.version:
            messages.info(
                request, f"Version {version.number} was issued: open it, then go on with the bid."
            )
            return redirect("respond", recipient.token)
        return view(request, recipient, version, **parts)

    return guarded


@require_http_methods(["GET", "POST"])
@by_bidder
def bid(request, recipient, version):
    now = timezone.now()
    if request.method == "GET":
        row = drafts.find(recipient.invitation)
        context = bid_page.context(recipient, version, row, now)
        return render(request, "rfps/bid.html", context)
    return saving(request, recipient, version, now, to="bid")


@require_POST
@by_bidder
def bid_use_fact(request, recipient, version, key):
    """Take what the directory knows as the answer to a question."""
    now = timezone.now()
    question = next(
        (one for one in asked.of(version.content).questions if one["key"] == str(key)), None
    )
    offer = question and facts.offered(recipient.invitation.vendor).get(question["fact"])
    taken = {draft.answer_field(str(key)): offer.words} if offer else {}
    return saving(request, recipient, version, now, to="bid", taken=taken)


@require_POST
@by_bidder
def bid_file_remove(request, recipient, version, file):
    now = timezone.now()

    def remove():
        drafts.detach(recipient=recipient, file_id=file, version=version, now=now)

    return saving(request, recipient, version, now, to="bid", after=remove)


@require_http_methods(["GET", "POST"])
@by_bidder
def bid_review(request, recipient, version):
    """Show what is about to be submitted and what is in its way; by POST save first."""
    now = timezone.now()
    if request.method == "POST":
        return saving(request, recipient, version, now, to="bid-review")
    row = drafts.find(recipient.invitation)
    if row is None:
        messages.info(request, "Nothing is written yet: start here.")
        return redirect("bid", recipient.token)
    if drafts.unconfirmed(row.content, version):
        return redirect("bid-confirm", recipient.token)
    files = drafts.files(row)
    found = reading.read(version.content, row.content, files)
    context = {
        "token": recipient.token,
        "offer": version.content,
        "version": version,
        "row": row,
        "found": found,
        "fatal": issues.fatal(found.issues),
        "warnings": issues.warnings(found.issues),
        "files": found.files,
        **bid_page.progress(version.content, found),
        **bid_page.clock(recipient.invitation, now),
    }
    return render(request, "rfps/bid_review.html", context)


@require_POST
@by_bidder
def bid_submit(request, recipient, version):
    try:
        done = bids.submit(
            recipient=recipient,
            revision=number_in(request.POST, "revision"),
            version_number=number_in(request.POST, "version"),
        )
    except bids.AddendumError as error:
        messages.error(request, str(error))
        return redirect("bid-confirm", recipient.token)
    except RFPError as error:
        messages.error(request, str(error))
        return redirect("bid-review", recipient.token)
    if done.is_new:
        messages.success(request, "Your bid is submitted and sealed. This is its receipt.")
    else:
        messages.info(request, "This very bid is submitted already. This is its receipt.")
    return redirect("bid-version", recipient.token, done.version.number)


@require_http_methods(["GET", "POST"])
@by_bidder
def bid_confirm(request, recipient, version):
    """Look again at what an addendum touches."""
    now = timezone.now()
    row = drafts.find(recipient.invitation)
    keys = drafts.unconfirmed(row.content, version) if row else frozenset()
    if not keys:
        return redirect("bid-review" if row else "bid", recipient.token)
    if request.method == "POST":
        try:
            drafts.accept(
                recipient=recipient, keys=request.POST.getlist("keys"), version=version, now=now
            )
        except RFPError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Noted: your bid answers version {version.number}.")
            return redirect("bid-review", recipient.token)
    context = bid_page.context(recipient, version, row, now) | {
        "ticked": request.POST.getlist("keys"),
        "from_version": row.content["accepted"],
    }
    return render(request, "rfps/bid_confirm.html", context)


@require_http_methods(["GET", "POST"])
@by_bidder
def bid_withdraw(request, recipient, version):
    if request.method == "POST":
        try:
            bids.withdraw(recipient=recipient)
        except RFPError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Your bid is withdrawn. What you wrote is kept as a draft.")
        return redirect("bid-versions", recipient.token)
    context = {"token": recipient.token, "offer": version.content} | bid_page.clock(
        recipient.invitation, timezone.now()
    )
    return render(request, "rfps/bid_withdraw.html", context)


def saving(request, recipient, version, now, *, to: str, after=None, taken=None) -> HttpResponse:
    """
    Save the form, then its files, then do what the button says, and answer.

    :param to: the page to go to
    :param after: a further move
    :param taken: fields that overrule what was typed
    """
    if request.POST.get(END) != "yes":
        raise BadRequest("The form was cut off on its way: nothing was stored.")
    row = drafts.find(recipient.invitation)
    before = row.content if row else drafts.blank(version)
    post = request.POST.copy()
    for name, value in (taken or {}).items():
        post[name] = value
    typed = draft.typed(before, post, version.content)
    revision = number_in(request.POST, "over" if "over" in request.POST else "revision")
    try:
        saved = drafts.save(
            recipient=recipient, typed=typed, revision=revision, version=version, now=now
        )
    except drafts.ConflictError as conflict:
        return _conflict(request, recipient, version, now, typed, conflict)
    except RFPError as error:
        messages.error(request, str(error))
        context = bid_page.context(recipient, version, row, now, typed=typed)
        return render(request, "rfps/bid.html", context, status=409)
    if request.htmx:
        return _progress(request, recipient, version, now, saved, before)
    _attach_all(request, recipient, version, now)
    if after:
        after()
    return redirect(to, recipient.token)


def _progress(request, recipient, version, now, saved, before) -> HttpResponse:
    context = bid_page.context(recipient, version, drafts.find(recipient.invitation), now)
    response = render(request, "rfps/bid.html#progress", context)
    if saved.content["lots"] != before["lots"]:
        response["HX-Refresh"] = "true"  # other lots ask other questions
    return response


def _conflict(request, recipient, version, now, typed, conflict) -> HttpResponse:
    """Keep what was typed on the page, and let the person choose; nothing was saved."""
    context = bid_page.context(recipient, version, conflict.draft, now, typed=typed) | {
        "conflict": str(conflict),
        "theirs": conflict.draft,
        "revision": number_in(request.POST, "revision"),
    }
    if request.htmx:  # htmx swaps nothing in after a 409
        return render(request, "rfps/bid.html#progress", context)
    return render(request, "rfps/bid.html", context, status=409)


def _attach_all(request, recipient, version, now) -> None:
    """Keep each file that came along; one that is refused says so and stops no other."""
    for upload, envelope, key in uploads(request, version.content):
        try:
            drafts.attach(
                recipient=recipient,
                upload=upload,
                question_key=key,
                envelope=envelope,
                version=version,
                now=now,
            )
        except RFPError as error:
            messages.error(request, str(error))


def uploads(request, content: dict) -> list[tuple]:
    """Return each file of the form with its envelope and the key of its question, or None."""
    envelopes = {one["key"]: one["envelope"] for one in asked.of(content).questions}
    found = []
    for name, files in request.FILES.lists():
        key = name.removeprefix("answer-")
        envelope = envelopes.get(key) or name.removeprefix("file-")
        if envelope in Envelope.values:
            found += [(file, envelope, key if key in envelopes else None) for file in files]
    return found
