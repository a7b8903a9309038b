"""
Rounds of questions about opened bids. A bidder answers in words and files; nothing here can write
a bid, and a submitted version never changes, so no round moves a price.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Max

from audit import services as audit
from rfps import clarification_emails as emails
from rfps import inspection, zones
from rfps.choices import CLARIFICATION_TRANSITIONS, ClarificationState, RFPState
from rfps.errors import RFPError
from rfps.models import BidVersion, Clarification, ClarificationFile
from rfps.services import invitations, link, recipients, states

LONGEST = timedelta(days=90)
MAX_FILES = 10


def bidders(rfp):
    """Return the invitations whose bid is opened and in force: those that can be asked."""
    opened = BidVersion.objects.filter(
        rfp=rfp, organisation_id=rfp.organisation_id, bid__current=F("pk"), bid__withdrawn_at=None
    )
    return rfp.invitations.filter(
        pk__in=opened.values("invitation"), revoked_at=None
    ).select_related("vendor")


@transaction.atomic
def ask(*, rfp, invited, text: str, due_at, by, now) -> list[Clarification]:
    """
    Ask one or several bidders the same, each for itself; together they are a round.

    :param invited: invitations of ``bidders``
    :raises RFPError: for nobody, for somebody without an opened bid, without words, for a date that
        is past or too far, and once the request is decided
    """
    rfp = states.lock(rfp)
    _require_undecided(rfp)
    wanted = {one.pk for one in invited}
    asked = [one for one in bidders(rfp) if one.pk in wanted]
    if not wanted or len(asked) != len(wanted):
        raise RFPError("Choose bidders whose bids are open.")
    if not text.strip():
        raise RFPError("Write your question.")
    if not now < due_at <= now + LONGEST:
        raise RFPError(f"Ask for the answer at a time to come, within {LONGEST.days} days.")
    last = rfp.clarifications.aggregate(last=Max("round"))["last"] or 0
    rows = [
        Clarification.objects.create(
            organisation_id=rfp.organisation_id,
            rfp=rfp,
            invitation=invitation,
            round=last + 1,
            text=text.strip(),
            due_at=due_at,
            asked_at=now,
            asked_by=by,
        )
        for invitation in asked
    ]
    people = recipients.everybody(rfp)
    for row in rows:
        for person in people:
            if person.invitation_id == row.invitation_id:
                emails.asked(recipient=person, clarification=row, now=now)
        until = zones.show(due_at, rfp.time_zone)
        words = f"{row.invitation.vendor.name} was asked question {row.round}, until {until}"
        _record("asked", row, words, by, now)
    return rows


@transaction.atomic
def answer(*, recipient, clarification_id, text: str, uploads, now) -> Clarification:
    """
    Answer by the link, once.

    :param uploads: files as they came in
    :raises FileRefusedError: for a file that the inspection does not pass
    :raises RFPError: for an answer without words, too late, given already, or to what is not asked
    """
    found = [inspection.inspect(upload) for upload in uploads]
    invitation = link.lock(recipient)
    row = (
        Clarification.objects.select_for_update(no_key=True)
        .filter(invitation=invitation, pk=clarification_id)
        .first()
    )
    if row is None:
        raise RFPError("This question is not there any more.")
    _require_undecided(invitation.rfp)
    if row.state == ClarificationState.ASKED and not row.is_open(now):
        raise RFPError("The time for this answer is over.")
    if not text.strip():
        raise RFPError("Write your answer; files go with it.")
    if len(found) > MAX_FILES:
        raise RFPError(f"An answer holds at most {MAX_FILES} files.")
    _require_move(row, ClarificationState.ANSWERED)
    ClarificationFile.objects.bulk_create(
        ClarificationFile(
            organisation_id=row.organisation_id,
            clarification=row,
            invitation=invitation,
            created_at=now,
            **one.fields(),
        )
        for one in found
    )
    row.answer, row.answered_at, row.answered_by = text.strip(), now, recipient
    _move(row, ClarificationState.ANSWERED, "answer", "answered_at", "answered_by")
    link.mark_viewed(invitation, recipient, now)
    for user in invitations.buyers(invitation.rfp):
        emails.answered(clarification=row, user=user, now=now)
    files = [one.sha256 for one in found]
    words = f"has answered question {row.round} about its bid"
    link.record(recipient, "clarified", invitation, words, now=now, files=files)
    return row


@transaction.atomic
def withdraw(*, clarification, by, now) -> Clarification:
    """
    Take a question back that is not answered, and tell the bidder.

    :raises RFPError: once it is answered or withdrawn
    """
    row = (
        Clarification.objects.select_for_update(no_key=True, of=("self",))
        .select_related("invitation__vendor", "rfp__organisation")
        .get(pk=clarification.pk)
    )
    _move(row, ClarificationState.WITHDRAWN)
    for person in recipients.everybody(row.rfp):
        if person.invitation_id == row.invitation_id:
            emails.withdrawn(recipient=person, clarification=row, now=now)
    words = f"Question {row.round} to {row.invitation.vendor.name} withdrawn"
    _record("withdrawn", row, words, by, now)
    return row


def _require_undecided(rfp) -> None:
    if rfp.state != RFPState.ISSUED:
        raise RFPError(
            f"{rfp.number} is {rfp.get_state_display().lower()}: nothing is clarified any more."
        )


def _require_move(row, to: ClarificationState) -> None:
    if to not in CLARIFICATION_TRANSITIONS[ClarificationState(row.state)]:
        raise RFPError(f"This question is {row.get_state_display().lower()} already.")


def _move(row, to: ClarificationState, *fields: str) -> None:
    _require_move(row, to)
    row.state = to
    row.save(update_fields=["state", *fields])


def _record(verb: str, row, words: str, by, now) -> None:
    audit.record(
        verb=f"clarification.{verb}",
        target=row.invitation,
        summary=words[:500],
        by=by,
        now=now,
        round=row.round,
        clarification=str(row.pk),
    )
