"""What programs say by e-mail: one function per message."""

from django.conf import settings

from notifications import outbox
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
