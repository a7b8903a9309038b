"""Gates, answers, order: from a package to its ranking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import groupby, pairwise

from programs.choices import GateKind
from programs.matching import answers, gates, onfile, store, words
from programs.matching.onfile import Facts
from programs.matching.store import Brief
from programs.matching.types import FunnelStep, Lapse, Ranking, VendorMatch
from programs.models import WorkPackage
from vendors.choices import CertificateScheme, Phase
from vendors.models import Vendor

ALGORITHM = "anchored-sum/1"

Packages = WorkPackage | Sequence[WorkPackage]

FUNNEL_LABELS = {
    GateKind.COUNTRY: "site in an accepted country",
    GateKind.GXP: "not below the GxP grade",
    GateKind.WARNING_LETTER: "site without an open warning letter",
    GateKind.DISQUALIFIED: "not disqualified by you",
}
MEET_A_MUST = "meet one must or more"
SCHEMES_BY_GXP = {
    "GMP": {CertificateScheme.GMP, CertificateScheme.MIA},
    "GLP": {CertificateScheme.GLP},
    "GDP": {CertificateScheme.GDP},
    "ISO13485": {CertificateScheme.ISO13485},
    "ISO15189": {CertificateScheme.ISO15189, CertificateScheme.CAP},
}


def rank(
    packages: Packages,
    *,
    now: datetime,
    top: int | None = None,
    weights: Mapping[int, Decimal] | None = None,
) -> Ranking:
    """
    Rank the whole directory for one package, or for several of one program together.

    Vendors that pass the gates come first, by what is sure (the worst case), then by what is
    possible; those that a gate stops follow without a rank. Every vendor's points are its own.
    This reads every line there is about the needs, and is what the columns in memory are held
    against: a large directory is ranked by ``leading.leaders`` and ``board.read``.

    :param top: how many vendors to return; all where not given
    :param weights: by need, tried in place of its own
    """
    asking = store.brief(packages, now, weights=weights)
    facts = onfile.read(asking)
    blank = answers.blanks(asking)
    vendors = facts.vendors if asking.needs else []
    matches = [_match(asking, facts, vendor, blank) for vendor in vendors]
    ranked = _ordered([match for match in matches if match.passed])
    stopped = sorted((match for match in matches if not match.passed), key=_order)
    return told(
        asking,
        vendors=[*ranked, *stopped][:top],
        listed_count=len(facts.vendors),
        ranked_count=len(ranked),
        answering_count=sum(match.speaks for match in ranked),
        funnel=_funnel(asking, facts, matches),
    )


def told(asking: Brief, *, vendors, funnel, **counts: int) -> Ranking:
    """Return a ranking with what is asked in it."""
    return Ranking(
        program=asking.program,
        packages=asking.packages,
        generated_at=asking.now,
        algorithm=ALGORITHM,
        needs=asking.needs,
        gates=asking.gates,
        vendors=tuple(vendors),
        funnel=tuple(funnel),
        **counts,
        notices=tuple(notices(asking)),
    )


def explain(
    packages: Packages,
    vendor: Vendor,
    *,
    now: datetime,
    weights: Mapping[int, Decimal] | None = None,
) -> VendorMatch | None:
    """
    Match one vendor alone: the same points as in the ranking, without a rank.

    None where the vendor is no candidate, or nothing is asked.
    """
    asking = store.brief(packages, now, weights=weights)
    return explain_all(asking, [vendor.pk]).get(vendor.pk)


def explain_all(asking: Brief, vendor_ids: Iterable[int]) -> dict[int, VendorMatch]:
    """Match some vendors alone, by id; who is no candidate is left out."""
    if not asking.needs or not vendor_ids:
        return {}
    facts = onfile.read(asking, list(vendor_ids))
    blank = answers.blanks(asking)
    return {vendor.pk: _match(asking, facts, vendor, blank) for vendor in facts.vendors}


def _match(asking: Brief, facts: Facts, vendor: Vendor, blank) -> VendorMatch:
    rows = answers.verdicts(asking, facts, vendor)
    first = judged = gates.judge(asking, facts, vendor, rows)
    lifted = frozenset()
    while judged.failed:
        # A stopped vendor is scored as if the gates that stop it were waived: the sponsor who
        # thinks about a waiver sees what it would bring.
        lifted |= judged.failed
        rows = answers.verdicts(asking, facts, vendor, lifted)
        judged = gates.judge(asking, facts, vendor, rows, lifted)
    found = answers.Answers(asking, facts, vendor, judged.sites, rows, blank).all()
    return VendorMatch(
        vendor=vendor,
        gates=first.results,
        answers=found,
        lapses=tuple(_lapses(facts, found)),
    )


def _order(match: VendorMatch):
    return (*(-part for part in match.key), match.vendor.name.casefold(), match.vendor.pk)


def _ordered(matches: list[VendorMatch]) -> list[VendorMatch]:
    """Give competition ranks (1, 2, 2, 4); the name orders vendors inside a tie, no more."""
    found = []
    for _, group in groupby(sorted(matches, key=_order), key=lambda match: match.key):
        tied = list(group)
        place = len(found) + 1
        found += [replace(match, rank=place, is_tied=len(tied) > 1) for match in tied]
    return found


def _funnel(asking: Brief, facts: Facts, matches: list[VendorMatch]):
    """Yield how many vendors are left after each gate, and how many of them meet a must."""
    left = matches
    yield FunnelStep("listed", len(facts.vendors))
    for place, gate in enumerate(asking.gates):
        left = [match for match in left if match.gates[place].passed]
        yield FunnelStep(FUNNEL_LABELS[gate.kind], len(left))
    if any(asked.is_must for asked in asking.needs):
        yield FunnelStep(MEET_A_MUST, sum(match.musts_met > 0 for match in left))


def _lapses(facts: Facts, found) -> list[Lapse]:
    """Name the certificates that end before the first phase their site is counted on for."""
    first: dict[tuple, Lapse] = {}
    for answer in found:
        starts_on = answer.asked.starts_on
        if not answer.is_answered or starts_on is None:
            continue
        tokens = {token for leaf in answer.asked.leaves for token in leaf.gxp.split()}
        schemes = set().union(*(SCHEMES_BY_GXP.get(token, ()) for token in tokens))
        for certificate in facts.certificates.get(answer.site.pk, ()):
            rests_on_it = certificate.pk == answer.line.certificate_id
            if (
                certificate.expires_on is not None
                and certificate.expires_on < starts_on
                and (rests_on_it or certificate.scheme in schemes)
            ):
                lapse = Lapse(
                    str(certificate),
                    answer.site.name,
                    certificate.expires_on,
                    answer.asked.phase,
                    starts_on,
                )
                known = first.get(certificate.pk)
                if known is None or lapse.starts_on < known.starts_on:
                    first[certificate.pk] = lapse
    return sorted(first.values(), key=lambda lapse: (lapse.expires_on, lapse.site, lapse.name))


def notices(asking: Brief):
    """Yield what the program leaves open or contradicts, and what the ranking makes of it."""
    if not asking.modality:
        yield "The program's modality is open, so vendors are matched on any modality."
    for name in sorted(asking.unconfirmed & {"modality", "dosage_form"}):
        yield f"The {name.replace('_', ' ')} is proposed, not confirmed; the match takes it as it is."
    if unplanned := [asked.phase for asked in asking.needs if asked.starts_on is None]:
        yield f"No planned start for {words.phases(unplanned)}: lead times do not count there."
    for before, after in _out_of_order(asking):
        yield (
            f"{after.label} is planned to start before {before.label}. Lead times and certificates "
            "are held against the dates as they stand."
        )
    for asked in asking.needs:
        if not asked.leaves:
            yield (
                f"No capability of the taxonomy answers “{asked.label}” in {asked.phase.label}: "
                "every vendor is unknown on it."
            )
    country = asking.gate(GateKind.COUNTRY)
    if country and not country.parameters.get("countries"):
        yield (
            "The country gates contradict each other: no country is accepted by all the packages, "
            "so only sites whose country is not stated count."
        )


def _out_of_order(asking: Brief):
    """Yield the pairs of phases of which the later is planned to start first."""
    starts = {asked.phase: asked.starts_on for asked in asking.needs if asked.starts_on}
    planned = [(phase, starts[phase]) for phase in Phase if phase in starts]
    for (before, first), (after, then) in pairwise(planned):
        if then < first:
            yield before, after
