"""What was decided: ranking, waivers, recommendations, signatures, awards, debriefs, and the trail."""

from audit.models import Event
from programs.selection.document import Section, Table
from rfps.deciding import record
from rfps.dossier.asking import at
from rfps.models import Award, BidWaiver, Recommendation
from rfps.services.field import Field


def sections(rfp, user, current: Field) -> list[Section]:
    found = list(
        Recommendation.objects.for_user(user)
        .filter(rfp=rfp)
        .select_related("recommended_by", "decided_by", "signature")
    )
    return [
        Section("Ranking", tables=[_ranking(one, current) for one in current.rankings]),
        Section("Waivers", tables=[_waivers(rfp, user, current)]),
        Section("Recommendations", tables=[_recommendations(rfp, found), _chosen(rfp, found)]),
        Section("Signatures", tables=[_signatures(rfp, found)]),
        Section("Awards", tables=[_awards(rfp, user)]),
        Section("Debriefs", tables=[_debriefs(rfp)]),
        Section("Record", tables=[_events(rfp)]),
    ]


def _ranking(ranking, current: Field) -> Table:
    names = [one.name for one in ranking.case.criteria]
    rows = []
    for place in ranking.places:
        reasons = [
            place.offer.barred,
            *(
                f"{one.criterion.name} {one.score.normalize():f}, below "
                f"{one.criterion.minimum.normalize():f}"
                + (f", waived: {one.waiver.reason}" if one.waiver else "")
                for one in place.failures
            ),
            *(f"{one.name} is not scored" for one in place.unscored),
        ]
        rows.append(
            [
                f"{place.rank}{' (tied)' if place.is_tied else ''}" if place.rank else "out",
                place.offer.vendor,
                *place.contributions[:6],
                place.total,
                place.offer.price,
                "; ".join(reason for reason in reasons if reason),
            ]
        )
    shown = names[:6]
    head = ["Rank", "Vendor", *shown, "Total", f"Price, {current.currency}", "Gates and why out"]
    return Table(ranking.case.title, head, rows, [1, 3, *[1] * len(shown), 1, 2, 3])


def _waivers(rfp, user, current: Field) -> Table:
    names = {one["key"]: one["name"] for one in current.evaluation.frozen["criteria"]}
    found = BidWaiver.objects.for_user(user).filter(rfp=rfp)
    rows = [
        [
            one.lot.title,
            one.bid.invitation.vendor.name,
            names.get(str(one.criterion_key), ""),
            one.reason,
            str(one.by),
            at(one.at, rfp),
        ]
        for one in found.select_related("lot", "by", "bid__invitation__vendor")
    ]
    return Table(
        "Waivers", ["Lot", "Vendor", "Gate", "Reason", "By", "At"], rows, [2, 2, 2, 4, 2, 2]
    )


def _recommendations(rfp, found) -> Table:
    rows = [
        [
            at(one.recommended_at, rfp),
            str(one.recommended_by),
            one.get_state_display(),
            one.record["reason"],
            scenario(one.record["scenario"]),
            one.sent_back_reason,
            one.sha256 if record.fingerprint(one.record) == one.sha256 else "DOES NOT MATCH",
        ]
        for one in found
    ]
    head = [
        "Recommended",
        "By",
        "State",
        "Reason",
        "Scenario",
        "Sent back",
        "SHA-256 of the record",
    ]
    return Table("Recommendations", head, rows, [2, 2, 1, 4, 3, 2, 4])


def scenario(wish: dict) -> str:
    """Say the scenario of a record in a line."""
    if not wish:
        return "None looked at"
    said = ["cheapest" if wish["aim"] == "cheapest" else "best score"]
    if wish["most"]:
        said.append(f"at most {wish['most']} supplier{'s' * (wish['most'] > 1)}")
    if wish["budget"]:
        said.append(f"budget {wish['budget']}")
    for key, verb in (("include", "with"), ("exclude", "without")):
        if wish[key]:
            said.append(f"{verb} {', '.join(wish[key])}")
    return ", ".join(said)


def _chosen(rfp, found) -> Table:
    rows = []
    for one in found:
        for lot in one.record["lots"]:
            row = next((bid for bid in lot["bids"] if bid["bid"] == lot["chosen"]), None)
            rows.append(
                [
                    at(one.recommended_at, rfp),
                    lot["title"],
                    row["vendor"] if row else "nobody",
                    row and row["rank"],
                    row and row["total"],
                    row and row["price"],
                    lot["reason"],
                ]
            )
    head = ["Recommended", "Lot", "For", "Rank", "Points", "Price", "Reason"]
    return Table("Recommended per lot", head, rows, [2, 3, 3, 1, 1, 2, 4])


def _signatures(rfp, found) -> Table:
    signed = [one.signature for one in found if hasattr(one, "signature")]
    rows = [[one.name, at(one.at, rfp), one.meaning, one.sha256] for one in signed]
    return Table("Signatures", ["Name", "At", "Meaning", "SHA-256 signed"], rows, [2, 2, 4, 4])


def _awards(rfp, user) -> Table:
    awards = Award.objects.for_user(user).filter(rfp=rfp)
    rows = [
        [
            one.lot.title,
            one.invitation.vendor.name,
            at(one.awarded_at, rfp),
            at(one.revoked_at, rfp),
            one.get_revoke_cause_display(),
            one.revoke_reason,
        ]
        for one in awards.select_related("lot", "invitation__vendor")
    ]
    head = ["Lot", "Vendor", "Awarded", "Revoked", "Cause", "Reason"]
    return Table("Awards", head, rows, [3, 3, 2, 2, 2, 3])


def _debriefs(rfp) -> Table:
    rows = [
        [one.invitation.vendor.name, at(one.sent_at, rfp), str(one.sent_by or ""), one.words]
        for one in rfp.debriefs.select_related("invitation__vendor", "sent_by")
    ]
    return Table("Debriefs", ["Vendor", "Sent", "Approved by", "Letter"], rows, [2, 2, 2, 6])


def _events(rfp) -> Table:
    found = Event.objects.filter(object_type=rfp._meta.label_lower, object_id=str(rfp.pk))
    rows = [[at(one.at, rfp), one.actor_label, one.summary, one.hash] for one in found]
    return Table("Record", ["At", "Who", "What", "Hash in the chain"], rows, [2, 2, 5, 4])
