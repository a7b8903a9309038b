"""
The gates of several packages as those of one match: of each kind the strictest holds.

A waiver holds where every package that sets the gate has waived it for the vendor.
"""

from collections import defaultdict
from collections.abc import Sequence

from programs.choices import GateKind
from programs.models import Gate, Waiver, WorkPackage

DEFAULT_YEARS = 3


def gates(packages: Sequence[WorkPackage]) -> tuple[list[Gate], dict[tuple[int, int], str]]:
    """Return the gates, and the reasons of the waivers by gate and vendor."""
    by_kind = defaultdict(list)
    for gate in Gate.objects.filter(package__in=packages).order_by("pk"):
        by_kind[gate.kind].append(gate)
    reasons = defaultdict(dict)
    for waiver in Waiver.objects.filter(gate__package__in=packages).order_by("pk"):
        reasons[waiver.gate_id][waiver.vendor_id] = waiver.reason
    merged, waivers = [], {}
    for kind, alike in by_kind.items():
        gate = alike[0] if len(alike) == 1 else _strictest(kind, alike)
        merged.append(gate)
        waived = set.intersection(*(set(reasons[each.pk]) for each in alike))
        for vendor_id in waived:
            said = dict.fromkeys(reasons[each.pk][vendor_id] for each in alike)
            waivers[gate.pk, vendor_id] = "; ".join(said)
    return merged, waivers


def _strictest(kind: str, alike: list[Gate]) -> Gate:
    """Return a gate that stands for several; it is not saved, and waived by the first one's id."""
    parameters = {}
    if kind == GateKind.WARNING_LETTER:
        parameters = {"years": max(g.parameters.get("years", DEFAULT_YEARS) for g in alike)}
    elif kind == GateKind.COUNTRY:
        parameters = _countries([gate.parameters for gate in alike])
    first = alike[0]
    return Gate(pk=first.pk, package=first.package, kind=kind, parameters=parameters)


def _countries(all_parameters: list[dict]) -> dict:
    """Accept what every package accepts; with no list of accepted ones, exclude what any excludes."""
    allowed, excluded = [], set()
    for parameters in all_parameters:
        named = set(parameters.get("countries", []))
        if parameters.get("mode") == "allow":
            allowed.append(named)
        else:
            excluded |= named
    if not allowed:
        return {"mode": "exclude", "countries": sorted(excluded)}
    return {"mode": "allow", "countries": sorted(set.intersection(*allowed) - excluded)}
