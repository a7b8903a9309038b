"""What vendors read: the content of an RFP as one JSON document, and its fingerprint."""

import hashlib
import json
from datetime import UTC

from vendors.models import Capability


def build(rfp) -> dict:
    """
    Return what an issue freezes: sponsor, title, message, deadline, currencies, lots and lines.

    Times are ISO 8601 in UTC beside the zone they were set in, quantities decimal strings. It holds
    no program, no vendor and no id but the stable keys of the lines.
    """
    lots = list(rfp.lots.prefetch_related("scope_lines"))
    names = leaf_names(line for lot in lots for line in lot.scope_lines.all())
    return {
        "number": rfp.number,
        "kind": rfp.kind,
        "sponsor": rfp.organisation.name,
        "title": rfp.title,
        "message": rfp.message,
        "deadline_at": rfp.deadline_at.astimezone(UTC).isoformat(),
        "time_zone": rfp.time_zone,
        "currencies": list(rfp.currencies),
        "lots": [
            {
                "position": lot.position,
                "title": lot.title,
                "lines": [_line(line, names) for line in lot.scope_lines.all()],
            }
            for lot in lots
        ],
    }


def _line(line, names: dict[str, str]) -> dict:
    return {
        "key": str(line.key),
        "position": line.position,
        "label": line.label,
        "capabilities": [
            {"code": code, "name": names.get(code, code)} for code in line.capabilities
        ],
        "phase": line.phase,
        "quantity": None if line.quantity is None else f"{line.quantity.normalize():f}",
        "unit": line.unit,
        "priority": line.priority,
        "note": line.note,
    }


def leaf_names(lines) -> dict[str, str]:
    """Return the labels of the leaves the lines name, by code."""
    codes = {code for line in lines for code in line.capabilities}
    return dict(Capability.objects.filter(pk__in=codes).values_list("code", "label"))


def fingerprint(content: dict) -> str:
    """Return the SHA-256 of the content's canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
