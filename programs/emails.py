"""What programs say by e-mail: one function per message."""

from django.conf import settings

from notifications import kinds, outbox
from programs.models import ShortlistShare


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


kinds.register(
    kinds.Kind("shortlist-shared", "A shortlist is shared with you", _sample, may_digest=True)
)
