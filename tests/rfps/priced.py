"""Bids with prices and gaps, opened or not, for what compares them."""

from decimal import Decimal

from django.utils import timezone

from audit import acting
from rfps.services import exchange
from tests.rfps import sealed

GAP = {"state": "not_priced", "price": "", "note": ""}


def submit(rfp, bidders) -> None:
    """Submit in euro with all prices, in francs with a gap, and without any price, as far as asked."""
    with acting.as_organisation(rfp.organisation_id):
        content = rfp.versions.get().content
    release = sealed.key_of(content, "Release")
    filling = sealed.key_of(content, "Filling")
    whole, gap, silent = (sealed.filled(content, price=price) for price in ("1000", "2000", "1"))
    whole["prices"][release] = {"state": "priced", "price": "10", "note": "=1+1"}
    gap["prices"][release] = GAP
    silent["prices"] = {filling: GAP, release: GAP}
    said = zip(bidders, (whole, gap, silent), ("EUR", "CHF", ""), strict=False)
    for bidder, raw, currency in said:
        sealed.submit(bidder, raw | {"currency": currency})


def rate(rfp, by) -> None:
    """Let a franc be half a euro."""
    now = timezone.now()
    with acting.as_organisation(rfp.organisation_id):
        exchange.set_rate(
            rfp=rfp,
            currency="CHF",
            rate=Decimal("0.5"),
            source="ECB",
            as_of=now.date(),
            by=by,
            now=now,
        )


def publish_anchors(rfp, full_at="1250", none_at="5000") -> None:
    """Freeze a version that publishes the anchors of the one lot."""
    anchors = {"full_at": full_at, "none_at": none_at}

    def change(content: dict) -> dict:
        return content | {"lots": [content["lots"][0] | {"price_anchors": anchors}]}

    with acting.as_organisation(rfp.organisation_id):
        sealed.add_version(rfp, change)
