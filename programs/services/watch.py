"""Tell a program's team what a change of the directory means for it: one digest, once."""

import logging

from django.db import transaction

from accounts.models import User
from audit import acting
from programs import emails, watching
from programs.models import Program, ProgramWatch

log = logging.getLogger(__name__)


def sweep(*, now) -> int:
    """
    Look at every program that has needs.

    One program that cannot be looked at is logged, and does not keep the others from their digest.

    :return: how many teams were told something
    """
    with acting.as_system():
        programs = Program.objects.filter(needs__isnull=False).distinct()
        ids = list(programs.order_by("pk").values_list("pk", "organisation_id"))
    told = 0
    for pk, organisation_id in ids:
        try:
            with acting.as_organisation(organisation_id):
                told += watch(program=Program.objects.get(pk=pk), now=now)
        except Exception:
            log.exception("The watch could not look at program %s", pk)
    return told


@transaction.atomic
def watch(*, program: Program, now) -> bool:
    """
    Compare what the directory says with what it said last time, and mail the team what changed.

    The first look, and one after the team itself has changed what is asked, only remembers. Two
    workers cannot tell the same twice: the row is locked, and the e-mails are keyed by the look.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    kept = program.kept_plans.first()
    asked = watching.asked(program, kept)
    seen = watching.look(program, kept, now=now)
    last = ProgramWatch.objects.filter(program=program).first()
    found = []
    if last and last.asked == asked:
        found = watching.differences(last.seen, seen, kept.chosen if kept else "")
    ProgramWatch.objects.update_or_create(
        program=program,
        defaults={
            "organisation_id": program.organisation_id,
            "asked": asked,
            "seen": seen,
            "seen_at": now,
        },
    )
    if found:
        for user in team(program):
            emails.directory_changed(program, user, found, kept=kept, now=now)
    return bool(found)


def team(program: Program) -> list[User]:
    """Return who is told: the team and who registered it, as far as they still see the program."""
    people = User.objects.filter(pk__in=program.members.values("user"))
    if program.created_by_id:
        people |= User.objects.filter(pk=program.created_by_id)
    seeing = Program.objects.filter(pk=program.pk)
    return [
        user
        for user in people.filter(is_active=True).order_by("pk").distinct()
        if seeing.open_to(user).exists()
    ]
