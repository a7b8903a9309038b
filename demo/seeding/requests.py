"""Seed requests: drafted, issued, answered by their vendors, cancelled."""

from collections.abc import Callable
from datetime import timedelta

from demo.seeding.story import Story
from rfps.choices import RFPKind
from rfps.models import RFP, Recipient
from rfps.services import access, invitations, rfp

DECLINED_NOTE = "Our suites are booked until the year after next."


def plan(story: Story, sought, shortlist: Callable, users) -> None:
    """Plan one request and what happens to it; ``shortlist`` finds the list when it is time."""
    by = users[sought.by]
    made: list[RFP] = []

    def create(at):
        data = {
            "title": sought.title,
            "kind": RFPKind(sought.kind),
            "message": sought.message,
            "deadline_at": deadline(story, sought),
            "time_zone": by.time_zone,
            "currencies": sought.currencies.split(),
        }
        made.append(rfp.create(shortlists=[shortlist()], by=by, data=data, now=at))

    story.add(create, days_ago=sought.created_days_ago)
    if sought.issued_days_ago is not None:
        story.add(lambda at: rfp.issue(rfp=made[0], by=by, now=at), days_ago=sought.issued_days_ago)
        story.add_post(days_ago=sought.issued_days_ago)
    for vendor, answer, days_ago in sought.answers:
        story.add(
            lambda at, vendor=vendor, answer=answer: give(answer, recipient(made[0], vendor), at),
            days_ago=days_ago,
        )
        story.add_post(days_ago=days_ago)
    for vendor, in_days in sought.reminders:
        answered = next(days_ago for name, _, days_ago in sought.answers if name == vendor)
        story.add(
            lambda at, vendor=vendor, in_days=in_days: invitations.remind_me(
                recipient=recipient(made[0], vendor), at=story.now + timedelta(days=in_days), now=at
            ),
            days_ago=answered,
            hours=0.1,
        )
    if sought.cancelled_days_ago is not None:
        story.add(
            lambda at: rfp.cancel(rfp=made[0], reason=sought.cancel_reason, by=by, now=at),
            days_ago=sought.cancelled_days_ago,
        )


def deadline(story: Story, sought):
    at = story.now + timedelta(days=sought.deadline_in_days)
    return at.replace(hour=15, minute=0, second=0, microsecond=0)


def recipient(request: RFP, vendor: str) -> Recipient:
    return Recipient.objects.select_related("invitation__rfp", "invitation__vendor").get(
        invitation__rfp=request, invitation__vendor__name=vendor
    )


def give(answer: str, by: Recipient, at) -> None:
    """Let a vendor's person do what the story says: read, intend, or decline with a reason."""
    move, _, reason = answer.partition(": ")
    if move == "reads":
        access.enter(recipient=by, now=at)
    elif move == "intends":
        invitations.declare_intent(recipient=by, now=at)
    else:
        invitations.decline(recipient=by, reason=reason, note=DECLINED_NOTE, now=at)
