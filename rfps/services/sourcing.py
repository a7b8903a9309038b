"""What is sourced of a program, and from whom: read from the awards in force."""

import statistics
from collections import defaultdict
from dataclasses import dataclass

from programs.models import Need
from rfps.choices import Envelope
from rfps.deciding import obligations
from rfps.deciding.obligations import Awarded, Duty, Ground
from rfps.models import Award, BidPart, Invitation
from vendors.choices import Phase

ORDER = {phase: place for place, phase in enumerate(Phase.values)}


@dataclass(frozen=True)
class PackageSource:
    """A package, the awards in force for its lots, and its needs that no award covers."""

    package: object  # WorkPackage
    awards: list[Award]
    needs: int
    unsourced: list[Need]


def of_program(program, user) -> list[PackageSource]:
    """Return each package with its partners; empty where the user sees no award of the program."""
    awards = list(
        Award.objects.for_user(user)
        .standing()
        .filter(rfp__program=program)
        .select_related("lot", "invitation__vendor", "rfp")
        .prefetch_related("lot__scope_lines")
    )
    if not awards:
        return []
    covered = _covered(awards)
    by_package = defaultdict(list)
    for award in awards:
        by_package[award.lot.package_id].append(award)
    found = []
    for package in program.packages.prefetch_related("needs"):
        needs = list(package.needs.all())
        left = [need for need in needs if not _is_covered(need, covered)]
        found.append(PackageSource(package, by_package[package.pk], len(needs), _in_order(left)))
    return found


def duties(rfp, user) -> list[Duty]:
    """
    Return who does what of a request: its scope lines, then the program's needs that nobody has.

    The scope and the grid are those of the newest version; the prices those of the bids awarded.
    """
    content = rfp.versions.last().content
    awards = list(
        Award.objects.for_user(user)
        .standing()
        .filter(rfp=rfp)
        .select_related("lot", "invitation__vendor", "bid")
    )
    by_lot = {award.lot.position: award for award in awards}
    prices = _price_states(awards)
    lots = []
    for lot in content["lots"]:
        award = by_lot.get(lot["position"])
        lots.append(
            Awarded(
                title=lot["title"],
                lines=lot["lines"],
                grid=lot["grid"],
                vendor=award.invitation.vendor.name if award else None,
                prices=prices.get(award.bid.current_id, {}) if award else {},
            )
        )
    return [*obligations.of_lots(lots), *_nowhere(rfp, user, content)]


@dataclass(frozen=True)
class Responses:
    """How a vendor has answered the requests of one sponsor whose deadline is past."""

    asked: int
    answered: int
    declined: int
    silent: int
    days: float | None  # median, from the invitation to the first answer of any kind

    @property
    def rate(self) -> int | None:
        """Return the percentage that got a bid or a reasoned no."""
        return round(100 * (self.answered + self.declined) / self.asked) if self.asked else None


def responses(vendor, user, now) -> Responses:
    """
    Return the record of a vendor with the user's own organisation.

    Only its own: how a vendor answers a competitor is the competitor's business and the vendor's.
    Requests still open do not count, so that nothing tells of a bid before its time.
    """
    rows = (
        Invitation.objects.for_user(user)
        .filter(vendor=vendor, sent_at__isnull=False, revoked_at=None, rfp__deadline_at__lte=now)
        .values_list("sent_at", "submitted_at", "withdrawn_at", "intent", "intent_at")
    )
    answered = declined = silent = 0
    days = []
    for sent, submitted, withdrawn, intent, intent_at in rows:
        is_bid = bool(submitted and not withdrawn)
        answered += is_bid
        declined += not is_bid and intent == "declined"
        silent += not is_bid and intent != "declined"
        first = min((at for at in (submitted, intent_at) if at), default=None)
        if first:
            days.append((first - sent).total_seconds() / 86_400)
    return Responses(len(rows), answered, declined, silent, _median(days))


def _median(values: list[float]) -> float | None:
    return round(statistics.median(values), 1) if values else None


def _covered(awards) -> set[tuple[str, str]]:
    """Return what the lots awarded are for, as leaf and phase."""
    return {
        (code, line.phase)
        for award in awards
        for line in award.lot.scope_lines.all()
        for code in line.capabilities
    }


def _is_covered(need, covered) -> bool:
    return any((code, need.phase) in covered for code in need.capabilities)


def _in_order(needs) -> list[Need]:
    return sorted(needs, key=lambda need: (ORDER[need.phase], need.pk))


def _price_states(awards) -> dict[int, dict[str, str]]:
    versions = [award.bid.current_id for award in awards]
    parts = BidPart.objects.filter(version__in=versions, envelope=Envelope.COMMERCIAL)
    return {
        part.version_id: {one["key"]: one["state"] for one in part.content["prices"]}
        for part in parts
    }


def _nowhere(rfp, user, content) -> list[Duty]:
    """Return the needs of the program that neither this request nor an award elsewhere is for."""
    here = {
        (leaf["code"], line["phase"])
        for lot in content["lots"]
        for line in lot["lines"]
        for leaf in line["capabilities"]
    }
    elsewhere = (
        Award.objects.for_user(user)
        .standing()
        .filter(rfp__program=rfp.program_id)
        .select_related("lot")
        .prefetch_related("lot__scope_lines")
    )
    covered = here | _covered(elsewhere)
    needs = Need.objects.for_user(user).filter(program=rfp.program_id).select_related("package")
    return [
        Duty(need.label, need.phase, need.package.name, None, Ground.NOWHERE)
        for need in _in_order(needs)
        if not _is_covered(need, covered)
    ]
