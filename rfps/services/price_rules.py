"""The price rule of a request: written with the criteria, published and frozen with each version."""

from django.db import transaction

from audit import services as audit
from rfps.choices import Envelope, PriceFormula
from rfps.errors import RFPError
from rfps.models import Criterion, PriceAnchors, PriceRule
from rfps.pricing.points import Anchors
from rfps.services import states


@transaction.atomic
def write(
    *,
    rfp,
    formula: str,
    currency: str,
    criterion: Criterion | None,
    anchors: dict[int, Anchors | None],
    by,
    now,
) -> bool:
    """
    Say how totals become points, and return whether that changed anything.

    :param criterion: the one that the formula scores; None leaves prices to the evaluators
    :param anchors: by the primary key of each lot, in the currency of comparison
    :raises RFPError: once the RFP takes no more changes, for a currency that nobody may quote in,
        a criterion that cannot be scored by a formula, and a lot of another request
    """
    rfp = states.lock_editable(rfp, now)
    _require(rfp, currency, criterion, anchors)
    before = _state(rfp)
    values = {"formula": formula, "currency": currency}
    PriceRule.objects.update_or_create(
        organisation_id=rfp.organisation_id, rfp=rfp, defaults=values
    )
    # Dropped first: only one criterion at a time may have the mark.
    marked = criterion and criterion.pk
    rfp.criterion_set.filter(is_price=True).exclude(pk=marked).update(is_price=False)
    rfp.criterion_set.filter(pk=marked).update(is_price=True)
    for lot, wanted in anchors.items():
        _write_anchors(rfp, lot, wanted)
    after = _state(rfp)
    if after == before:
        return False
    audit.record(
        verb="rfp.price-rule",
        target=rfp,
        summary=f"{rfp.number}: price formula “{PriceFormula(formula).label}”, compared in {currency}",
        by=by,
        now=now,
        before=before,
        after=after,
    )
    return True


def _require(rfp, currency, criterion, anchors) -> None:
    if rfp.currencies and currency not in rfp.currencies:
        raise RFPError(f"Vendors quote in {', '.join(rfp.currencies)}: compare in one of these.")
    if criterion and (
        criterion.rfp_id != rfp.pk or criterion.envelope != Envelope.COMMERCIAL or criterion.is_gate
    ):
        raise RFPError("The formula scores a commercial criterion of this request that is no gate.")
    if not anchors.keys() <= set(rfp.lots.values_list("pk", flat=True)):
        raise RFPError("A lot is not of this request: reload the page.")


def _write_anchors(rfp, lot: int, wanted: Anchors | None) -> None:
    if wanted is None:
        rfp.price_anchors.filter(lot=lot).delete()
        return
    values = {"full_at": wanted.full_at, "none_at": wanted.none_at}
    PriceAnchors.objects.update_or_create(
        organisation_id=rfp.organisation_id, rfp=rfp, lot_id=lot, defaults=values
    )


def _state(rfp) -> dict:
    """Return the rule as JSON, for the trail."""
    rule = PriceRule.objects.filter(rfp=rfp).first()
    return {
        "formula": rule and rule.formula,
        "currency": rule and rule.currency,
        "criterion": rfp.criterion_set.filter(is_price=True).values_list("name", flat=True).first(),
        "anchors": {
            str(one.lot.position): [f"{one.full_at:f}", f"{one.none_at:f}"]
            for one in rfp.price_anchors.select_related("lot")
        },
    }
