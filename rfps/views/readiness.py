"""Gathers what the readiness score looks at, in a flat number of queries."""

from decimal import Decimal

from django.urls import reverse

from rfps import library, planning, readiness
from vendors.models import Capability

WORDS = {
    "detail": "Draft",
    "edit": "Request and dates",
    "rules": "Opening and disclosure",
    "brief": "Facts",
    "questionnaire": "Questionnaire",
    "grid": "Bid grid",
    "criteria": "Criteria",
}


def context(rfp, now) -> dict:
    """Return the score of a draft, and its gaps with links to where they are put right."""
    found = readiness.assess(gather(rfp, now))
    gaps = [
        {
            "gap": gap,
            "url": reverse(f"rfp-{gap.part}", args=[rfp.pk]),
            "place": WORDS[gap.part],
        }
        for gap in found.gaps
    ]
    return {"readiness": found, "gaps": gaps}


def gather(rfp, now) -> readiness.Draft:
    criteria = list(rfp.criterion_set.all())
    return readiness.Draft(
        kind=rfp.kind,
        lots=_lots(rfp),
        word_count=len(rfp.message.split()),
        vendor_count=rfp.invitations.count(),
        question_count=rfp.question_set.count(),
        weight_sum=sum((one.weight for one in criteria), start=Decimal()),
        criterion_count=len(criteria),
        unanchored=sum(not (one.anchors or one.is_price) for one in criteria),
        opener_count=rfp.openers.count(),
        has_terms=bool(rfp.terms),
        has_questions_date=rfp.questions_close_at is not None,
        pace=planning.pace(now, rfp.deadline_at, rfp.time_zone),
    )


def _lots(rfp) -> tuple[readiness.LotDraft, ...]:
    lots = list(rfp.lots.prefetch_related("scope_lines", "gridlines"))
    codes = {code for lot in lots for line in lot.scope_lines.all() for code in line.capabilities}
    scaled = set(
        Capability.objects.filter(pk__in=codes).exclude(scale_unit="").values_list("pk", flat=True)
    )
    facts = [item for item in rfp.briefitem_set.all() if item.value.strip()]
    return tuple(_lot(lot, rfp, scaled, facts) for lot in lots)


def _lot(lot, rfp, scaled: set[str], facts: list) -> readiness.LotDraft:
    lines, priced = list(lot.scope_lines.all()), {one.scope_key for one in lot.gridlines.all()}
    to_size = [line for line in lines if scaled & set(line.capabilities)]
    return readiness.LotDraft(
        name=f"{lot.position}, {lot.title}",
        setting=library.Setting.of_lines(lines, rfp.program.modality),
        stated=frozenset(item.label.lower() for item in facts if item.lot_id in (None, lot.pk)),
        line_count=len(lines),
        to_size=len(to_size),
        unsized=sum(line.quantity is None for line in to_size),
        unpriced=sum(line.key not in priced for line in lines),
        grid_count=len(lot.gridlines.all()),
    )
