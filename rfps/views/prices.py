"""The opened prices side by side, like for like, on a page and as a workbook; and how it is done."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import sponsor_required
from audit.download import attachment
from rfps.models import RFP
from rfps.pricing import comparison, paradox, workbook
from rfps.services import exchange, field, lot_prices, openings
from rfps.views import price_sheet
from rfps.views.admission import require_reader

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@sponsor_required
def rfp_prices(request, pk):
    rfp = _readable(request, pk)
    opened_at = exchange.prices_opened_at(rfp)
    if not opened_at:
        messages.info(request, "The prices are sealed.")
        return redirect("rfp-opening", rfp.pk)
    _record(request, rfp)
    lots = field.measured(rfp=rfp, lots=lot_prices.read(rfp=rfp, user=request.user))
    base = exchange.base(rfp)
    is_short = request.GET.get("show") == "differences"
    context = {
        "rfp": rfp,
        "sheets": price_sheet.build(lots, only_differences=is_short),
        "is_short": is_short,
        "base": base,
        "rates": list(exchange.in_force(rfp, base)),
        "opened_at": opened_at,
        "far": price_sheet.percent(comparison.FAR),
    }
    return render(request, "rfps/rfp_prices.html", context)


@require_GET
@sponsor_required
def rfp_prices_export(request, pk):
    rfp = _readable(request, pk)
    if not exchange.prices_opened_at(rfp):
        messages.info(request, "The prices are sealed.")
        return redirect("rfp-opening", rfp.pk)
    _record(request, rfp)
    lots = field.measured(rfp=rfp, lots=lot_prices.read(rfp=rfp, user=request.user))
    content = workbook.write(
        lots, exchange.read(rfp, exchange.base(rfp)), f"{rfp.number}, {rfp.title}"
    )
    return attachment(content, f"{rfp.number}-prices.xlsx", XLSX)


@require_GET
def price_guide(request):
    context = {"shown": paradox.explained(), "struck": paradox.STRUCK, "anchors": paradox.ANCHORS}
    return render(request, "rfps/price_guide.html", context)


def _readable(request, pk) -> RFP:
    rfp = get_object_or_404(RFP.objects.for_user(request.user).with_standing(request.user), pk=pk)
    require_reader(request.user, rfp)
    return rfp


def _record(request, rfp) -> None:
    openings.record_view(rfp=rfp, by=request.user, what="the prices", now=timezone.now())
