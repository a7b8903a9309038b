"""Writing a template's content into a lot: what is there already stays and comes no second time."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from audit import services as audit
from rfps import library
from rfps.choices import RFPKind
from rfps.models import BriefItem, Criterion, GridLine, Question, Section
from rfps.services import grid, states


@transaction.atomic
def fill(*, lot, content: dict, by, now) -> None:
    """
    Write a template into a lot of a draft.

    :raises RFPError: once it is no draft
    """
    rfp = states.lock_draft(lot.rfp)
    before = _count(rfp)
    apply(lot=lot, content=content)
    added = _count(rfp) - before
    audit.record(
        verb="template.applied",
        target=rfp,
        summary=f"{rfp.number}: {added} row{'' if added == 1 else 's'} of a template for {lot}"[
            :500
        ],
        by=by,
        now=now,
        lot=lot.position,
    )


def apply(*, lot, content: dict) -> None:
    """
    Write the facts, sections and grid lines that a lot lacks; criteria and terms where none are.

    What a built-in template states for certain phases, modalities or leaves comes only with them.
    """
    rfp, owner = lot.rfp, {"organisation_id": lot.organisation_id, "rfp_id": lot.rfp_id}
    _write_facts(lot, content["brief"], owner)
    grid.propose(lot=lot)
    _write_grid(lot, content["grid"], owner)
    _write_sections(lot, content["sections"], owner)
    _write_criteria(rfp, content["criteria"])
    if content["terms"] and not rfp.terms:
        rfp.terms = content["terms"]
        rfp.save(update_fields=["terms"])


def complete(*, rfp) -> None:
    """Propose criteria where a draft has none and needs them."""
    if rfp.kind != RFPKind.RFI:
        _write_criteria(rfp, library.common()["criteria"])


def _write_facts(lot, facts: list[dict], owner: dict) -> None:
    setting = library.Setting.of_lines(lot.scope_lines.all(), lot.rfp.program.modality)
    there = set(lot.briefitems.values_list("label", flat=True))
    wanted = [one for one in library.concerning(facts, setting) if one["label"] not in there]
    BriefItem.objects.bulk_create(
        BriefItem(
            **owner,
            lot=lot,
            position=place,
            **{name: item.get(name, "") for name in ("group", "label", "value", "effect")},
            is_required=item["is_required"],
        )
        for place, item in enumerate(wanted, start=_next(lot.rfp.briefitem_set))
    )


def _write_grid(lot, lines: list[dict], owner: dict) -> None:
    there = set(lot.gridlines.values_list("label", flat=True))
    wanted = [line for line in lines if line["label"] not in there]
    GridLine.objects.bulk_create(
        GridLine(
            **owner,
            lot=lot,
            position=place,
            label=line["label"],
            quantity=Decimal(line["quantity"]),
            unit=line["unit"],
            is_optional=line.get("is_optional", False),
            note=line.get("note", ""),
        )
        for place, line in enumerate(wanted, start=_next(lot.rfp.gridline_set))
    )


def _write_sections(lot, sections: list[dict], owner: dict) -> None:
    """Write the sections with their questions; a common one belongs to the whole request."""
    there = set(lot.rfp.section_set.values_list("title", "lot"))
    for section in sections:
        of = None if section["is_common"] else lot
        if (section["title"], of and of.pk) in there:
            continue
        written = Section.objects.create(
            **owner,
            lot=of,
            position=_next(lot.rfp.section_set),
            title=section["title"],
            envelope=section["envelope"],
        )
        Question.objects.bulk_create(
            Question(**owner, section=written, position=place, **question)
            for place, question in enumerate(
                section["questions"], start=_next(lot.rfp.question_set)
            )
        )


def _write_criteria(rfp, criteria: list[dict]) -> None:
    if rfp.criterion_set.exists():
        return
    Criterion.objects.bulk_create(
        Criterion(
            organisation_id=rfp.organisation_id,
            rfp=rfp,
            position=place,
            **one
            | {
                "weight": Decimal(one["weight"]),
                "minimum": None if one["minimum"] is None else Decimal(one["minimum"]),
            },
        )
        for place, one in enumerate(criteria, start=1)
    )


def _next(rows) -> int:
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _count(rfp) -> int:
    models = (BriefItem, GridLine, Section, Question, Criterion)
    return sum(model.objects.filter(rfp=rfp).count() for model in models)
