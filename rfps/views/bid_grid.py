"""The price grid of a bid as a workbook, out and in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from audit.download import attachment
from rfps import inspection
from rfps.bidding import grid_in, grid_out, issues
from rfps.errors import RFPError
from rfps.forms.bid import GridForm
from rfps.services import drafts
from rfps.views import bid_page
from rfps.views.bid import by_bidder


@require_GET
@by_bidder
def bid_grid(request, recipient, version):
    row = drafts.find(recipient.invitation)
    raw = row.content if row else drafts.blank(version)
    workbook = grid_out.write(version.content, version.number, raw)
    name = f"{version.content['number']} prices.xlsx"
    return attachment(workbook, name, inspection.MEDIA_TYPES["xlsx"])


@require_http_methods(["GET", "POST"])
@by_bidder
def bid_grid_import(request, recipient, version):
    now = timezone.now()
    form = GridForm(request.POST, request.FILES) if request.method == "POST" else GridForm()
    found = None
    if request.method == "POST" and form.is_valid():
        found = _read(form, version)
        if found and not issues.fatal(found.issues) and _save(recipient, version, found, form, now):
            taken = f"{len(found.prices)} line{'' if len(found.prices) == 1 else 's'}"
            messages.success(request, f"{taken} taken over from the grid into the draft.")
            if not found.issues:
                return redirect("bid", recipient.token)
    context = {
        "token": recipient.token,
        "offer": version.content,
        "form": form,
        "found": found,
        "fatal": issues.fatal(found.issues) if found else [],
        "warnings": issues.warnings(found.issues) if found else [],
        **bid_page.clock(recipient.invitation, now),
    }
    return render(request, "rfps/bid_grid.html", context)


def _read(form, version) -> grid_in.Import | None:
    """Read the upload, or say in the form why it cannot be read."""
    try:
        content = inspection.inspect(form.cleaned_data["grid"]).content
        return grid_in.read(content, version.content, version.number)
    except (RFPError, grid_in.UnreadableGridError) as error:
        form.add_error("grid", str(error))
        return None


def _save(recipient, version, found, form, now) -> bool:
    """Put the prices into the draft as it is now; nobody has typed into this page."""
    row = drafts.find(recipient.invitation)
    typed = grid_in.merge(row.content if row else drafts.blank(version), found)
    revision = row.revision if row else 0
    try:
        drafts.save(recipient=recipient, typed=typed, revision=revision, version=version, now=now)
    except RFPError as error:
        form.add_error("grid", f"{error} Send the grid again.")
        return False
    return True
