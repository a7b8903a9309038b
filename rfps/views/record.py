"""The record of one request: every audit event about it, to filter and to take along."""

import csv

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from accounts.access import sponsor_required
from audit.models import Event
from audit.spreadsheets import safe_cell
from rfps.forms.board import RecordFilter
from rfps.models import RFP, Invitation

PAGE_SIZE = 50
COLUMNS = ("Sequence", "Time (UTC)", "Event", "Who", "What happened", "Hash")


@require_GET
@sponsor_required
def rfp_record(request, pk):
    rfp = get_object_or_404(RFP.objects.for_user(request.user).with_standing(request.user), pk=pk)
    events, form = _filtered(rfp, request.GET)
    page = Paginator(events.order_by("-sequence"), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"rfp": rfp, "form": form, "page": page, "query": query.urlencode()}
    return render(request, "rfps/rfp_record.html", context)


@require_GET
@sponsor_required
def rfp_record_csv(request, pk):
    rfp = get_object_or_404(RFP.objects.for_user(request.user), pk=pk)
    events, _ = _filtered(rfp, request.GET)
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{rfp.number}-record.csv"'},
    )
    response.write("\ufeff")  # spreadsheet programs take it for the sign of UTF-8
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for event in events.order_by("sequence"):
        row = (event.sequence, f"{event.at:%Y-%m-%d %H:%M:%S}", event.verb)
        writer.writerow(
            [safe_cell(cell) for cell in (*row, event.actor_label, event.summary, event.hash)]
        )
    return response


def events_of(rfp):
    """Return the events of a request and its invitations, in the sponsor's own log."""
    invited = [str(pk) for pk in rfp.invitations.values_list("pk", flat=True)]
    about = Q(object_type=rfp._meta.label_lower, object_id=str(rfp.pk)) | Q(
        object_type=Invitation._meta.label_lower, object_id__in=invited
    )
    return Event.objects.filter(about, organisation_id=rfp.organisation_id)


def _filtered(rfp, data):
    events = events_of(rfp)
    nouns = sorted({verb.partition(".")[0] for verb in events.values_list("verb", flat=True)})
    form = RecordFilter(data, kinds=[(noun, _named(noun)) for noun in nouns])
    if not form.is_valid():
        return events.none(), form
    if about := form.cleaned_data["about"]:
        events = events.filter(verb__startswith=f"{about}.")
    if words := form.cleaned_data["q"]:
        events = events.filter(Q(summary__icontains=words) | Q(actor_label__icontains=words))
    return events, form


def _named(noun: str) -> str:
    return "Request" if noun == "rfp" else capfirst(noun.replace("-", " "))
