"""How the bids were assessed: evaluators and declarations, scores, moderation, prices."""

from programs.selection.document import Section, Table
from rfps.dossier.asking import at
from rfps.models import Moderation
from rfps.services import scores
from rfps.services.field import Field


def sections(rfp, current: Field) -> list[Section]:
    names = {one["key"]: one["name"] for one in current.evaluation.frozen["criteria"]}
    vendors = {bid: one.invitation.vendor.name for bid, one in current.bids.items()}
    people = list(rfp.evaluators.select_related("user"))
    return [
        Section("Criteria", [_rule(current)], [_criteria(current)]),
        Section("Evaluators", tables=[_evaluators(rfp, people)]),
        Section("Scores", tables=[_scores(current, names, vendors, people)]),
        Section("Moderation", tables=[_moderations(rfp, names, vendors)]),
        Section("Prices, like for like", tables=[_prices(current), _rates(current)]),
    ]


def _rule(current: Field) -> str:
    rules = current.evaluation
    steps = "technical scores before prices" if rules.is_two_step else "both envelopes at once"
    return (
        f"Scores from 0 to {rules.scale}; several scores count by their "
        f"{rules.get_aggregation_display().lower()} unless moderated; {steps}."
    )


def _criteria(current: Field) -> Table:
    rows = [
        [
            one["name"],
            one["weight"],
            one["envelope"],
            one["minimum"] if one["is_gate"] else None,
            "; ".join(f"{score:g}: {words}" for score, words in one["anchors"]),
        ]
        for one in current.evaluation.frozen["criteria"]
    ]
    head = ["Criterion", "Weight", "Envelope", "Gate at", "Anchors"]
    return Table("Criteria", head, rows, [3, 1, 1, 1, 6])


def _evaluators(rfp, people) -> Table:
    conflict = {None: "not declared", True: "conflict", False: "no conflict"}
    rows = [
        [
            str(one.user),
            at(one.declared_at, rfp),
            conflict[one.has_conflict],
            one.statement,
            at(one.submitted_at, rfp),
        ]
        for one in people
    ]
    head = ["Evaluator", "Declared", "Conflict of interest", "Statement", "Scores handed in"]
    return Table("Evaluators", head, rows, [2, 2, 2, 4, 2])


def _scores(current: Field, names, vendors, people) -> Table:
    who = {one.pk: str(one.user) for one in people}
    rows = []
    for cell in scores.cells(current.evaluation):
        counted = cell.score(current.evaluation.aggregation)
        rows.append(
            [
                vendors[str(cell.bid)],
                names[cell.criterion],
                ", ".join(f"{who[key]} {points}" for key, points in cell.scores.items()),
                cell.moderated,
                None if counted is None else round(counted, 2),
            ]
        )
    head = ["Vendor", "Criterion", "Scores", "Moderated", "Counts as"]
    return Table("Scores", head, rows, [3, 3, 5, 1, 1])


def _moderations(rfp, names, vendors) -> Table:
    rows = [
        [
            vendors.get(str(one.bid_id), ""),
            names.get(str(one.criterion_key), ""),
            one.points,
            one.reason,
            str(one.by),
            at(one.at, rfp),
        ]
        for one in Moderation.objects.filter(rfp=rfp).select_related("by")
    ]
    head = ["Vendor", "Criterion", "Score", "Reason", "By", "At"]
    return Table("Moderation", head, rows, [3, 3, 1, 5, 2, 2])


def _prices(current: Field) -> Table:
    rows = []
    for priced in current.prices.values():
        if not priced.comparison:
            rows.append([priced.title, priced.fault, *[None] * 5])
            continue
        for offer, total in zip(priced.comparison.offers, priced.comparison.totals, strict=True):
            amounts = [total.low, total.likely, total.high, total.gaps, total.options]
            rows.append([priced.title, offer.vendor, *amounts])
    currency = current.currency
    head = ["Lot", "Vendor", f"Low, {currency}", "Likely", "High", "Gaps", "Options"]
    return Table("Prices", head, rows, [3, 3, 2, 2, 2, 1, 2])


def _rates(current: Field) -> Table:
    rows = [[one.currency, one.rate, one.source, one.as_of] for one in current.rates]
    return Table("Rates", ["Currency", "Rate", "Source", "As of"], rows, [1, 2, 4, 2])
