"""What vendors read: the content of an RFP as one JSON document, and its fingerprint."""

import hashlib
import json
from collections import defaultdict
from datetime import UTC

from rfps.choices import Currency, PriceFormula, Stage
from rfps.models import DocumentVersion, PriceRule
from vendors.models import Capability

SCHEDULE = (
    "intent_due_at",
    "questions_close_at",
    "answers_due_at",
    "freeze_at",
    "opening_at",
    "decision_at",
)

# What a vendor may read before its CDA, beside the documents of that stage.
BLINDED = (
    *("number", "kind", "needs_cda", "blinded_title", "synopsis", "cda_text"),
    *("deadline_at", "time_zone", "schedule", "currencies"),
)


def build(rfp) -> dict:
    """
    Return what an issue freezes: the words, the schedule, and per lot what is asked.

    Times are ISO 8601 in UTC beside the zone they were set in, quantities and weights decimal
    strings. What belongs to no single lot stands beside ``lots`` under the same names: ``brief``,
    ``sections``. It holds no program, no vendor, and no id but the stable keys.
    """
    lots = list(rfp.lots.prefetch_related("scope_lines", "gridlines"))
    anchors = {one.lot_id: one for one in rfp.price_anchors.all()}
    names = leaf_names(line for lot in lots for line in lot.scope_lines.all())
    brief = _by_lot(rfp.briefitem_set.all(), _brief_item)
    sections = _by_lot(rfp.section_set.prefetch_related("questions"), _section)
    return {
        "number": rfp.number,
        "kind": rfp.kind,
        "sponsor": rfp.organisation.name,
        "title": rfp.title,
        "message": rfp.message,
        "terms": rfp.terms,
        "needs_cda": rfp.needs_cda,
        "blinded_title": rfp.blinded_title,
        "synopsis": rfp.synopsis,
        "cda_text": rfp.cda_text,
        **dates(rfp),
        "currencies": list(rfp.currencies),
        "pricing": pricing_written(rfp),
        "brief": brief[None],
        "sections": sections[None],
        "lots": [
            {
                "position": lot.position,
                "title": lot.title,
                "lines": [_line(line, names) for line in lot.scope_lines.all()],
                "brief": brief[lot.pk],
                "sections": sections[lot.pk],
                "grid": [_grid_line(line) for line in lot.gridlines.all()],
                "price_anchors": _price_anchors(anchors.get(lot.pk)),
            }
            for lot in lots
        ],
        "criteria": [_criterion(one) for one in rfp.criterion_set.all()],
        "documents": [_document(one) for one in _current_files(rfp)],
    }


def dates(rfp) -> dict:
    """Return the dates in force; they change with an addendum alone."""
    return {
        "deadline_at": _instant(rfp.deadline_at),
        "time_zone": rfp.time_zone,
        "schedule": {name: _instant(getattr(rfp, name)) for name in SCHEDULE},
    }


def pricing_written(rfp) -> dict:
    """Return the price formula and the currency of comparison of the working copy."""
    rule = PriceRule.objects.filter(rfp=rfp).first()
    return {
        "formula": rule.formula if rule else PriceFormula.ANCHORED.value,
        "currency": rule.currency if rule else _first(rfp.currencies),
    }


def pricing(content: dict) -> dict:
    """Return the formula and the currency of comparison of a version, of an old one by default."""
    default = {"formula": PriceFormula.ANCHORED.value, "currency": _first(content["currencies"])}
    return content.get("pricing", default)


def blinded(content: dict) -> dict:
    """Return what may be read before the CDA: not who asks, nor for what in particular."""
    early = [one for one in content["documents"] if one["stage"] == Stage.SYNOPSIS]
    return {name: content[name] for name in BLINDED} | {"documents": early}


def _instant(moment) -> str | None:
    return moment and moment.astimezone(UTC).isoformat()


def _first(currencies: list[str]) -> str:
    return currencies[0] if currencies else Currency.EUR.value


def _number(value) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _by_lot(rows, frozen) -> dict[int | None, list[dict]]:
    found = defaultdict(list)
    for row in rows:
        found[row.lot_id].append(frozen(row))
    return found


def _price_anchors(anchors) -> dict:
    return {name: anchors and _number(getattr(anchors, name)) for name in ("full_at", "none_at")}


def _line(line, names: dict[str, str]) -> dict:
    return {
        "key": str(line.key),
        "position": line.position,
        "label": line.label,
        "capabilities": [
            {"code": code, "name": names.get(code, code)} for code in line.capabilities
        ],
        "phase": line.phase,
        "quantity": _number(line.quantity),
        "unit": line.unit,
        "priority": line.priority,
        "note": line.note,
    }


def _brief_item(item) -> dict:
    return {"key": str(item.key), "group": item.group, "label": item.label, "value": item.value}


def _section(section) -> dict:
    return {
        "key": str(section.key),
        "title": section.title,
        "envelope": section.envelope,
        "questions": [
            {
                "key": str(question.key),
                "text": question.text,
                "help": question.help,
                "type": question.type,
                "options": list(question.options),
                "unit": question.unit,
                "is_mandatory": question.is_mandatory,
                "fact": question.fact,
            }
            for question in section.questions.all()
        ],
    }


def _grid_line(line) -> dict:
    return {
        "key": str(line.key),
        "label": line.label,
        "quantity": _number(line.quantity),
        "unit": line.unit,
        "is_optional": line.is_optional,
        "scope_key": line.scope_key and str(line.scope_key),
        "note": line.note,
    }


def _criterion(criterion) -> dict:
    return {
        "key": str(criterion.key),
        "name": criterion.name,
        "help": criterion.help,
        "weight": _number(criterion.weight),
        "envelope": criterion.envelope,
        "anchors": criterion.anchors,
        "is_price": criterion.is_price,
        "is_gate": criterion.is_gate,
        "minimum": _number(criterion.minimum),
    }


def _current_files(rfp):
    """Return the newest version of each document that is not removed, without the bytes."""
    versions = DocumentVersion.objects.without_content().select_related("document")
    newest = {
        version.document_id: version
        for version in versions.filter(document__rfp=rfp, document__is_removed=False).order_by(
            "document__title", "document_id", "number"
        )
    }
    return newest.values()


def _document(version) -> dict:
    return {
        "id": str(version.document_id),
        "title": version.document.title,
        "kind": version.document.kind,
        "stage": version.document.stage,
        "version": version.number,
        "name": version.name,
        "media_type": version.media_type,
        "size": version.size,
        "sha256": version.sha256,
    }


def leaf_names(lines) -> dict[str, str]:
    """Return the labels of the leaves the lines name, by code."""
    codes = {code for line in lines for code in line.capabilities}
    return dict(Capability.objects.filter(pk__in=codes).values_list("code", "label"))


def fingerprint(content: dict) -> str:
    """Return the SHA-256 of the content's canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
