"""The recommendation: which bid shall get which lot, put before a second person."""

from collections.abc import Iterable

from django.db import transaction

from accounts.choices import Role
from accounts.models import User
from audit import acting
from audit import services as audit
from rfps import award_emails
from rfps.choices import RecommendationState, RFPState
from rfps.deciding import record
from rfps.deciding.record import Choice
from rfps.errors import RFPError
from rfps.models import RFP, Recommendation
from rfps.services import field, invitations, states


@transaction.atomic
def recommend(
    *, rfp, choices: Iterable[Choice], reason: str, wish: dict | None = None, by, now
) -> Recommendation:
    """
    Freeze the record of a decision and put it before the others who may sign.

    :param choices: one for each lot without an award in force
    :param wish: the award scenario that was looked at
    :raises RFPError: while one waits, for a bid that is out, for a missing reason, for nobody to sign
    """
    rfp = lock_undecided(rfp)
    current, choices = field.read(rfp=rfp, user=by), list(choices)
    _require_choices(rfp, current, choices)
    if not reason.strip():
        raise RFPError("Say why these bids; whoever signs reads it.")
    others = signers(rfp, by)
    if not others:
        raise RFPError(
            "Nobody else may sign it: your organisation's admin can give a colleague the role."
        )
    made = build(rfp, current, choices, reason=reason.strip(), wish=wish or {})
    recommendation = Recommendation.objects.create(
        organisation_id=rfp.organisation_id,
        rfp=rfp,
        record=made,
        sha256=record.fingerprint(made),
        recommended_by=by,
        recommended_at=now,
    )
    for user in others:
        award_emails.approval_asked(recommendation=recommendation, user=user, by=by, now=now)
    audit.record(
        verb="award.recommended",
        target=rfp,
        summary=f"{by} recommended an award of {rfp.number}",
        by=by,
        now=now,
        sha256=recommendation.sha256,
        chosen={str(one.lot): one.bid for one in choices},
    )
    return recommendation


@transaction.atomic
def send_back(*, recommendation, reason: str, by, now) -> Recommendation:
    """
    Refuse a recommendation with a reason; who made it may take it back this way too.

    :raises RFPError: unless it waits, or without a reason
    """
    if not reason.strip():
        raise RFPError("Say what has to change; who recommended it reads it.")
    rfp = states.lock(recommendation.rfp)
    locked = lock_waiting(recommendation)
    locked.state = RecommendationState.SENT_BACK
    locked.decided_by, locked.decided_at = by, now
    locked.sent_back_reason = reason.strip()
    locked.save(update_fields=["state", "decided_by", "decided_at", "sent_back_reason"])
    award_emails.stop_asking(rfp=rfp, now=now)
    if locked.recommended_by_id != by.pk:
        user = locked.recommended_by
        award_emails.sent_back(recommendation=locked, user=user, by=by, now=now)
    audit.record(
        verb="award.sent-back",
        target=rfp,
        summary=f"{by} sent the recommendation for {rfp.number} back",
        by=by,
        now=now,
        reason=locked.sent_back_reason,
    )
    return locked


def build(rfp, current: field.Field, choices, *, reason: str, wish: dict) -> dict:
    """Return the record of a decision as the rows make it today."""
    version = current.version
    return record.build(
        request={"number": rfp.number, "version": version.number, "sha256": version.sha256},
        rankings=current.rankings,
        receipts=current.receipts,
        prices=field.pricing_record(current),
        choices=choices,
        wish=wish,
        reason=reason,
    )


def again(recommendation, current: field.Field) -> dict:
    """Make the record of a recommendation again, from today's rows and its own choices."""
    old = recommendation.record
    choices = [Choice(lot["position"], lot["chosen"], lot["reason"]) for lot in old["lots"]]
    return build(recommendation.rfp, current, choices, reason=old["reason"], wish=old["scenario"])


def open_lots(rfp) -> list:
    """Return the lots without an award in force."""
    taken = rfp.awards.standing().values("lot")
    return list(rfp.lots.exclude(pk__in=taken))


def signers(rfp, recommended_by) -> list[User]:
    """Return procurement and admins who see the program, without who recommends or has a conflict."""
    with acting.as_system():
        conflicted = rfp.evaluators.filter(has_conflict=True).values("user")
        members = invitations.who_see(rfp).with_role(Role.PROCUREMENT, Role.ADMIN)
        members = members.exclude(user_id=recommended_by.pk).exclude(user__in=conflicted)
        return list(User.objects.filter(pk__in=members.values("user")).order_by("name", "email"))


def waiting(rfp) -> Recommendation | None:
    found = Recommendation.objects.filter(rfp=rfp, state=RecommendationState.WAITING)
    return found.select_related("recommended_by", "rfp").first()


def lock_undecided(rfp) -> RFP:
    """
    Lock a request whose decision is open.

    :raises RFPError: unless it is issued, and while a recommendation waits
    """
    locked = states.lock(rfp)
    if locked.state != RFPState.ISSUED:
        words = locked.get_state_display().lower()
        raise RFPError(f"{locked.number} is {words}: there is nothing to decide.")
    if waiting(locked):
        raise RFPError("A recommendation waits for a second person: nothing changes until then.")
    return locked


def lock_waiting(recommendation) -> Recommendation:
    """
    Lock a recommendation that waits.

    :raises RFPError: unless it does
    """
    rows = Recommendation.objects.select_for_update(of=["self"]).select_related(
        "rfp__organisation", "rfp__program", "recommended_by"
    )
    locked = rows.get(pk=recommendation.pk)
    if locked.state != RecommendationState.WAITING:
        words = locked.get_state_display().lower()
        raise RFPError(f"This recommendation is {words}: it waits for nobody.")
    return locked


def _require_choices(rfp, current: field.Field, choices: list[Choice]) -> None:
    lots = {lot.position: lot for lot in open_lots(rfp)}
    if {choice.lot for choice in choices} != set(lots):
        raise RFPError("Say for each lot that is not awarded yet who gets it, or that nobody does.")
    if not any(choice.bid for choice in choices):
        raise RFPError("Award at least one lot, or cancel the request.")
    for choice in choices:
        _require_choice(current.of_lot(choice.lot), lots[choice.lot], choice)


def _require_choice(ranking, lot, choice: Choice) -> None:
    has_reason = bool(choice.reason.strip())
    if choice.bid is None:
        if not has_reason:
            raise RFPError(f"Say why {lot} is not awarded.")
        return
    place = ranking and ranking.of(choice.bid)
    if place is None or place.rank is None:
        raise RFPError(f"The bid chosen for {lot} is not in the ranking: it cannot be awarded.")
    if has_reason:
        return
    if place.rank > 1:
        raise RFPError(f"{place.offer.vendor} is not first for {lot}: say why it is chosen.")
    if place.is_tied:
        raise RFPError(f"Equal first places for {lot}: say why {place.offer.vendor} is chosen.")
