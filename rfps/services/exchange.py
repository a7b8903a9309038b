"""The exchange rates of a request: set before the prices can be read, and kept from then on."""

from django.db import transaction

from audit import services as audit
from rfps import content
from rfps.choices import Envelope, RFPState
from rfps.errors import RFPError
from rfps.models import ExchangeRate
from rfps.pricing.exchange import Rate, Rates
from rfps.services import states


@transaction.atomic
def set_rate(*, rfp, currency: str, rate, source: str, as_of, by, now) -> ExchangeRate:
    """
    Say what a unit of a currency is worth in the currency of comparison.

    After the opening of the prices only a rate that is missing can be added, for a day not after it.

    :param rate: Decimal above zero
    :raises RFPError: for a change after the opening, for a currency that needs no rate, for a rate
        that is not above zero, without a source, or for a day to come
    """
    rfp = states.lock(rfp)
    _require(rfp, currency, rate, source.strip(), as_of, now)
    pair = {"currency": currency, "base": base(rfp)}
    set_already = rfp.exchange_rates.filter(**pair).first()
    if opened_at := prices_opened_at(rfp):
        if set_already:
            raise RFPError(f"The rate of {currency} is frozen since the prices were opened.")
        if as_of > opened_at.date():
            raise RFPError(
                f"A rate that comes late is one of the opening, {opened_at:%d %b %Y}, or before."
            )
    values = {"rate": rate, "source": source.strip(), "as_of": as_of, "set_at": now, "set_by": by}
    written, _ = ExchangeRate.objects.update_or_create(
        organisation_id=rfp.organisation_id, rfp=rfp, **pair, defaults=values
    )
    late = ", after the opening" if opened_at else ""
    audit.record(
        verb="rfp.rate-set",
        target=rfp,
        summary=f"{rfp.number}: 1 {currency} is {rate:f} {pair['base']}{late}",
        by=by,
        now=now,
        source=written.source,
        as_of=as_of.isoformat(),
        before=set_already and f"{set_already.rate.normalize():f}",
    )
    return written


def prices_opened_at(rfp):
    """Return when the commercial envelope was opened, or None."""
    opening = rfp.openings.filter(envelope=Envelope.COMMERCIAL).first()
    return opening and opening.opened_at


def base(rfp) -> str:
    """Return the currency of comparison: as issued, of a draft as written."""
    version = rfp.versions.last()
    pricing = content.pricing(version.content) if version else content.pricing_written(rfp)
    return pricing["currency"]


def needed(rfp) -> list[str]:
    """Return the allowed currencies that need a rate, in the order of the request."""
    compared_in = base(rfp)
    return [currency for currency in rfp.currencies if currency != compared_in]


def missing(rfp) -> list[str]:
    """Return the currencies that need a rate and have none."""
    known = {one.currency for one in in_force(rfp, base(rfp))}
    return [currency for currency in needed(rfp) if currency not in known]


def in_force(rfp, currency: str):
    """Return the rates to the currency of comparison; those to an earlier one count no more."""
    return rfp.exchange_rates.filter(base=currency).select_related("set_by")


def read(rfp, currency: str) -> Rates:
    """Return the rates to the currency of comparison as the pure functions take them."""
    found = [Rate(one.currency, one.rate, one.source, one.as_of) for one in in_force(rfp, currency)]
    return Rates(currency, {one.currency: one for one in found})


def _require(rfp, currency, rate, source, as_of, now) -> None:
    if rfp.state in {RFPState.CANCELLED, RFPState.AWARDED}:
        raise RFPError(f"{rfp.number} is {rfp.get_state_display().lower()}.")
    if currency not in needed(rfp):
        raise RFPError(f"{currency} needs no rate: vendors quote in {', '.join(rfp.currencies)}.")
    if rate <= 0:
        raise RFPError(f"The rate of {currency} is above zero.")
    if not source:
        raise RFPError(f"Name the source of the rate of {currency}.")
    if as_of > now.date():
        raise RFPError(f"The rate of {currency} is of a day to come.")
