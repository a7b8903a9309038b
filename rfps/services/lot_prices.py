"""The opened prices of a request, lot by lot: from the rows to the pure functions of ``pricing``."""

from dataclasses import dataclass, field
from decimal import Decimal

from rfps import content as contents
from rfps.bidding import asked, canonical
from rfps.bidding.prices import Price
from rfps.choices import Envelope, PriceFormula
from rfps.models import BidVersion
from rfps.pricing import comparison, points
from rfps.pricing.comparison import Comparison, Offer
from rfps.pricing.exchange import MissingRateError, Rates
from rfps.services import exchange


@dataclass(frozen=True)
class LotPrices:
    """
    One lot: its bids like for like, or the sentence why they cannot be compared yet.

    Bids are named by ``str(bid.pk)``. ``sealed`` are the vendors that bid for the lot and whose
    commercial part is not open; ``running`` the bids that set the measure of a relative formula,
    None as long as every opened one does.
    """

    position: int
    title: str
    lines: list[dict]
    offers: list[Offer]
    comparison: Comparison | None
    fault: str
    sealed: list[str]
    formula: str
    weight: Decimal  # points of the criterion that the formula scores; zero without one
    anchors: points.Anchors | None
    running: frozenset[str] | None = None

    @property
    def points_fault(self) -> str:
        """Return the sentence why there are no points for the price, or nothing."""
        if not self.weight:
            return "No criterion is scored by the price formula."
        if self.formula == PriceFormula.ANCHORED and self.anchors is None:
            return "No price anchors were published for this lot: the formula has nothing to go by."
        return self.fault

    def points(self, bids=None) -> dict[str, points.Points]:
        """
        Return the price points by bid; none where ``points_fault`` says why.

        :param bids: those in the running, by default ``running``; only the relative formula looks
        """
        if self.points_fault:
            return {}
        totals, bids = self.comparison.by_bid, self.running if bids is None else bids
        running = totals if bids is None else {bid: totals[bid] for bid in totals if bid in bids}
        return points.score(running, formula=self.formula, weight=self.weight, anchors=self.anchors)


@dataclass(frozen=True)
class _Bid:
    name: str
    vendor: str
    lots: list[int]
    currency: str = ""
    prices: dict[str, Price] = field(default_factory=dict)
    is_open: bool = False


def read(*, rfp, user) -> list[LotPrices]:
    """
    Return every lot of an issued request that has a bid grid, in order.

    Row-level security decides which commercial parts there are to read. All bids that were opened
    are in it, also one that was gated out since: gaps are filled from the same range for good.
    """
    content = rfp.versions.last().content
    pricing = contents.pricing(content)
    rates = exchange.read(rfp, pricing["currency"])
    weight = next((Decimal(one["weight"]) for one in content["criteria"] if one.get("is_price")), 0)
    bids = [_bid(version) for version in _versions(rfp, user)]
    everything = asked.of(content)
    return [
        _lot(lot, everything.of_lot(lot["position"]).lines, bids, rates, pricing, Decimal(weight))
        for lot in content["lots"]
        if lot["grid"]
    ]


def of_lot(*, rfp, lot, user) -> LotPrices | None:
    """Return the prices of one ``Lot``, None where it has no bid grid."""
    return next((one for one in read(rfp=rfp, user=user) if one.position == lot.position), None)


def _versions(rfp, user):
    return (
        BidVersion.objects.for_user(user)
        .filter(rfp=rfp)
        .select_related("invitation__vendor")
        .prefetch_related("parts")
        .order_by("invitation__vendor__name", "pk")
    )


def _bid(version) -> _Bid:
    """Read a version whose commercial part may not be among the rows."""
    whose = (str(version.bid_id), version.invitation.vendor.name, version.lots)
    for part in version.parts.all():
        if part.envelope == Envelope.COMMERCIAL:
            prices = {one["key"]: canonical.price_of(one) for one in part.content["prices"]}
            return _Bid(*whose, part.content["currency"], prices, is_open=True)
    return _Bid(*whose)


def _lot(lot, lines, bids, rates: Rates, pricing, weight) -> LotPrices:
    mine = [bid for bid in bids if lot["position"] in bid.lots]
    offers = [Offer(one.name, one.vendor, one.currency, one.prices) for one in mine if one.is_open]
    compared, fault = None, ""
    try:
        compared = comparison.compare(lines, offers, rates)
    except MissingRateError as error:
        fault = str(error)
    return LotPrices(
        position=lot["position"],
        title=lot["title"],
        lines=lines,
        offers=offers,
        comparison=compared,
        fault=fault,
        sealed=[one.vendor for one in mine if not one.is_open],
        formula=pricing["formula"],
        weight=weight,
        anchors=_anchors(lot.get("price_anchors")),
    )


def _anchors(published: dict | None) -> points.Anchors | None:
    if not published or published["full_at"] is None:
        return None
    return points.Anchors(Decimal(published["full_at"]), Decimal(published["none_at"]))
