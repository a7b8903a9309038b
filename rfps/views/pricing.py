"""How prices will be compared: the rule, written with the request, and the exchange rates."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require_role, role_required, sponsor_required
from accounts.choices import Role
from rfps import content
from rfps.errors import RFPError
from rfps.forms.pricing import PriceRuleForm, RateForm
from rfps.models import RFP
from rfps.services import exchange, price_rules


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_price(request, pk):
    rfp, now = _rfp(request, pk), timezone.now()
    form = PriceRuleForm(
        request.POST or None,
        rfp=rfp,
        lots=list(rfp.lots.all()),
        initial=PriceRuleForm.initial_of(rfp, content.pricing_written(rfp)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = price_rules.write(rfp=rfp, by=request.user, now=now, **form.rule)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved." if changed else "Nothing had changed.")
            return redirect("rfp-price", rfp.pk)
    context = {"rfp": rfp, "form": form, "is_editable": rfp.is_editable(now)}
    return render(request, "rfps/rfp_price.html", context)


@require_http_methods(["GET", "POST"])
@sponsor_required
def rfp_rates(request, pk):
    rfp = _rfp(request, pk)
    if request.method == "POST":
        require_role(request.user, Role.PROCUREMENT)
    base, opened_at = exchange.base(rfp), exchange.prices_opened_at(rfp)
    known = {one.currency: one for one in exchange.in_force(rfp, base)}
    forms = [
        RateForm(
            request.POST or None, currency=currency, base=base, initial=_initial(known, currency)
        )
        for currency in exchange.needed(rfp)
        if not (opened_at and currency in known)
    ]
    if request.method == "POST" and _save(request, rfp, forms):
        messages.success(request, "Saved.")
        return redirect("rfp-rates", rfp.pk)
    context = {
        "rfp": rfp,
        "base": base,
        "forms": forms,
        "kept": [known[one] for one in exchange.needed(rfp) if one in known],
        "opened_at": opened_at,
        "can_act": request.user.has_role(Role.PROCUREMENT),
    }
    return render(request, "rfps/rfp_rates.html", context)


def _save(request, rfp, forms) -> bool:
    """Save all rates or none; what is refused stands at its row."""
    valid = [form.is_valid() for form in forms]  # all of them, so that each shows what is wrong
    if not all(valid):
        return False
    now = timezone.now()
    try:
        with transaction.atomic():
            for form in forms:
                if form.said:
                    exchange.set_rate(rfp=rfp, by=request.user, now=now, **vars(form.said))
    except RFPError as error:
        form.add_error(None, str(error))
        return False
    return True


def _initial(known: dict, currency: str) -> dict:
    if currency not in known:
        return {}
    one = known[currency]
    return {"rate": f"{one.rate.normalize():f}", "source": one.source, "as_of": one.as_of}


def _rfp(request, pk) -> RFP:
    rfps = RFP.objects.for_user(request.user).select_related("program", "organisation")
    return get_object_or_404(rfps, pk=pk)
