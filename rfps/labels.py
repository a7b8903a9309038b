"""Words for states: one set for the sponsor, another for the vendor. Derived, never stored."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import capfirst

from notifications import labels as mail_labels
from notifications.choices import EmailState
from rfps import emails, zones
from rfps.choices import Intent, RFPState

BOUNCE = "bounce"


@dataclass(frozen=True)
class Label:
    """A word or two with its tone (good, warn, bad, accent or none) and the icon beside it."""

    words: str
    tone: str = ""
    icon: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Step:
    """One step of an invitation: ``state`` is done, now, stop, or empty for not yet."""

    name: str
    state: str


@dataclass(frozen=True)
class Progress:
    """How far an invitation has come, as steps and as a sentence."""

    steps: list[Step]
    words: str

    @property
    def spoken(self) -> str:
        done = [step.name for step in self.steps if step.state == "done"]
        return f"{', '.join(done) or 'Nothing'} done, {len(done)} of {len(self.steps)}"


def state(rfp, now) -> Label:
    """Return the sponsor's word for the RFP; *closed* follows from the clock."""
    if rfp.is_closed(now):
        return Label("Closed, deadline past", "warn")
    return {
        RFPState.DRAFT: Label("Draft"),
        RFPState.IN_APPROVAL: Label("In approval", "warn"),
        RFPState.ISSUED: Label("Open for answers", "accent"),
        RFPState.AWARDED: Label("Awarded", "good"),
        RFPState.CANCELLED: Label("Cancelled", "bad"),
    }[RFPState(rfp.state)]


def progress(invitation, rfp, now) -> Progress:
    """Return the sponsor's view of an invitation, from its dates."""
    is_in = invitation.submitted_at and not invitation.withdrawn_at
    facts = [
        ("Invited", invitation.sent_at, True),
        ("Read", invitation.viewed_at, True),
        ("CDA", invitation.cda_at, rfp.needs_cda),
        ("Intent", invitation.intent == Intent.INTENDS, True),
        ("Bid", is_in, rfp.shows_submitted or is_in),
    ]
    steps, next_mark = [], _next_mark(invitation, rfp, now)
    for name, is_done, is_shown in facts:
        if is_shown:
            steps.append(Step(name, "done" if is_done else next_mark))
            next_mark = next_mark if is_done else ""
    return Progress(steps, _happened(invitation, rfp, now))


def _next_mark(invitation, rfp, now) -> str:
    """Return the mark of the first step not taken: it stopped, is waited for, or is over."""
    if invitation.revoked_at or invitation.intent == Intent.DECLINED:
        return "stop"
    over = rfp.state == RFPState.CANCELLED or rfp.is_closed(now)
    return "" if over else "now"


def _happened(invitation, rfp, now) -> str:
    if invitation.revoked_at:
        return "Revoked"
    if not invitation.sent_at:
        return "Not invited yet"
    if invitation.submitted_at:
        return "Bid withdrawn" if invitation.withdrawn_at else "Bid in"
    if invitation.intent == Intent.DECLINED:
        return f"Declined: {invitation.get_decline_reason_display().lower()}"
    if invitation.intent == Intent.INTENDS:
        return "Intends to answer"
    if rfp.state == RFPState.CANCELLED:
        return "No answer before it was cancelled"
    if rfp.is_closed(now):
        return "No answer by the deadline" if rfp.shows_submitted else "No word by the deadline"
    if not invitation.viewed_at:
        return "No reaction yet"
    return (
        "Read, no answer yet" if invitation.cda_at or not rfp.needs_cda else "CDA not accepted yet"
    )


def bid(invitation, rfp, paper, now) -> Label:
    """Return what the sponsor may know of a vendor's bid; nothing where the RFP hides it."""
    if paper:
        when = zones.short(paper.received_at, rfp.time_zone)
        return Label("On paper", "", "doc", f"received {when}")
    if invitation.submitted_at:
        at = invitation.withdrawn_at or invitation.submitted_at
        words, icon = ("Withdrawn", "x") if invitation.withdrawn_at else ("Sealed", "lock")
        return Label(words, "", icon, zones.short(at, rfp.time_zone))
    if not rfp.shows_submitted:
        return Label("Hidden until the opening", "", "lock")
    return Label("None" if rfp.is_closed(now) else "No bid yet")


def for_vendor(invitation, rfp, now, *, sponsor: str, bid=None, is_opened=False) -> Label:
    """
    Return what the vendor reads about its own answer, in its own words.

    :param sponsor: how the page calls the sponsor, who may be unnamed
    :param bid: the vendor's own, where there is one
    """
    if rfp.state == RFPState.CANCELLED:
        return Label(f"Nothing is left to do: {sponsor} has cancelled this request", "", "x")
    if bid and bid.current_id:
        return _of_bid(bid, rfp, now, sponsor, is_opened)
    if invitation.intent == Intent.DECLINED:
        return Label(f"You declined: {invitation.get_decline_reason_display().lower()}", "", "x")
    if rfp.state == RFPState.AWARDED or rfp.is_closed(now):
        return Label("You sent no answer by the deadline", "", "clock")
    if invitation.intent == Intent.INTENDS:
        return Label(f"You told {sponsor} that you intend to answer", "good", "check")
    if invitation.awaits_cda:
        return Label("Accept the confidentiality agreement to read the request", "", "lock")
    return Label("You have read this request and not answered yet", "", "clock")


def _of_bid(bid, rfp, now, sponsor: str, is_opened: bool) -> Label:
    if bid.withdrawn_at:
        return Label("You have withdrawn your bid", "", "x")
    if rfp.state == RFPState.AWARDED:
        return Label(f"{sponsor} has decided; your bid was among those opened", "", "check")
    if is_opened:
        return Label("Your bid is opened and being evaluated", "good", "check")
    if rfp.is_closed(now):
        return Label("Your bid is in, and stays sealed until it is opened", "good", "lock")
    return Label("Your bid is in. You can replace it until the deadline", "good", "lock")


MAILS = {
    emails.INVITATION: "Invitation",
    emails.DEADLINE_REMINDER: "Reminder they asked for",
    emails.ANSWER_PUBLISHED: "Answer to a question",
    emails.ADDENDUM_ISSUED: "Addendum",
    emails.RFP_CANCELLED: "Cancellation",
    emails.COLLEAGUE_ADDED: "Link for a colleague of theirs",
}
ICONS = {
    EmailState.SENT: "check",
    EmailState.UNKNOWN: "warn",
    EmailState.FAILED: BOUNCE,
    EmailState.SUPPRESSED: BOUNCE,
    EmailState.CANCELLED: "x",
}


def delivery(email, zone: str, now) -> Label:
    """Return where an e-mail of the outbox is, its times in the RFP's zone."""
    with timezone.override(ZoneInfo(zone)):
        said = mail_labels.label(email, now=now)
    return Label(
        words=capfirst(said.words),
        tone=said.tone,
        icon=ICONS.get(email.state, "clock"),
        detail=f"{MAILS[email.kind]}, {zones.short(email.created_at, zone)}",
    )
