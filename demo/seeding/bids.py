"""
Seed bids: drafted, submitted, sealed, on paper, opened.

The database's own clock rules here, and it cannot be told a story: bids come in now, and the
deadline comes to the clock.
"""

import random
from contextlib import contextmanager
from datetime import timedelta

from audit import acting
from demo.data import answers
from demo.seeding import awards, scores
from demo.seeding.story import Story
from rfps import clock
from rfps.bidding import asked, draft
from rfps.choices import AnswerType, PriceState
from rfps.models import RFP, Recipient
from rfps.services import (
    access,
    bids,
    disclosure,
    drafts,
    evaluation,
    invitations,
    openings,
    paper,
)

DEAR, CHEAP = 180_000, 4_000  # what a line costs, between these
AT_THE_END = 24  # hours: later than now, which is when the story ends


def plan(story: Story, sought, made: list[RFP], users) -> None:
    """Plan the bids of a request, and what becomes of them: all by the clock, so at the very end."""
    by, moves = users[sought.by], []
    for vendor, factor, move in sought.bids:
        moves.append(
            lambda _, vendor=vendor, factor=factor, move=move: bring(
                move, recipient(made[0], vendor), factor, by
            )
        )
    if sought.is_closed:
        moves.append(lambda _: close(made[0]))
    if sought.is_opened:
        openers = [users[name] for name in sought.opened_by.split()]
        moves.append(lambda _: open_bids(made[0], openers, sought.minimum))
        moves.append(lambda _: scores.bring(made[0], sought.panel, users))
    if sought.decision:
        signer = users[sought.signed_by]
        moves.append(lambda _: awards.decide(made[0], sought.decision, by, signer))
    for move in moves:
        story.add(move, days_ago=0, hours=AT_THE_END)


def recipient(request: RFP, vendor: str) -> Recipient:
    """Return the vendor's person; a number stands for the place on the shortlist, by name."""
    people = Recipient.objects.select_related("invitation__rfp", "invitation__vendor").filter(
        invitation__rfp=request
    )
    if vendor.isdigit():
        return people.order_by("invitation__vendor__name")[int(vendor) - 1]
    return people.get(invitation__vendor__name=vendor)


@contextmanager
def in_time(request: RFP):
    """Hold the deadline off while a bid comes in: the story may be told on a later day."""
    due = request.deadline_at
    RFP.objects.filter(pk=request.pk).update(deadline_at=max(due, clock.now() + timedelta(hours=1)))
    request.refresh_from_db(fields=["deadline_at"])
    yield
    RFP.objects.filter(pk=request.pk).update(deadline_at=due)


def bring(move: str, by, factor: float, buyer) -> None:
    with in_time(by.invitation.rfp):
        give(move, by, factor, buyer, clock.now())


def give(move: str, by, factor: float, buyer, at) -> None:
    invitation = by.invitation
    if move == "on paper":
        with acting.as_organisation(invitation.organisation_id):
            paper.log(
                rfp=invitation.rfp,
                invitation=invitation,
                received_at=at - timedelta(hours=4),
                note="By courier, one sealed envelope",
                by=buyer,
            )
        return
    with acting.as_invitation(rfp_id=invitation.rfp_id, invitation_id=invitation.pk):
        access.enter(recipient=by, now=at)
        version = disclosure.open_newest(recipient=by, now=at)
        if not invitation.intent:
            invitations.declare_intent(recipient=by, now=at)
        move, _, currency = move.partition(" in ")
        raw = written(version, invitation.vendor.name, factor, at, is_whole=move == "submits")
        raw |= {"currency": currency} if currency else {}
        row = drafts.save(recipient=by, typed=raw, revision=0, version=version, now=at)
        if move == "submits":
            bids.submit(recipient=by, revision=row.revision, version_number=version.number)


def written(version, vendor: str, factor: float, at, *, is_whole: bool) -> dict:
    """Return a draft that answers everything but files, or the first half of it."""
    dice = random.Random(f"{vendor}, {version.content['title']}")  # noqa: S311 - repeatable
    positions = asked.positions(version.content)
    wanted = asked.of(version.content, positions)
    questions = [one for one in wanted.questions if one["type"] != AnswerType.FILE]
    if not is_whole:
        questions = questions[: len(questions) // 2]
    return draft.empty(version.number) | {
        "lots": [str(place) for place in positions],
        "currency": version.content["currencies"][0],
        "answers": {one["key"]: answer(one, dice, at) for one in questions},
        "prices": {line["key"]: price(line, dice, factor, is_whole) for line in wanted.lines},
        "assumptions": "\n".join(answers.ASSUMPTIONS[: dice.randint(1, 3)]),
        "exclusions": "\n".join(answers.EXCLUSIONS[: dice.randint(0, 2)]),
        "team": [dict(zip(("name", "role", "share"), row, strict=True)) for row in answers.TEAM],
        "timeline": [
            {"task": task, "start": day(at, start), "end": day(at, end)}
            for task, start, end in answers.TIMELINE
        ],
    }


def answer(question: dict, dice, at):
    """Return a raw answer of the question's type."""
    kind = question["type"]
    if kind == AnswerType.TABLE:
        return [[cell(column, dice) for column in question["options"]] for _ in range(2)]
    if kind == AnswerType.TEXT and question["fact"]:
        return answers.AS_KNOWN
    if kind == AnswerType.CHOICE:
        return dice.choice(question["options"])
    if kind == AnswerType.YES_NO:
        return dice.choice(("yes", "yes", "yes", "no"))
    if kind == AnswerType.NUMBER:
        return str(dice.randint(4, 96))
    return day(at, dice.randint(60, 160)) if kind == AnswerType.DATE else dice.choice(answers.TEXTS)


def cell(column: str, dice) -> str:
    return dice.choice(next(found for word, found in answers.CELLS if word in column.lower()))


def price(line: dict, dice, factor: float, is_whole: bool) -> dict:
    state = dice.choices(
        (PriceState.PRICED, PriceState.INCLUDED, PriceState.EXCLUDED, PriceState.NOT_PRICED),
        (16, 2, 1, 1),
    )[0]
    if not is_whole and dice.random() < 0.4:
        return {"state": "", "price": "", "note": ""}
    if state != PriceState.PRICED:
        return {"state": state, "price": "", "note": ""}
    amount = round(usual(line["label"]) * factor * dice.uniform(0.9, 1.1), -2)
    return {"state": state, "price": f"{amount:.2f}", "note": ""}


def usual(label: str) -> int:
    """Return what a line costs: much the same with everybody, so the label sets it."""
    return random.Random(label).randint(CHEAP, DEAR)  # noqa: S311 - repeatable


def day(at, days: int) -> str:
    return f"{at + timedelta(days=days):%Y-%m-%d}"


def close(request: RFP) -> None:
    request.refresh_from_db(fields=["deadline_at"])
    RFP.objects.filter(pk=request.pk).update(deadline_at=min(request.deadline_at, clock.now()))


def open_bids(request: RFP, openers, minimum: int | None) -> None:
    rules = {"aggregation": "mean", "is_two_step": minimum is not None, "minimum": minimum}
    with acting.as_organisation(request.organisation_id):
        evaluation.set_rules(rfp=request, data=rules, by=openers[0], now=clock.now())
        for opener in openers:
            openings.agree(rfp=request, by=opener)
