"""What the page of one RFP shows, gathered in a flat number of queries."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from accounts.choices import Role
from notifications.models import Email, topic_of
from rfps import content, emails, labels, schedule
from rfps.choices import RFP_TRANSITIONS, Intent, RFPState
from rfps.models import Invitation, PaperBid, Recipient
from rfps.services import policy
from rfps.services import rfp as rfp_services
from rfps.views import readiness, record
from vendors.choices import Phase
from vendors.models import Vendor

RECORD_LENGTH = 12


@dataclass(frozen=True)
class Mail:
    """An e-mail to one person of a vendor, and where it is."""

    to: str
    label: labels.Label


@dataclass(frozen=True)
class Row:
    """One vendor's line: the invitation, whom it goes to, how far it came, its e-mails."""

    invitation: Invitation
    recipient: Recipient | None
    others: int  # people with a link beside the one written to
    progress: labels.Progress
    bid: labels.Label
    mails: list[Mail]  # the newest first, one planned for later after those on their way
    returned: labels.Label | None  # what came back from the address in use, and nothing since

    @property
    def mail(self) -> labels.Label | None:
        """Return the e-mail to show: one that came back, or else the newest."""
        return self.returned or (self.mails[0].label if self.mails else None)


def context(rfp, user, now) -> dict:
    """Return what ``rfp_detail.html`` shows to this user."""
    invited = list(rfp.invitations.select_related("vendor").prefetch_related("recipients"))
    rows = _rows(rfp, invited, user, now)
    lots = list(rfp.lots.prefetch_related("scope_lines"))
    can_act = user.has_role(Role.PROCUREMENT)
    is_draft, is_open = rfp.state == RFPState.DRAFT, rfp.is_open(now)
    versions = list(rfp.versions.select_related("issued_by").defer("content", "changes"))
    return {
        "rfp": rfp,
        "now": now,
        "label": labels.state(rfp, now),
        "schedule": schedule.build(rfp, now),
        "rows": rows,
        "counts": _counts(rfp, invited),
        "lots": [_lot(lot) for lot in lots],
        "leaves": content.leaf_names(line for lot in lots for line in lot.scope_lines.all()),
        "versions": versions,
        "has_changed": can_act and rfp.is_editable(now) and _has_changed(rfp, versions),
        "is_draft": is_draft,
        "is_editable": rfp.is_editable(now),
        "is_open": is_open,
        "is_frozen": now >= rfp.frozen_from,
        "can_act": can_act,
        "can_cancel": can_act and RFPState.CANCELLED in RFP_TRANSITIONS[RFPState(rfp.state)],
        "problems": rfp_services.problems(rfp, invited, now) if is_draft else [],
        "others": shortlisted(rfp).exclude(pk__in=[one.vendor_id for one in invited])
        if (is_draft or is_open) and can_act
        else [],
        "bounced": [row for row in rows if row.returned],
        "openers": list(rfp.openers.select_related("user")),
        "openings": list(rfp.openings.select_related("opened_by")),
        "evaluator": rfp.evaluators.filter(user=user).first(),
        "opening_url": _opening_url(rfp),
        **_before_issue(rfp, user, now),
        **_record(rfp),
    }


def _before_issue(rfp, user, now) -> dict:
    """Return what a request that is not out yet shows beside: its readiness, and the second person."""
    if rfp.state not in {RFPState.DRAFT, RFPState.IN_APPROVAL}:
        return {}
    return {
        **readiness.context(rfp, now),
        "needs_approval": policy.needs_approval(rfp.organisation_id),
        "asked_by": rfp.approval_asked_by,
        "is_own": rfp.approval_asked_by_id == user.pk,
    }


def _rows(rfp, invited, user, now) -> list[Row]:
    mails = _mails(rfp, invited, user, now)
    papers = {paper.invitation_id: paper for paper in PaperBid.objects.filter(rfp=rfp)}
    rows = []
    for invitation in invited:
        invitation.rfp = rfp
        recipient = current(invitation)
        living = [one for one in invitation.recipients.all() if not one.revoked_at]
        of_vendor = mails.get(topic_of(invitation), [])
        rows.append(
            Row(
                invitation=invitation,
                recipient=recipient,
                others=max(0, len(living) - 1),
                progress=labels.progress(invitation, rfp, now),
                bid=labels.bid(invitation, rfp, papers.get(invitation.pk), now),
                mails=of_vendor,
                returned=None if invitation.revoked_at else _returned(recipient, of_vendor),
            )
        )
    return rows


def _mails(rfp, invited, user, now) -> dict[str, list[Mail]]:
    """Return each invitation's e-mails; one planned for later hides none that is on its way."""
    topics = [topic_of(invitation) for invitation in invited]
    found = Email.objects.for_user(user).filter(topic__in=topics, kind__in=emails.TO_VENDOR)
    in_order = sorted(
        found,
        key=lambda mail: (mail.not_before <= now or mail.attempts > 0, mail.created_at),
        reverse=True,
    )
    by_topic = {}
    for mail in in_order:
        shown = Mail(mail.to, labels.delivery(mail, rfp.time_zone, now))
        by_topic.setdefault(mail.topic, []).append(shown)
    return by_topic


def _returned(recipient, mails: list[Mail]) -> labels.Label | None:
    """Return the newest e-mail to the address in use that has arrived or not, if it has not."""
    to = recipient and recipient.email.casefold()
    ended = (
        mail.label
        for mail in mails
        if mail.to.casefold() == to and mail.label.icon in {labels.ARRIVED, labels.BOUNCE}
    )
    newest = next(ended, None)
    return newest if newest and newest.icon == labels.BOUNCE else None


def current(invitation) -> Recipient | None:
    """Return the person written to: the live one the sponsor named, or else the last one."""
    people = list(invitation.recipients.all())
    live = [person for person in people if not person.revoked_at]
    named = [person for person in live if not person.introduced_by_id]
    return (named or live or people or [None])[-1]


def _counts(rfp, invited) -> dict[str, int]:
    enquiries = list(rfp.enquiries.values_list("answer_id", flat=True))
    return {
        "invited": len(invited),
        "intend": sum(one.intent == Intent.INTENDS for one in invited),
        "declined": sum(one.intent == Intent.DECLINED for one in invited),
        "bids": sum(bool(one.submitted_at and not one.withdrawn_at) for one in invited),
        "open_enquiries": enquiries.count(None),
        "enquiries": len(enquiries),
        "documents": rfp.documents.filter(is_removed=False).count(),
    }


def _lot(lot) -> dict:
    lines = list(lot.scope_lines.all())
    phases = {line.phase for line in lines}
    return {
        "lot": lot,
        "lines": lines,
        "cells": [phase.value in phases for phase in Phase],
        "phases": ", ".join(phase.value for phase in Phase if phase.value in phases),
    }


def shortlisted(rfp):
    """Return the vendors on the shortlists behind the RFP's lots."""
    listed = rfp.lots.filter(shortlist__isnull=False).values("shortlist__entries__vendor")
    return Vendor.objects.filter(pk__in=listed)


def _has_changed(rfp, versions) -> bool:
    """Say whether something was written that no version holds: it waits for an addendum."""
    return bool(versions) and content.fingerprint(content.build(rfp)) != versions[-1].sha256


def _opening_url(rfp) -> str:
    """Return the address of the page that opens the bids, where the installation has one."""
    try:
        return reverse("rfp-opening", args=[rfp.pk])
    except NoReverseMatch:
        return ""


def _record(rfp) -> dict:
    events = record.events_of(rfp)
    count = events.count()
    return {
        "events": events.order_by("-sequence")[:RECORD_LENGTH],
        "event_count": count,
        "events_left": max(0, count - RECORD_LENGTH),
    }
