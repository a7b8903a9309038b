"""What a vendor is shown of a request: made from the frozen content alone."""

from datetime import datetime

from programs.choices import Priority
from rfps import zones
from rfps.choices import RFPKind
from vendors.choices import Phase


def context(shown: dict, now) -> dict:
    """Return what ``_offer.html`` shows; ``shown`` is the content of a version."""
    deadline_at = datetime.fromisoformat(shown["deadline_at"])
    return {
        "offer": shown,
        "kind": RFPKind(shown["kind"]).label,
        "lots": [_lot(lot) for lot in shown["lots"]],
        "line_count": sum(len(lot["lines"]) for lot in shown["lots"]),
        "deadline": zones.show(deadline_at, shown["time_zone"]),
        "deadline_utc": zones.show(deadline_at, "UTC"),
        "server_time": zones.show(now, shown["time_zone"]),
    }


def _lot(lot: dict) -> dict:
    """Group a lot's lines by phase, in the order of the axis."""
    by_phase = {
        phase: [
            line | {"priority_label": Priority(line["priority"]).label}
            for line in lot["lines"]
            if line["phase"] == phase
        ]
        for phase in Phase
    }
    return {
        "position": lot["position"],
        "title": lot["title"],
        "count": len(lot["lines"]),
        "phases": [(phase, lines) for phase, lines in by_phase.items() if lines],
        "cells": [bool(by_phase[phase]) for phase in Phase],
        "spoken": ", ".join(phase.value for phase in Phase if by_phase[phase]),
    }
