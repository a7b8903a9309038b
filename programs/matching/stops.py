"""
Which sites a gate stops, as bits: a line counts where none is set.

The gates' reasons are the scorer's to give (``matching.gates``); this says the same of every site
of the directory at once. The GxP gate judges lines, so its bit is set with them.
"""

import numpy as np

from programs.choices import GateKind
from programs.matching import store
from programs.matching.store import Brief
from programs.models import Gate
from vendors import lines
from vendors.lines import Lines

BITS = {GateKind.COUNTRY: 1, GateKind.WARNING_LETTER: 2, GateKind.DISQUALIFIED: 4, GateKind.GXP: 8}
GXP = BITS[GateKind.GXP]
ALL = sum(BITS.values())
HIDDEN = ALL + 1  # no gate: the site of a vendor that this sponsor may not match


def of_sites(asking: Brief, known: Lines) -> np.ndarray:
    """Return per site the bits of the gates that stop it, whatever its lines say."""
    may_match = known.open_for(asking.program.organisation_id)
    found = np.uint8(HIDDEN) * ~may_match[known.vendor_of_site]
    for gate in asking.gates:
        if gate.kind in JUDGES:
            is_stopped = JUDGES[gate.kind](gate, asking, known)
            if waived := _waived(asking, gate):
                is_stopped &= ~known.among(waived)[known.vendor_of_site]
            found |= is_stopped * np.uint8(BITS[gate.kind])
    return found


def left(asking: Brief, known: Lines, stop_of_site: np.ndarray, bits: int = ALL) -> np.ndarray:
    """Return the vendors with a site that none of these gates stops, and those without any site."""
    count = len(known.vendor_ids)
    is_left = np.bincount(known.vendor_of_site[stop_of_site & bits == 0], minlength=count) > 0
    has_none = np.bincount(known.vendor_of_site, minlength=count) == 0
    gate = asking.gate(GateKind.DISQUALIFIED)
    if gate is not None and bits & BITS[GateKind.DISQUALIFIED]:
        waived = known.among(_waived(asking, gate))
        has_none &= ~_is_disqualified(asking, known) | waived
    return is_left | has_none


def graded(asking: Brief, known: Lines) -> np.ndarray:
    """Return which vendors' lines are held against the grade."""
    gate = asking.gate(GateKind.GXP)
    if gate is None:
        return np.zeros(len(known.vendor_ids), bool)
    return ~known.among(_waived(asking, gate))


def _waived(asking: Brief, gate: Gate) -> list[int]:
    return [vendor_id for pk, vendor_id in asking.waivers if pk == gate.pk]


def _country(gate: Gate, asking: Brief, known: Lines) -> np.ndarray:
    is_named = np.zeros(2**15, bool)  # a place per country's number, the last for what is none
    is_named[[lines.country(code) for code in gate.parameters.get("countries", [])]] = True
    if gate.parameters.get("mode") == "allow":
        is_named = ~is_named
    is_named[0] = False  # not stated
    return is_named[known.country_of_site]


def _warning_letter(gate: Gate, asking: Brief, known: Lines) -> np.ndarray:
    since = lines.day(store.letters_count_from(asking, gate))
    return known.under_letter(since, lines.day(asking.today))


def _disqualified(gate: Gate, asking: Brief, known: Lines) -> np.ndarray:
    return _is_disqualified(asking, known)[known.vendor_of_site]


def _is_disqualified(asking: Brief, known: Lines) -> np.ndarray:
    vendors = store.disqualified(asking).values_list("vendor_id", flat=True)
    return known.among(list(vendors.order_by()))


JUDGES = {
    GateKind.COUNTRY: _country,
    GateKind.WARNING_LETTER: _warning_letter,
    GateKind.DISQUALIFIED: _disqualified,
}
