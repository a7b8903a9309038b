"""What programs say by e-mail: one function per message."""

from django.conf import settings

from notifications import outbox
from programs.models import KeptPlan, Program, ShortlistShare


def shortlist_shared(share: ShortlistShare, *, now) -> None:
    """Tell a colleague about a shortlist that was shared with them."""
    shortlist = share.shortlist
    outbox.enqueue(
        kind="shortlist-shared",
        key=f"shortlist-shared:{share.pk}",
        to=share.user.email,
        context={
            "name": str(share.user),
            "from_name": str(share.shared_by),
            "program": shortlist.package.program.code,
            "package": shortlist.package.name,
            "vendors": shortlist.entries.count(),
            "message": share.message,
            "url": settings.SITE_URL + shortlist.get_absolute_url(),
        },
        now=now,
        organisation=share.organisation,
        user=share.user,
        topic=shortlist,
    )


def directory_changed(program: Program, user, found, *, kept: KeptPlan | None, now) -> None:
    """
    Tell one of the team what a change of the directory means for the program.

    :param found: (title, sentences) by package, and for the kept plan
    """
    outbox.enqueue(
        kind="directory-changed",
        key=f"directory-changed:{program.pk}:{now:%Y%m%dT%H%M%S}:{user.pk}",
        to=user.email,
        context={
            "name": str(user),
            "program": program.code,
            "found": found,
            "url": settings.SITE_URL + program.get_absolute_url(),
            "plan_url": kept and f"{settings.SITE_URL}{kept.get_absolute_url()}?compare=today",
        },
        now=now,
        organisation=program.organisation,
        user=user,
        topic=program,
        priority=9,
    )
