"""Stand for a shortlisted vendor: a named person, a reason, on one frozen result."""

from django.db import IntegrityError, transaction

from audit import services as audit
from programs.errors import ProgramError
from programs.models import ShortlistEntry, SignOff
from programs.selection.changes import digest


@transaction.atomic
def sign_off(*, entry: ShortlistEntry, reason: str, by, now) -> SignOff:
    """
    Sign off a shortlisted vendor on the result that is frozen with it.

    :raises ProgramError: when the person has signed it already
    """
    try:
        with transaction.atomic():
            sign = SignOff.objects.create(
                organisation_id=entry.organisation_id,
                entry=entry,
                reason=reason.strip(),
                digest=digest(entry.snapshot),
                signed_by=by,
                signed_by_name=str(by),
                signed_at=now,
            )
    except IntegrityError as error:
        raise ProgramError(f"You have signed off {entry.vendor} already.") from error
    audit.record(
        verb="shortlist.signed-off",
        target=entry.shortlist,
        summary=f"{entry.vendor} signed off",
        by=by,
        now=now,
        vendor=entry.vendor_id,
        digest=sign.digest,
        reason=sign.reason,
    )
    return sign
