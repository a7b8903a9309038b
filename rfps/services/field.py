"""The field of a request: its bids with points, gates and prices, lot by lot, as ranked today."""

from dataclasses import dataclass, replace
from decimal import Decimal

from rfps import content as contents
from rfps.bidding.figures import plain
from rfps.choices import Envelope, EvaluationState, PriceFormula, RevokeCause
from rfps.deciding.ranking import rank
from rfps.deciding.scenarios import LotOptions, Option
from rfps.deciding.types import Case, Criterion, Offer, Ranking, Waiver
from rfps.errors import RFPError
from rfps.evaluating import points as technical
from rfps.models import Award, Bid, BidWaiver, Evaluation, ExchangeRate, PaperBid
from rfps.services import exchange, lot_prices, scores

DECIDABLE = (EvaluationState.COMMERCIAL_OPEN, EvaluationState.CLOSED)


@dataclass(frozen=True)
class Field:
    """
    The rankings by lot, and what they rest on; bids are named by ``str(bid.pk)``.

    ``unscored`` are criteria that nobody scores in any bid: they add nothing for anybody.
    """

    version: object  # RFPVersion
    evaluation: Evaluation
    rankings: tuple[Ranking, ...]
    bids: dict[str, Bid]
    prices: dict[int, lot_prices.LotPrices]
    rates: list[ExchangeRate]
    unscored: tuple[Criterion, ...]

    @property
    def receipts(self) -> dict[str, str]:
        return {name: bid.current.sha256 for name, bid in self.bids.items()}

    @property
    def currency(self) -> str:
        compared = [one.comparison for one in self.prices.values() if one.comparison]
        return compared[0].currency if compared else ""

    def of_lot(self, position: int) -> Ranking | None:
        return next((one for one in self.rankings if one.case.lot == position), None)

    def options(self, lots=None) -> list[LotOptions]:
        """Return who can have which lot: the ranked bids with a price, by default of all lots."""
        return [
            LotOptions(
                ranking.case.lot,
                ranking.case.title,
                tuple(
                    Option(one.offer.bid, one.offer.vendor, one.total, one.offer.price)
                    for one in ranking.ranked
                    if one.offer.price is not None
                ),
            )
            for ranking in self.rankings
            if lots is None or ranking.case.lot in lots
        ]

    def unpriced_lines(self, position: int) -> list[str]:
        """Return the firm lines of a lot that no opened bid prices or includes."""
        found = self.prices.get(position)
        if not (found and found.comparison):
            return []
        return [
            row.line["label"]
            for row in found.comparison.rows
            if all(cell.is_gap and not cell.is_filled for cell in row.cells)
        ]


def is_decidable(rfp) -> bool:
    """Say whether technical scores are closed and prices open."""
    return Evaluation.objects.filter(rfp=rfp, state__in=DECIDABLE).exists()


def read(*, rfp, user) -> Field:
    """
    Return the field in a number of queries that does not grow with it.

    :raises RFPError: until the commercial envelope is open
    """
    evaluation = Evaluation.objects.filter(rfp=rfp).first()
    if evaluation is None or evaluation.state not in DECIDABLE:
        raise RFPError(f"Nothing can be decided on {rfp.number} until its prices are open.")
    version = rfp.versions.last()
    bids = {str(bid.pk): bid for bid in scores.bids_of(rfp)}
    prices = {one.position: one for one in lot_prices.read(rfp=rfp, user=user)}
    reader = _Reader(rfp, evaluation, bids, prices)
    cases = [reader.case(lot) for lot in version.content["lots"]]
    return Field(
        version=version,
        evaluation=evaluation,
        rankings=tuple(rank(case) for case in cases),
        bids=bids,
        prices=prices,
        rates=list(exchange.in_force(rfp, contents.pricing(version.content)["currency"])),
        unscored=reader.unscored,
    )


def measured(*, rfp, lots: list[lot_prices.LotPrices]) -> list[lot_prices.LotPrices]:
    """
    Return the prices of the lots with who sets the measure of a relative formula: once there is
    something to decide only the bids in the running, as in the ranking.
    """
    if all(one.formula == PriceFormula.ANCHORED for one in lots):
        return lots
    evaluation = Evaluation.objects.filter(rfp=rfp, state__in=DECIDABLE).first()
    if evaluation is None:
        return lots
    bids = {str(bid.pk): bid for bid in scores.bids_of(rfp)}
    reader = _Reader(rfp, evaluation, bids, {one.position: one for one in lots})
    return [replace(one, running=reader.running(one)) for one in lots]


def pricing_record(field: Field) -> dict:
    """Return how prices were made comparable, for the record that is signed."""
    first = next(iter(field.prices.values()), None)
    return {
        "currency": field.currency,
        "formula": first.formula if first else "",
        "rates": [
            {
                "currency": rate.currency,
                "rate": plain(rate.rate),
                "source": rate.source,
                "as_of": rate.as_of.isoformat(),
            }
            for rate in field.rates
        ],
        "totals": {
            str(position): {
                bid: [None if part is None else plain(part) for part in _parts(total)]
                for bid, total in one.comparison.by_bid.items()
            }
            for position, one in field.prices.items()
            if one.comparison
        },
    }


def _parts(total) -> tuple:
    return total.low, total.likely, total.high


class _Reader:
    """Holds what all lots share while their cases are made."""

    def __init__(self, rfp, evaluation, bids: dict[str, Bid], prices):
        self.bids, self.prices, self.evaluation = bids, prices, evaluation
        cells = scores.cells(evaluation)
        rule, scale = evaluation.aggregation, evaluation.scale
        weights = scores.weights(evaluation)
        self.points: dict[str, dict[str, Decimal]] = {}
        self.scores: dict[str, dict[str, Decimal]] = {}
        for cell in cells:  # each is scored once: a mean of thousands of cells is what costs
            score, bid, key = cell.score(rule), str(cell.bid), cell.criterion
            if score is not None:
                self.scores.setdefault(bid, {})[key] = score
                self.points.setdefault(bid, {})[key] = technical.criterion_points(
                    weights[key], score, scale
                )
        criteria = [
            _criterion(one)
            for one in evaluation.frozen["criteria"]
            if Decimal(one["weight"]) or one["is_gate"]
        ]
        known = {key for row in self.points.values() for key in row}
        by_price = {one.key for one in criteria if one.is_price}
        self.criteria = tuple(one for one in criteria if one.key in known | by_price)
        self.unscored = tuple(one for one in criteria if one not in self.criteria)
        self.waivers = list(BidWaiver.objects.filter(rfp=rfp).select_related("lot", "by"))
        self.revoked = list(
            Award.objects.filter(rfp=rfp, revoked_at__isnull=False)
            .exclude(revoke_cause=RevokeCause.MISTAKE)
            .select_related("lot")
        )
        papers = PaperBid.objects.filter(rfp=rfp, entered_at__isnull=False, confirmed_at=None)
        self.unconfirmed = set(papers.values_list("invitation_id", flat=True))
        results = rfp.technical_results.filter(is_qualified=False)
        self.unqualified = {str(one.bid_id): one for one in results}

    def case(self, lot: dict) -> Case:
        position, priced = lot["position"], self.prices.get(lot["position"])
        totals = priced.comparison.by_bid if priced and priced.comparison else {}
        offers = tuple(
            Offer(
                bid=name,
                vendor=bid.invitation.vendor.name,
                points=self.points.get(name, {}),
                scores=self.scores.get(name, {}),
                price=totals[name].likely if name in totals else None,
                barred=self._barred(bid, position),
            )
            for name, bid in self.bids.items()
            if position in bid.current.lots
        )
        case = Case(position, lot["title"], self.criteria, offers, self._waivers(position))
        return self._with_price_points(case, priced)

    def running(self, lot: lot_prices.LotPrices) -> frozenset[str]:
        return _running(self.case({"position": lot.position, "title": lot.title}))

    def _with_price_points(self, case: Case, priced: lot_prices.LotPrices | None) -> Case:
        by_price = next((one.key for one in case.criteria if one.is_price), None)
        if by_price is None:
            return case
        # Nothing to go by, for anybody: a lot without a grid, or without anchors.
        if priced is None or (priced.comparison and priced.points_fault):
            return replace(case, criteria=tuple(one for one in case.criteria if not one.is_price))
        running = None
        if priced.formula != PriceFormula.ANCHORED:  # who is out may not set the measure
            running = _running(case)
        awarded = priced.points(running)
        offers = tuple(
            replace(one, points={**one.points, by_price: awarded[one.bid].likely})
            if one.bid in awarded
            else one
            for one in case.offers
        )
        return replace(case, offers=offers)

    def _waivers(self, position: int) -> tuple[Waiver, ...]:
        return tuple(
            Waiver(str(one.bid_id), str(one.criterion_key), one.reason, str(one.by))
            for one in self.waivers
            if one.lot.position == position
        )

    def _barred(self, bid: Bid, position: int) -> str:
        for award in self.revoked:
            if award.bid_id == bid.pk and award.lot.position == position:
                return f"{award.get_revoke_cause_display()}: {award.revoke_reason}"
        if bid.invitation.revoked_at:
            return "Its invitation was revoked."
        if bid.invitation_id in self.unconfirmed:
            return "It came on paper, and no second person has confirmed what was typed in."
        if found := self.unqualified.get(str(bid.pk)):
            sealed = ": its prices stay sealed" if self.evaluation.is_two_step else ""
            return (
                f"{plain(found.points)} technical points, below the minimum of "
                f"{plain(self.evaluation.minimum)}{sealed}."
            )
        return ""


def _running(case: Case) -> frozenset[str]:
    """Return the bids that nothing takes out but, it may be, the price that they lack."""
    others = tuple(one for one in case.criteria if not one.is_price)
    return frozenset(one.offer.bid for one in rank(replace(case, criteria=others)).ranked)


def _criterion(one: dict) -> Criterion:
    return Criterion(
        key=one["key"],
        name=one["name"],
        weight=Decimal(one["weight"]),
        is_price=one["envelope"] == Envelope.COMMERCIAL and bool(one.get("is_price")),
        minimum=Decimal(one["minimum"]) if one["is_gate"] else None,
    )
