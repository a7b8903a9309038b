"""Seed requests: drafted, issued, asked about, answered by their vendors, closed, opened, cancelled."""

from collections.abc import Callable
from datetime import timedelta

from audit import acting
from demo.data.answers import CDA, SYNOPSIS_TITLE
from demo.seeding import bids, prices
from demo.seeding.bids import recipient
from demo.seeding.story import Story
from rfps import library
from rfps.choices import RFPKind
from rfps.models import RFP, Recipient
from rfps.services import access, addenda, answers, asking, invitations, rfp

DECLINED_NOTE = "Our suites are booked until the year after next."
# The dates of a schedule, in days from the deadline.
AROUND = {
    "intent_due_at": -20,
    "questions_close_at": -14,
    "answers_due_at": -10,
    "freeze_at": -7,
    "deadline_at": 0,
    "opening_at": 1,
    "decision_at": 30,
}


def plan(story: Story, sought, shortlist: Callable, users) -> None:
    """Plan one request and what happens to it; ``shortlist`` finds the list when it is time."""
    by = users[sought.by]
    made: list[RFP] = []

    def create(at):
        template = library.get(sought.template)
        made.append(
            rfp.create(
                shortlists=[shortlist()],
                by=by,
                data=fields(story, sought, shortlist(), by),
                now=at,
                writings=[template.content] if template else (),
                opened_by=[users[name] for name in sought.opened_by.split()],
            )
        )
        if sought.rates:
            prices.publish(made[0], by, at)
            prices.set_rates(made[0], sought.rates, by, at)

    story.add(create, days_ago=sought.created_days_ago)
    if sought.issued_days_ago is not None:
        story.add(lambda at: rfp.issue(rfp=made[0], by=by, now=at), days_ago=sought.issued_days_ago)
        story.add_post(days_ago=sought.issued_days_ago)
    plan_answers(story, sought, made)
    plan_questions(story, sought, made, by)
    bids.plan(story, sought, made, users)
    if sought.rates and sought.is_opened and not sought.decision:
        story.add(lambda _: prices.clarify(made[0], by), days_ago=0, hours=bids.AT_THE_END)
    if sought.cancelled_days_ago is not None:
        story.add(
            lambda at: rfp.cancel(rfp=made[0], reason=sought.cancel_reason, by=by, now=at),
            days_ago=sought.cancelled_days_ago,
        )


def fields(story: Story, sought, shortlist, by) -> dict:
    due = deadline(story, sought)
    known = {
        "title": sought.title,
        "kind": RFPKind(sought.kind),
        "message": sought.message,
        "time_zone": by.time_zone,
        "currencies": sought.currencies.split(),
        **{name: due + timedelta(days=days) for name, days in AROUND.items()},
    }
    if sought.needs_cda:
        known |= {
            "needs_cda": True,
            "blinded_title": SYNOPSIS_TITLE,
            "synopsis": shortlist.package.program.blinded_synopsis,
            "cda_text": CDA,
        }
    return known


def deadline(story: Story, sought):
    at = story.now + timedelta(days=sought.deadline_in_days)
    return at.replace(hour=15, minute=0, second=0, microsecond=0)


def plan_answers(story: Story, sought, made: list[RFP]) -> None:
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


def plan_questions(story: Story, sought, made: list[RFP], by) -> None:
    for vendor, asked, published, answer, days_ago in sought.questions:
        enquiries = []

        def ask(at, vendor=vendor, asked=asked, enquiries=enquiries):
            person = recipient(made[0], vendor)
            with acting.as_invitation(rfp_id=made[0].pk, invitation_id=person.invitation_id):
                enquiry = asking.ask(recipient=person, text=asked, now=at)
            enquiries.append(enquiry)

        def publish(at, published=published, answer=answer, enquiries=enquiries):
            answers.publish(
                rfp=made[0], enquiries=enquiries, question=published, text=answer, by=by, now=at
            )

        story.add(ask, days_ago=days_ago)
        if answer:
            story.add(publish, days_ago=days_ago, hours=3)
        story.add_post(days_ago=days_ago)
    if sought.addendum:
        note, message, days_ago = sought.addendum

        def issue(at):
            words = f"{made[0].message} {message}"
            changed = rfp.edit(rfp=made[0], data={"message": words}, by=by, now=at)
            addenda.issue(rfp=changed, note=note, dates={}, by=by, now=at)

        story.add(issue, days_ago=days_ago)
        story.add_post(days_ago=days_ago)


def give(answer: str, by: Recipient, at) -> None:
    """Let a vendor's person do what the story says: read, intend, or decline with a reason."""
    move, _, reason = answer.partition(": ")
    invitation = by.invitation
    with acting.as_invitation(rfp_id=invitation.rfp_id, invitation_id=invitation.pk):
        access.enter(recipient=by, now=at)
        if move == "intends":
            invitations.declare_intent(recipient=by, now=at)
        elif move == "declines":
            invitations.decline(recipient=by, reason=reason, note=DECLINED_NOTE, now=at)
