"""Seed what a team has decided: a partner plan that it keeps, and a vendor that it signs off."""

from demo.seeding.story import Story
from programs.models import Program
from programs.plans import drawing, records
from programs.plans.wish import Wish
from programs.services import plans, selection

PROGRAM = "AUR-114"
PACKAGES = ("Conjugate and drug product", "Testing", "Supply")
WHY_THIS_PLAN = (
    "Substance, conjugate and vial stay at one partner up to launch, so the one process that is hard "
    "to move never moves. Testing apart from making was asked for by quality."
)
WHY_THIS_VENDOR = "Two programs delivered on time; the conjugation suite was inspected last year."


def plan(story: Story, *, users) -> None:
    story.add(lambda at: keep(users["tomas"], at), days_ago=4)
    story.add(lambda at: sign(users["mina"], at), days_ago=4, hours=1)


def keep(by, at) -> None:
    program = Program.objects.get(code=PROGRAM)
    chosen = program.packages.filter(name__in=PACKAGES).values_list("pk", flat=True)
    wish = Wish(packages=tuple(chosen))
    seen = records.fingerprint(drawing.draw(program, wish, now=at))
    plans.keep(
        program=program, wish=wish, chosen="best", seen=seen, reason=WHY_THIS_PLAN, by=by, now=at
    )


def sign(by, at) -> None:
    entries = Program.objects.get(code=PROGRAM).packages.get(name=PACKAGES[0]).shortlist.entries
    selection.sign_off(entry=entries.first(), reason=WHY_THIS_VENDOR, by=by, now=at)
