"""
The evaluator's pages: the declaration, the matrix of one's own cells, and one cell at a time.

Nothing of a bid is shown before the declaration, and no price ever. A colleague who is not named
meets 404: for them these pages do not exist.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import sponsor_required
from audit.download import attachment
from rfps.choices import Envelope
from rfps.errors import RFPError
from rfps.forms.evaluation import ConflictForm, ScoreForm
from rfps.models import BidFile, Evaluator
from rfps.services import evaluation, openings, panel, scoring
from rfps.views import bidders, score_sheet


@require_GET
@sponsor_required
def rfp_scoring(request, pk):
    evaluator = _get(request, pk)
    rules = evaluation.of(evaluator.rfp)
    if not evaluator.is_admitted:
        return redirect("rfp-declare", pk)
    context = {"rfp": evaluator.rfp, "evaluator": evaluator, "rules": rules}
    if rules.frozen_at:
        context |= score_sheet.context(evaluator, rules)
    return render(request, "rfps/rfp_scoring.html", context)


@require_http_methods(["GET", "POST"])
@sponsor_required
def rfp_declare(request, pk):
    """Ask for the declaration; a conflict can be declared later too."""
    evaluator, now = _get(request, pk), timezone.now()
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            panel.declare(evaluator=evaluator, now=now, **form.cleaned_data)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            return redirect(
                "rfp-scoring" if not form.cleaned_data["has_conflict"] else "rfp-declare", pk
            )
    companies = evaluator.rfp.invitations.filter(sent_at__isnull=False, revoked_at=None)
    context = {
        "rfp": evaluator.rfp,
        "evaluator": evaluator,
        "form": form,
        "companies": [one.vendor for one in companies.select_related("vendor")],
    }
    status = 422 if form.errors else 200
    return render(request, "rfps/rfp_declare.html", context, status=status)


@require_http_methods(["GET", "POST"])
@sponsor_required
def score_cell(request, pk, bid, criterion):
    """Show one bid and the scale of one criterion; saved as it is filled in, and by its buttons."""
    evaluator = _get(request, pk)
    rules = evaluation.of(evaluator.rfp)
    if not evaluator.is_admitted:
        return redirect("rfp-declare", pk)
    cell = _cell(evaluator, rules, bid, str(criterion))
    if request.method == "POST":
        return _save(request, evaluator, rules, cell)
    now = timezone.now()
    what = f"a bid to score, {cell.bidder.name}" if evaluator.names_hidden else cell.bidder.name
    openings.record_view(rfp=evaluator.rfp, by=request.user, what=what, now=now)
    return _page(request, evaluator, rules, cell, _form(cell, rules))


@require_POST
@sponsor_required
def scoring_hand_in(request, pk):
    evaluator = _get(request, pk)
    try:
        scoring.hand_in(evaluator=evaluator, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Handed in. Thank you; your scores stay as they are now.")
    return redirect("rfp-scoring", pk)


@require_GET
@sponsor_required
def score_file(request, pk, bid, file):
    """Hand out a file of the technical envelope, under the name this evaluator may know."""
    evaluator = _get(request, pk)
    if not evaluator.is_admitted:
        return redirect("rfp-declare", pk)
    bidder = next((one for one in bidders.of(evaluator.rfp, evaluator) if one.bid.pk == bid), None)
    entry = bidder and bidders.file_of(bidder, evaluator, file)
    if entry is None:
        raise Http404
    files = BidFile.objects.for_user(request.user).filter(envelope=Envelope.TECHNICAL)
    found = get_object_or_404(files, rfp=evaluator.rfp, bid=bid, pk=file)
    if not openings.file_verified(found):
        raise Http404("The file is not what was submitted.")
    openings.record_view(
        rfp=evaluator.rfp, by=request.user, what=f"the file {entry['name']}", now=timezone.now()
    )
    return attachment(bytes(found.content), entry["name"], found.media_type)


def _get(request, pk) -> Evaluator:
    people = Evaluator.objects.for_user(request.user).filter(user=request.user)
    return get_object_or_404(people.select_related("rfp__organisation", "user"), rfp=pk)


def _cell(evaluator, rules, bid, criterion: str) -> score_sheet.Place:
    """Return a cell of the evaluator's own sheet, or 404."""
    if not rules.frozen_at:
        raise Http404
    for place in score_sheet.places(evaluator, rules):
        if (place.bidder.bid.pk, place.criterion["key"]) == (bid, criterion):
            return place
    raise Http404


def _form(cell, rules, data=None) -> ScoreForm:
    score = cell.score
    initial = {"points": score.points, "comment": score.comment} if score else None
    return ScoreForm(data, initial=initial, criterion=cell.criterion, scale=rules.scale)


def _save(request, evaluator, rules, cell):
    form = _form(cell, rules, request.POST)
    if form.is_valid():
        try:
            cell.score = scoring.put(
                evaluator=evaluator,
                bid=cell.bidder.bid,
                criterion=cell.criterion["key"],
                now=timezone.now(),
                **form.cleaned_data,
            )
        except RFPError as error:
            form.add_error(None, str(error))
    if request.htmx:  # htmx swaps nothing in after a 4xx
        context = {"score": cell.score, "form": form, "rfp": evaluator.rfp}
        return render(request, "rfps/score_cell.html#saved", context)
    if form.errors:
        return _page(request, evaluator, rules, cell, form, status=422)
    after = cell.following if "next" in request.POST else cell
    return redirect(after.url if after else evaluator_url(evaluator))


def evaluator_url(evaluator) -> str:
    return score_sheet.sheet_url(evaluator.rfp_id)


def _page(request, evaluator, rules, cell, form, status=200):
    tables = bidders.tables(cell.bidder, evaluator)
    context = {
        "rfp": evaluator.rfp,
        "evaluator": evaluator,
        "cell": cell,
        "score": cell.score,
        "form": form,
        "tables": tables,
        "is_empty": not any(table.columns[0].answers for table in tables),
        "is_open": score_sheet.is_open(evaluator, rules),
    }
    return render(request, "rfps/score_cell.html", context, status=status)
