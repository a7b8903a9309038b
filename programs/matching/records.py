"""A ranking as plain JSON: for the command, and frozen on a shortlist."""

from decimal import Decimal

from programs.matching import gates
from programs.matching.types import Answer, Asked, Ranking, VendorMatch
from vendors.models import Vendor


def as_json(ranking: Ranking) -> dict:
    """Return the ranking in the shape of ``manage.py match --format json``."""
    return {
        "program": ranking.program.code,
        "package": ranking.name,
        "generated_at": ranking.generated_at.isoformat(),
        "algorithm": ranking.algorithm,
        "needs": [_need(asked) for asked in ranking.needs],
        "vendors": [_vendor(match) for match in ranking.vendors],
    }


def snapshot(ranking: Ranking, vendor: Vendor) -> dict:
    """
    Freeze what a ranking says about one vendor: needs, weights, gates, algorithm, date, result.

    ``result`` is None where the vendor is not in the ranking.
    """
    match = next((match for match in ranking.vendors if match.vendor.pk == vendor.pk), None)
    return {
        "algorithm": ranking.algorithm,
        "generated_at": ranking.generated_at.isoformat(),
        "program": ranking.program.code,
        "package": ranking.name,
        "listed": ranking.listed_count,
        "ranked": ranking.ranked_count,
        "answering": ranking.answering_count,
        "needs": [
            _need(asked)
            | {
                "need": asked.need.pk,
                "slot": asked.need.slot,
                "capabilities": asked.need.capabilities,
                "minimum_evidence": asked.need.minimum_evidence,
                "points": number(asked.possible),
                "serves": asked.serves.value,
            }
            for asked in ranking.needs
        ],
        "gates": [
            {"gate": gate.kind, "label": gates.label(gate), "parameters": gate.parameters}
            for gate in ranking.gates
        ],
        "result": match and _frozen(match),
    }


def number(value: Decimal) -> int | float:
    """Return a JSON number; hundredths survive a float, sums are made before."""
    return int(value) if value == value.to_integral_value() else float(value)


def _need(asked: Asked) -> dict:
    return {
        "no": asked.no,
        "phase": asked.need.phase,
        "label": asked.need.label,
        "priority": asked.need.priority,
        "weight": number(asked.weight),
    }


def _vendor(match: VendorMatch) -> dict:
    return {
        "vendor": match.vendor.name,
        "rank": match.rank,
        "score": number(match.score),
        "best_case": number(match.best_case),
        "coverage_pct": number(match.coverage_pct),
        "gates": [
            {"gate": gate.kind, "passed": gate.passed, "why": gate.why} for gate in match.gates
        ],
        "needs": [_answer(answer) for answer in match.answers],
    }


def _answer(answer: Answer) -> dict:
    return {
        "no": answer.asked.no,
        "state": answer.state.value,
        "evidence": answer.evidence_label.lower() or None,
        "points": number(answer.points),
        "site": answer.site.name if answer.site else None,
    }


def _frozen(match: VendorMatch) -> dict:
    record = _vendor(match)
    for row, answer in zip(record["needs"], match.answers, strict=True):
        row |= {"best_points": number(answer.best_points), "why": answer.why}
    for row, gate in zip(record["gates"], match.gates, strict=True):
        row |= {"label": gate.label, "waiver": gate.waiver}
    return record | {
        "tied": match.is_tied,
        "gaps": [{"text": gap.text, "points": number(gap.points)} for gap in match.gaps],
    }
