"""
The messages about a request. They name the sponsor, the title and the deadline, never its content;
those to a vendor whose CDA is awaited name neither sponsor nor title.
"""

from django.conf import settings
from django.urls import reverse

from notifications import kinds, outbox
from notifications.calendars import Deadline
from notifications.choices import UnknownPolicy
from rfps import samples, zones
from rfps.choices import Intent

INVITATION = "rfp-invitation"
DEADLINE_REMINDER = "deadline-reminder"
INTENT_RECEIVED = "intent-received"
APPROVAL_ASKED = "rfp-approval-asked"
SENT_BACK = "rfp-sent-back"
ANSWER_PUBLISHED = "answer-published"
ADDENDUM_ISSUED = "addendum-issued"
RFP_CANCELLED = "rfp-cancelled"
ACCESS_CODE = "access-code"
COLLEAGUE_ADDED = "colleague-added"
ENQUIRY_RECEIVED = "enquiry-received"
BID_RECEIPT = "bid-receipt"
BID_WITHDRAWN = "bid-withdrawn"
TO_VENDOR = (
    *(INVITATION, COLLEAGUE_ADDED, DEADLINE_REMINDER),
    *(ANSWER_PUBLISHED, ADDENDUM_ISSUED, RFP_CANCELLED),
)


def invitation(*, recipient, rfp, vendor, now):
    """Invite one person, with the personal link."""
    return outbox.enqueue(
        kind=INVITATION,
        key=f"{INVITATION}:{recipient.pk}",
        to=recipient.email,
        context=_for_vendor(recipient.invitation)
        | {"name": recipient.name, "vendor": vendor.name, "url": _link(recipient)},
        now=now,
        organisation=rfp.organisation,
        topic=recipient.invitation,
        expires_at=rfp.deadline_at,
        priority=3,
        is_sensitive=True,
        calendar=_deadline(recipient.invitation, versions=rfp.versions.count()),
    )


def deadline_reminder(*, recipient, rfp, at, now):
    """Remind a vendor's person at the time it chose; never after the deadline."""
    return outbox.enqueue(
        kind=DEADLINE_REMINDER,
        key=f"{DEADLINE_REMINDER}:{recipient.pk}:{now.isoformat()}",
        to=recipient.email,
        context=_for_vendor(recipient.invitation)
        | {"name": recipient.name, "url": _link(recipient)},
        now=now,
        organisation=rfp.organisation,
        topic=recipient.invitation,
        not_before=at,
        expires_at=rfp.deadline_at,
        is_sensitive=True,
    )


def intent_received(*, invitation, user, now):
    """Tell a buyer that a vendor intends to answer, or declines and why."""
    return to_buyer(
        INTENT_RECEIVED,
        f"{invitation.pk}:{invitation.intent_at.isoformat()}",
        invitation.rfp,
        user,
        now,
        vendor=invitation.vendor.name,
        declined=invitation.intent == Intent.DECLINED,
        reason=invitation.get_decline_reason_display(),
        note=invitation.decline_note,
    )


def answer_published(*, recipients, answer, now):
    """Tell the vendors' people that a question is answered; neither who asked nor what is in it."""
    rfp = answer.rfp
    return outbox.enqueue_many(
        _news(
            kind=ANSWER_PUBLISHED,
            event=str(answer.pk),
            recipient=recipient,
            rfp=rfp,
            now=now,
            expires_at=rfp.deadline_at,
            answer_number=answer.number,
        )
        for recipient in recipients
    )


def addendum_issued(*, recipients, version, deadline_before, now):
    """Tell the vendors' people of a new version, and of the new deadline where it moved."""
    rfp = version.rfp
    is_moved = deadline_before != rfp.deadline_at
    return outbox.enqueue_many(
        _news(
            kind=ADDENDUM_ISSUED,
            event=str(version.pk),
            recipient=recipient,
            rfp=rfp,
            now=now,
            expires_at=rfp.deadline_at,
            calendar=_deadline(recipient.invitation, versions=version.number),
            version=version.number,
            addendum=version.number - 1,
            deadline_before=zones.show(deadline_before, rfp.time_zone) if is_moved else "",
        )
        for recipient in recipients
    )


def rfp_cancelled(*, recipients, rfp, now):
    """Tell the vendors' people that the request is cancelled; the reason stands behind the link."""
    return outbox.enqueue_many(
        _news(kind=RFP_CANCELLED, event="once", recipient=recipient, rfp=rfp, now=now)
        for recipient in recipients
    )


def _news(*, kind: str, event: str, recipient, rfp, now, expires_at=None, calendar=None, **words):
    return outbox.Letter(
        kind=kind,
        key=f"{kind}:{event}:{recipient.pk}",
        to=recipient.email,
        context=_for_vendor(recipient.invitation)
        | {"name": recipient.name, "url": _link(recipient)}
        | words,
        now=now,
        organisation=rfp.organisation,
        topic=recipient.invitation,
        expires_at=expires_at,
        calendar=calendar,
    )


def access_code(*, recipient, code: str, expires_at, now):
    """Send the code that opens a link; it says nothing of what the link opens."""
    outbox.cancel(topic=recipient, kind=ACCESS_CODE, now=now)
    return outbox.enqueue(
        kind=ACCESS_CODE,
        key=f"{ACCESS_CODE}:{recipient.pk}:{now.isoformat()}",
        to=recipient.email,
        context={"code": code, "minutes": int((expires_at - now).total_seconds() // 60)},
        now=now,
        topic=recipient,
        expires_at=expires_at,
        priority=1,
        is_sensitive=True,
    )


def colleague_added(*, colleague, by, invitation, now):
    """Send a colleague at the vendor a personal link of their own."""
    rfp = invitation.rfp
    return outbox.enqueue(
        kind=COLLEAGUE_ADDED,
        key=f"{COLLEAGUE_ADDED}:{colleague.pk}",
        to=colleague.email,
        context=_for_vendor(invitation)
        | {
            "name": colleague.name,
            "from_name": str(by),
            "vendor": invitation.vendor.name,
            "url": _link(colleague),
        },
        now=now,
        organisation=rfp.organisation,
        topic=invitation,
        expires_at=rfp.deadline_at,
        priority=3,
        is_sensitive=True,
    )


def enquiry_received(*, enquiry, user, now):
    """Tell a buyer what a vendor asks."""
    return to_buyer(
        ENQUIRY_RECEIVED,
        str(enquiry.pk),
        enquiry.rfp,
        user,
        now,
        vendor=enquiry.invitation.vendor.name,
        question=enquiry.text,
    )


def approval_asked(*, rfp, user, by, now):
    """Ask a colleague to approve that a request is issued."""
    return to_buyer(
        APPROVAL_ASKED,
        f"{rfp.pk}:{rfp.approval_asked_at.isoformat()}",
        rfp,
        user,
        now,
        page="rfp-approval",
        expires_at=rfp.deadline_at,
        by=str(by),
    )


def sent_back(*, rfp, user, by, now):
    """Tell who asked that the request is a draft again, and why."""
    event = f"{rfp.pk}:{now.isoformat()}"
    return to_buyer(SENT_BACK, event, rfp, user, now, by=str(by), reason=rfp.sent_back_reason)


def to_buyer(
    kind: str, event: str, rfp, user, now, *, page: str = "rfp-detail", expires_at=None, **words
):
    """Write to one of the sponsor's own people; the link leads to a page of the request."""
    return outbox.enqueue(
        kind=kind,
        key=f"{kind}:{event}:{user.pk}",
        to=user.email,
        context=about(rfp)
        | {"name": user.name, "url": settings.SITE_URL + reverse(page, args=[rfp.pk])}
        | words,
        now=now,
        organisation=rfp.organisation,
        user=user,
        topic=rfp,
        expires_at=expires_at,
    )


def bid_receipt(*, recipient, version, rfp):
    """
    Send the receipt of a bid to a person of its vendor.

    No organisation: the sponsor's pages show the delivery of its own mails, and that a bid came in
    may be sealed too.
    """
    return outbox.enqueue(
        kind=BID_RECEIPT,
        key=f"{BID_RECEIPT}:{version.pk}:{recipient.pk}",
        to=recipient.email,
        context=_about_bid(recipient, version, rfp, version.submitted_at)
        | {
            "sha256": version.sha256,
            "parts": version.head["parts"],
            "files": version.head["files"],
        },
        now=version.submitted_at,
        topic=version.bid,
        priority=3,
    )


def bid_withdrawn(*, recipient, version, rfp, at):
    """Confirm to a person of the vendor that its bid is withdrawn."""
    return outbox.enqueue(
        kind=BID_WITHDRAWN,
        key=f"{BID_WITHDRAWN}:{version.pk}:{recipient.pk}:{at.isoformat()}",
        to=recipient.email,
        context=_about_bid(recipient, version, rfp, at),
        now=at,
        topic=version.bid,
        priority=3,
    )


def _about_bid(recipient, version, rfp, at) -> dict:
    return about(rfp) | {
        "name": recipient.name,
        "vendor": version.head["vendor"],
        "version": version.number,
        "at": zones.exactly(at, rfp.time_zone),
        "url": settings.SITE_URL + reverse("receipt-check"),
    }


def reminder_moved(*, invitation, at, now) -> int:
    """Let a reminder that still waits follow a moved deadline: its time, its words, its end."""
    return outbox.reschedule(
        topic=invitation,
        kind=DEADLINE_REMINDER,
        now=now,
        not_before=at,
        expires_at=invitation.rfp.deadline_at,
        changes=_for_vendor(invitation),
    )


def stop_approval(*, rfp, now) -> None:
    """Stop the asking that still waits to go out."""
    outbox.cancel(topic=rfp, kind=APPROVAL_ASKED, now=now)


def stop(*, invitation, now, to: str = "") -> None:
    """Stop what still waits to go to the vendor, or to one of its people."""
    for kind in TO_VENDOR:
        outbox.cancel(topic=invitation, kind=kind, to=to, now=now)


def stop_reminder(*, invitation, now, to: str = "") -> int:
    """Stop the reminders that still wait; return how many."""
    return outbox.cancel(topic=invitation, kind=DEADLINE_REMINDER, to=to, now=now)


def about(rfp) -> dict[str, str]:
    return {
        "sponsor": rfp.organisation.name,
        "asker": rfp.organisation.name,  # at the beginning of a sentence
        "number": rfp.number,
        "kind": rfp.get_kind_display().lower(),
        "title": rfp.title,
        "deadline": zones.show(rfp.deadline_at, rfp.time_zone),
        "deadline_utc": zones.show(rfp.deadline_at, "UTC"),
    }


def _for_vendor(invitation) -> dict[str, str]:
    rfp = invitation.rfp
    if not invitation.awaits_cda:
        return about(rfp)
    return about(rfp) | {
        "sponsor": "a drug developer",
        "asker": "A drug developer",
        "title": rfp.blinded_title or "A confidential request",
    }


def _deadline(invitation, *, versions: int) -> Deadline:
    """Return the entry for the vendor's calendar; each version of the request supersedes it."""
    rfp, words = invitation.rfp, _for_vendor(invitation)
    return Deadline(
        uid=f"rfp-{rfp.pk}-answers",
        title=f"Answers due: {words['title']} ({words['asker']})",
        at=rfp.deadline_at,
        sequence=versions,
    )


def _link(recipient) -> str:
    """Return the personal link, or nothing where the token is not known any more."""
    if not recipient.token:
        return ""
    return settings.SITE_URL + reverse("respond", args=[recipient.token])


RESEND = UnknownPolicy.RESEND  # what holds a personal link or a code is worthless if it may be lost
kinds.register(
    kinds.Kind(
        INVITATION,
        "Invitation to answer a request",
        samples.to_vendor,
        policy=RESEND,
        calendar=samples.deadline,
    ),
    kinds.Kind(ACCESS_CODE, "Code that opens a request", samples.access_code, policy=RESEND),
    kinds.Kind(
        COLLEAGUE_ADDED, "Link for a colleague at the vendor", samples.colleague, policy=RESEND
    ),
    kinds.Kind(DEADLINE_REMINDER, "Reminder of a deadline", samples.to_vendor, policy=RESEND),
    kinds.Kind(ANSWER_PUBLISHED, "Answer to a question", samples.answer),
    kinds.Kind(
        ADDENDUM_ISSUED, "Addendum to a request", samples.addendum, calendar=samples.deadline
    ),
    kinds.Kind(RFP_CANCELLED, "Cancellation of a request", samples.to_vendor),
    kinds.Kind(BID_RECEIPT, "Receipt of a bid", samples.receipt),
    kinds.Kind(BID_WITHDRAWN, "A bid is withdrawn", samples.withdrawn),
    kinds.Kind(
        INTENT_RECEIVED, "A vendor says whether it answers", samples.intent, may_digest=True
    ),
    kinds.Kind(ENQUIRY_RECEIVED, "A vendor asks a question", samples.enquiry, may_digest=True),
    kinds.Kind(APPROVAL_ASKED, "A request waits for approval", samples.approval),
    kinds.Kind(SENT_BACK, "A request is sent back", samples.sent_back),
)
