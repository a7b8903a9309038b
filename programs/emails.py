"""What programs say by e-mail: one function per message."""

from django.conf import settings

from notifications import kinds, outbox
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


def _sample() -> dict:
    return {
        "name": "Mina Keller",
        "from_name": "Tomas Lindqvist",
        "program": "AUR-114",
        "package": "Drug product",
        "vendors": 3,
        "message": "I would ask these three first.",
        "url": settings.SITE_URL + "/programs/",
    }


def _sample_change() -> dict:
    moved = "Fernhollow Biologics is now third: its certificate runs out before Phase 1."
    return {
        "name": "Mina Keller",
        "program": "AUR-114",
        "found": [("Drug product", [moved])],
        "url": settings.SITE_URL + "/programs/",
        "plan_url": settings.SITE_URL + "/programs/",
    }


kinds.register(
    kinds.Kind("shortlist-shared", "A shortlist is shared with you", _sample, may_digest=True),
    kinds.Kind("directory-changed", "The directory has changed", _sample_change, may_digest=True),
)
