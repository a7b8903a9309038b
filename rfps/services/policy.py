"""An organisation's own rules for its requests."""

from django.db import transaction

from audit import services as audit
from rfps.models import SourcingPolicy


def needs_approval(organisation_id: int) -> bool:
    """Say whether a second person has to approve each issue."""
    return SourcingPolicy.objects.filter(
        organisation_id=organisation_id, needs_approval=True
    ).exists()


@transaction.atomic
def set_approval(*, organisation, needs_approval: bool, by, now) -> SourcingPolicy:
    """Say that each issue needs a second person, or that it does not."""
    policy, is_new = SourcingPolicy.objects.select_for_update().get_or_create(
        organisation=organisation, defaults={"needs_approval": needs_approval}
    )
    if not is_new and policy.needs_approval == needs_approval:
        return policy
    policy.needs_approval = needs_approval
    policy.save(update_fields=["needs_approval"])
    words = "must be approved by a second person" if needs_approval else "need no approval"
    audit.record(
        verb="policy.changed",
        target=policy,
        summary=f"Requests {words} before they are issued",
        by=by,
        now=now,
        needs_approval=needs_approval,
    )
    return policy
