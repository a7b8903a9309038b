"""
Gates: pass or fail, judged on sites.

Only what is on record stops a site; what is unknown passes and is named. A vendor fails when no
site of it is left, and a waiver lifts a gate for one vendor.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from programs.choices import GateKind
from programs.matching import grades, words
from programs.matching.merging import DEFAULT_YEARS
from programs.matching.onfile import Facts
from programs.matching.store import Brief
from programs.matching.types import GateResult, Verdict
from programs.models import Gate
from vendors.choices import CertificateScheme, Grade
from vendors.models import Certificate, Site, Vendor

GMP_SCHEMES = {CertificateScheme.GMP, CertificateScheme.MIA}


class Judgement(IntEnum):
    PASS = 0
    UNKNOWN = 1
    FAIL = 2


class SiteResult(NamedTuple):
    judgement: Judgement
    why: str = ""


@dataclass(frozen=True)
class Judged:
    """The gates of one vendor: the results, and the sites whose lines still count."""

    results: tuple[GateResult, ...]
    sites: tuple[Site, ...]

    @property
    def failed(self) -> frozenset[str]:
        return frozenset(result.kind for result in self.results if not result.passed)


def judge(
    asking: Brief, facts: Facts, vendor: Vendor, verdicts: dict, lifted=frozenset()
) -> Judged:
    """
    Judge every gate in turn on the sites that the ones before have left.

    :param verdicts: by site, the (asked, line, verdict) rows of the vendor
    :param lifted: kinds of gates to judge as if they were waived
    """
    sites = facts.sites.get(vendor.pk, [])
    left, results = list(sites), []
    for gate in asking.gates:
        waiver = asking.waivers.get((gate.pk, vendor.pk), "")
        if waiver or gate.kind in lifted:
            results.append(_result(gate, passed=True, why=f"Waived: {waiver}", waiver=waiver))
            continue
        by_site = _by_site(gate, asking, facts, vendor, verdicts)
        failing = {pk for pk, result in by_site.items() if result.judgement == Judgement.FAIL}
        whole = gate.kind == GateKind.DISQUALIFIED and vendor.pk in facts.disqualified
        remaining = [site for site in left if site.pk not in failing]
        if left:
            passed = bool(remaining)
        else:  # stopped before, or no site on file: name this gate only for what it stops itself
            passed = not whole and not (sites and len(failing) == len(sites))
        results.append(_result(gate, passed=passed, why=_why(gate, sites, by_site, facts, vendor)))
        left = remaining
    return Judged(tuple(results), tuple(left))


def _by_site(gate, asking, facts, vendor, verdicts) -> dict[int, SiteResult]:
    judge_site = JUDGES[gate.kind]
    return {
        site.pk: judge_site(gate, asking, facts, site, verdicts.get(site.pk, ()))
        for site in facts.sites.get(vendor.pk, ())
    }


def _country(gate, asking, facts, site, rows) -> SiteResult:
    if not site.country:
        return SiteResult(Judgement.UNKNOWN, "country not stated")
    is_named = site.country in gate.parameters.get("countries", [])
    if is_named == (gate.parameters.get("mode") == "allow"):
        return SiteResult(Judgement.PASS)
    return SiteResult(Judgement.FAIL, f"in {site.country}")


def _gxp(gate, asking, facts, site, rows) -> SiteResult:
    """
    Fail a site whose every line that speaks to a need is below the grade.

    A site that is below for some needs stays: there its lines simply do not count.
    """
    below = [(asked, line) for asked, line, verdict in rows if verdict == Verdict.BELOW]
    counting = [
        (asked, line) for asked, line, verdict in rows if verdict in (Verdict.APPLIES, Verdict.OPEN)
    ]
    if below:
        asked, line = below[0]
        required = asked.required[line.leaf]
        why = f"{Grade(line.grade).label} stated, {required.label} required in {asked.phase.label}"
        return SiteResult(Judgement.PASS if counting else Judgement.FAIL, why)
    certificates = facts.certificates.get(site.pk, ())
    for asked, line in counting:
        required = asked.required[line.leaf]
        if required is None or grades.shows(line.grade, required):
            continue
        if not _certified(required, certificates, asking.today):
            return SiteResult(
                Judgement.UNKNOWN, f"{required.label} not shown for {asked.phase.label}"
            )
    return SiteResult(Judgement.PASS)


def _certified(required: Grade, certificates: list[Certificate], today) -> bool:
    """A GMP certificate or licence in force shows GMP, but not the commercial grade."""
    return required == Grade.GMP_CLINICAL and any(
        certificate.scheme in GMP_SCHEMES
        and (certificate.issued_on is None or certificate.issued_on <= today)
        and (certificate.expires_on is None or certificate.expires_on >= today)
        for certificate in certificates
    )


def _warning_letter(gate, asking, facts, site, rows) -> SiteResult:
    if letters := facts.open_letters.get(site.pk):
        latest = max(letters, key=lambda letter: letter.acted_on)
        why = f"warning letter of {words.day(latest.acted_on)}, no close-out on record"
        return SiteResult(Judgement.FAIL, why)
    if not site.fei:
        return SiteResult(Judgement.UNKNOWN, "no FEI, so no FDA record can be looked up")
    return SiteResult(Judgement.PASS)


def _disqualified(gate, asking, facts, site, rows) -> SiteResult:
    fails = site.vendor_id in facts.disqualified
    return SiteResult(Judgement.FAIL if fails else Judgement.PASS)


JUDGES: dict[str, Callable] = {
    GateKind.COUNTRY: _country,
    GateKind.GXP: _gxp,
    GateKind.WARNING_LETTER: _warning_letter,
    GateKind.DISQUALIFIED: _disqualified,
}


def _result(gate: Gate, *, passed: bool, why: str, waiver: str = "") -> GateResult:
    return GateResult(gate.pk, GateKind(gate.kind), label(gate), passed, why, waiver)


def label(gate: Gate) -> str:
    """Name a gate with its parameters."""
    if gate.kind == GateKind.COUNTRY:
        if not gate.parameters.get("countries"):
            return "Site in a country that every package accepts: there is none"
        rule = "Site in" if gate.parameters.get("mode") == "allow" else "Site outside"
        return f"{rule} {words.joined(gate.parameters.get('countries', []))}"
    if gate.kind == GateKind.WARNING_LETTER:
        years = gate.parameters.get("years", DEFAULT_YEARS)
        return f"No open warning letter, {years} year{'s' * (years != 1)}"
    if gate.kind == GateKind.GXP:
        return "GxP grade for the phase"
    return "Not disqualified by us"


def _why(gate, sites, by_site, facts, vendor) -> str:
    """Name the sites that fail, then those of which too little is known."""
    if gate.kind == GateKind.DISQUALIFIED:
        standing = facts.disqualified.get(vendor.pk)
        return f"Disqualified by us: {standing.reason or 'no reason kept'}" if standing else ""
    if not sites:
        return "No site on file"
    named = [
        f"{site.name}: {result.why}"
        for wanted in (Judgement.FAIL, Judgement.UNKNOWN, Judgement.PASS)
        for site in sites
        if (result := by_site[site.pk]).judgement == wanted and result.why
    ]
    return "; ".join(named)
