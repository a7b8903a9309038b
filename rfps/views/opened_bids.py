"""The opened bids of a request, gathered in a flat number of queries."""

from rfps.bidding import asked
from rfps.changes import touched
from rfps.models import BidPart, BidVersion, PaperBid
from rfps.services import openings
from rfps.views import bid_sheet


def context(rfp, user) -> dict:
    """Return the bids side by side, as far as their envelopes are open, and what to know of each."""
    latest = rfp.versions.last()
    versions = list(
        BidVersion.objects.for_user(user)
        .filter(rfp=rfp)
        .select_related("invitation__vendor", "rfp_version", "submitted_by", "entered_by")
        .prefetch_related("parts")
        .order_by("invitation__vendor__name", "pk")
    )
    papers = {
        paper.invitation_id: paper for paper in PaperBid.objects.for_user(user).filter(rfp=rfp)
    }
    columns = [_column(version, latest, papers) for version in versions]
    waiting = [paper for paper in papers.values() if not paper.entered_at]
    return {
        "columns": columns,
        "tables": bid_sheet.build(latest.content, columns),
        "latest": latest,
        "waiting": waiting,
        "openings": list(rfp.openings.select_related("opened_by")),
        "answered": len(columns),
        "asked": rfp.invitations.filter(sent_at__isnull=False).count(),
    }


def _column(version, latest, papers) -> bid_sheet.Column:
    parts: dict[str, BidPart] = {part.envelope: part for part in version.parts.all()}
    content = {envelope: part.content for envelope, part in parts.items()}
    return bid_sheet.Column(
        version=version,
        vendor=version.invitation.vendor.name,
        technical=content.get("technical"),
        commercial=content.get("commercial"),
        flags=_flags(version, latest, papers.get(version.invitation_id)),
        is_verified=openings.verified(version),
    )


def _flags(version, latest, paper) -> list[tuple[str, str]]:
    flags = []
    if stale := stale_keys(version, latest):
        count = (
            f"{len(stale)} answer{'' if len(stale) == 1 else 's'} or price{'s' * (len(stale) > 1)}"
        )
        flags.append(
            (
                f"Not re-confirmed after the addendum: answers version {version.rfp_version.number}, {count} touched",
                "warn",
            )
        )
    if version.invitation.revoked_at:
        flags.append(("Invitation revoked", "bad"))
    if version.entered_by_id and paper:
        is_confirmed = bool(paper.confirmed_at)
        words = f"confirmed by {paper.confirmed_by}" if is_confirmed else "not confirmed"
        flags.append(
            (f"On paper, typed in by {version.entered_by}, {words}", "" if is_confirmed else "warn")
        )
    return flags


def stale_keys(version, latest) -> frozenset[str]:
    """Return what of a bid an addendum has put in question and its vendor has not confirmed."""
    if version.rfp_version_id == latest.pk:
        return frozenset()
    mine = asked.of(latest.content, version.lots)
    keys = {row["key"] for row in (*mine.questions, *mine.lines)}
    return touched(version.rfp_version.content, latest.content) & keys
