"""What the page of one RFP shows, gathered in a flat number of queries."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.choices import Role
from audit.models import Event
from notifications.models import Email, topic_of
from rfps import content, emails, labels, schedule
from rfps.choices import RFP_TRANSITIONS, Intent, RFPState
from rfps.models import Invitation, Recipient
from rfps.services import policy
from rfps.services import rfp as rfp_services
from rfps.views import readiness
from vendors.choices import Phase
from vendors.models import Vendor

RECORD_LENGTH = 15


@dataclass(frozen=True)
class Row:
    """One vendor's line: the invitation, whom it goes to, how far it came, its latest e-mail."""

    invitation: Invitation
    recipient: Recipient | None
    progress: labels.Progress
    mail: labels.Label | None
    is_bounced: bool


def context(rfp, user, now) -> dict:
    """Return what ``rfp_detail.html`` shows to this user."""
    invited = list(rfp.invitations.select_related("vendor").prefetch_related("recipients"))
    rows = _rows(rfp, invited, user, now)
    lots = list(rfp.lots.prefetch_related("scope_lines"))
    can_act = user.has_role(Role.PROCUREMENT)
    is_draft = rfp.state == RFPState.DRAFT
    return {
        "rfp": rfp,
        "now": now,
        "label": labels.state(rfp, now),
        "schedule": schedule.build(rfp, now),
        "rows": rows,
        "counts": _counts(invited),
        "lots": [_lot(lot) for lot in lots],
        "leaves": content.leaf_names(line for lot in lots for line in lot.scope_lines.all()),
        "versions": list(rfp.versions.select_related("issued_by")),
        "is_draft": is_draft,
        "is_editable": rfp.is_editable(now),
        "is_open": rfp.state == RFPState.ISSUED and not rfp.is_closed(now),
        "can_act": can_act,
        "can_cancel": can_act and RFPState.CANCELLED in RFP_TRANSITIONS[RFPState(rfp.state)],
        "problems": rfp_services.problems(rfp, invited, now) if is_draft else [],
        "others": shortlisted(rfp).exclude(pk__in=[one.vendor_id for one in invited])
        if is_draft and can_act
        else [],
        "bounced": [row for row in rows if row.is_bounced],
        **_before_issue(rfp, user, now),
        **_record(rfp, invited),
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
    topics = [topic_of(invitation) for invitation in invited]
    mails = Email.objects.for_user(user).filter(topic__in=topics, kind__in=emails.TO_VENDOR)
    # The newest of each topic remains; one planned for later hides none that is on its way.
    in_order = sorted(
        mails, key=lambda mail: (mail.not_before <= now or mail.attempts > 0, mail.created_at)
    )
    latest = {mail.topic: mail for mail in in_order}
    rows = []
    for invitation in invited:
        mail = latest.get(topic_of(invitation))
        delivery = labels.delivery(mail, rfp.time_zone, now) if mail else None
        rows.append(
            Row(
                invitation=invitation,
                recipient=current(invitation),
                progress=labels.progress(invitation, rfp, now),
                mail=delivery,
                is_bounced=bool(
                    delivery and delivery.icon == labels.BOUNCE and not invitation.revoked_at
                ),
            )
        )
    return rows


def current(invitation) -> Recipient | None:
    """Return the person written to: the live one, or after a revocation the last one."""
    people = list(invitation.recipients.all())
    live = [person for person in people if not person.revoked_at]
    return (live or people or [None])[-1]


def _counts(invited) -> dict[str, int]:
    return {
        "invited": len(invited),
        "intend": sum(one.intent == Intent.INTENDS for one in invited),
        "declined": sum(one.intent == Intent.DECLINED for one in invited),
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


def _record(rfp, invited) -> dict:
    about = Q(object_type=rfp._meta.label_lower, object_id=str(rfp.pk)) | Q(
        object_type=Invitation._meta.label_lower, object_id__in=[str(one.pk) for one in invited]
    )
    events = Event.objects.filter(about, organisation_id=rfp.organisation_id)
    count = events.count()
    return {
        "events": events.order_by("-sequence")[:RECORD_LENGTH],
        "event_count": count,
        "events_left": max(0, count - RECORD_LENGTH),
    }
