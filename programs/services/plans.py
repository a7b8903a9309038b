"""Keep a partner plan: freeze what was drawn, with a reason and a name."""

from django.db import transaction

from audit import services as audit
from programs.errors import ProgramError
from programs.models import KeptPlan, Program
from programs.plans import drawing, records, words
from programs.plans.wish import Wish


class PlanChangedError(ProgramError):
    """The plan of today is not the one that was looked at; ``record`` is the one of today."""

    def __init__(self, record: dict):
        super().__init__(
            "The directory or the needs have changed since this plan was drawn. Below is the plan "
            "of today: look at it again, then keep it."
        )
        self.record = record


@transaction.atomic
def keep(*, program: Program, wish: Wish, chosen: str, seen: str, reason: str, by, now) -> KeptPlan:
    """
    Freeze a plan as it is drawn now.

    :param chosen: which of the plans, "best" or "more"
    :param seen: the fingerprint of what the person looked at
    :raises PlanChangedError: when it would be another plan than the one that was looked at
    :raises ProgramError: when there is no such plan, or the options cannot be kept together
    """
    record = drawing.draw(program, wish, now=now)
    if records.fingerprint(record) != seen:
        raise PlanChangedError(record)
    plan = next((plan for plan in record["plans"] if plan["name"] == chosen), None)
    if plan is None:
        raise ProgramError("There is no such plan to keep.")
    kept = KeptPlan.objects.create(
        organisation_id=program.organisation_id,
        program=program,
        record=record,
        chosen=chosen,
        reason=reason.strip(),
        kept_by=by,
        kept_by_name=str(by),
        kept_at=now,
    )
    audit.record(
        verb="plan.kept",
        target=kept,
        summary=f"Plan of {program} kept: {words.summary(record, plan)}",
        by=by,
        now=now,
        fingerprint=seen,
        partners=[partner["slug"] for partner in plan["partners"]],
        proved=plan["proved"]["best"],
    )
    return kept
