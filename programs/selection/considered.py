"""Who else was considered: how the field was narrowed, and the best vendors not on the shortlist."""

from collections.abc import Iterable

from django.utils import timezone

from programs.matching.types import Ranking, VendorMatch
from programs.selection.document import Section, Table
from vendors.models import Vendor

TITLE = "Considered, not shortlisted"
NAMED = 20  # vendors
GAPS = 3  # of a vendor, those that cost most


def section(ranking: Ranking, shortlisted: Iterable[Vendor]) -> Section:
    """
    Say who stands beside the shortlisted in a ranking, and what keeps each behind.

    Vendors with nothing on file about any need are counted, not named.
    """
    chosen = {vendor.pk for vendor in shortlisted}
    others = [match for match in ranking.vendors if match.vendor.pk not in chosen and match.speaks]
    day = f"{timezone.localtime(ranking.generated_at):%-d %b %Y}"
    steps = "; ".join(f"{step.label} {step.count:,}" for step in ranking.funnel)
    sentences = [f"The directory as matched on {day}, method {ranking.algorithm}: {steps}."]
    if not others:
        sentences.append("No other vendor has anything on file about these needs.")
        return Section(TITLE, sentences)
    rows = [_row(match) for match in others[:NAMED]]
    head = ["Vendor", "Rank", "Sure", "Possible", "Met\u00a0%", "What is missing"]
    return Section(TITLE, sentences, [Table(TITLE, head, rows, [4, 1, 1, 1, 1, 8])])


def _row(match: VendorMatch) -> list:
    return [
        match.vendor.name,
        match.rank,
        match.score,
        match.best_case,
        match.coverage_pct,
        " ".join(_reasons(match)),
    ]


def _reasons(match: VendorMatch) -> list[str]:
    if match.stopped_by:
        return [f"Gate “{gate.label}”: {gate.why}." for gate in match.stopped_by]
    return [gap.text for gap in match.gaps[:GAPS]]
