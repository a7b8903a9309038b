"""
A plan as plain JSON: what the page shows, what is kept, compared, exported and watched.

Numbers are JSON numbers; needs are named by their ``no`` in the plan, partners by their place.
"""

import hashlib
import json
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain, count

from programs import matching
from programs.kinds import Kind
from programs.matching.records import number
from programs.plans import bits, outlook, streams
from programs.plans.coverage import Coverage, Reply
from programs.plans.outlook import Loss
from programs.plans.types import FIT, Outcome, Plan
from programs.plans.wish import Wish
from vendors.choices import Phase
from vendors.models import Vendor

ALGORITHM = "fewest-partners/1"
LETTERS = "abcdefghijkl"
PHASES = [phase.value for phase in Phase]
BEST, MORE = "best", "more"


@dataclass(frozen=True)
class Cast:
    """Who is in the plans or could step in, and how the partners meet the needs."""

    losses: dict[str, list[Loss]]  # by plan, what hangs on each partner
    vendors: dict[int, Vendor]
    replies: dict[tuple[int, int], Reply]

    @classmethod
    def of(cls, ground: Coverage, plans: dict[str, Plan]) -> "Cast":
        partners, others, losses = set(), set(), {}
        for name, plan in plans.items():
            partners |= {one.vendor for one in plan.staffing.partners}
            losses[name] = outlook.losses(plan.staffing, ground.tasks, ground.candidates)
            others |= {loss.stand_in.vendor for loss in losses[name] if loss.stand_in}
        return cls(losses, ground.vendors(partners | others), ground.replies(partners))


def record(ground: Coverage, wish: Wish, outcome: Outcome, names: dict[str, str]) -> dict:
    """
    Write down the plans of an outcome, with the needs, the options and the day.

    :param names: of the vendors that the options name, by slug
    """
    plans = {name: plan for name, plan in ((BEST, outcome.plan), (MORE, outcome.more)) if plan}
    cast = Cast.of(ground, plans)
    starts = {row.phase: row.starts_on for row in ground.program.phases.all()}
    return {
        "algorithm": f"{ALGORITHM}, {matching.ALGORITHM}",
        "generated_at": ground.now.isoformat(),
        "program": ground.program.code,
        "packages": [package.name for package in ground.packages],
        "options": wish.as_json(),
        "names": names,
        "listed": ground.listed,
        "candidates": outcome.candidates,
        "ms": outcome.ms,
        "phases": [
            {"phase": phase, "starts_on": starts[phase].isoformat() if starts.get(phase) else None}
            for phase in PHASES
            if any(asked.need.phase == phase for asked in ground.needs)
        ],
        "needs": [_need(ground, no) for no in range(len(ground.needs))],
        "uncoverable": list(outcome.uncoverable),
        "without_second": list(outcome.without_second),
        "plans": [_plan(ground, cast, outcome, name, plan) for name, plan in plans.items()],
    }


def _need(ground: Coverage, no: int) -> dict:
    asked, task = ground.needs[no], ground.tasks[no]
    package = next(one for one in ground.packages if one.pk == asked.need.package_id)
    return {
        "no": no,
        "need": asked.need.pk,
        "phase": asked.need.phase,
        "label": asked.need.label,
        "package": package.name,
        "stream": task.stream,
        "moves": task.moves,
        "transfer": asked.leaves[0].transfer if asked.leaves else "",
        "priority": asked.need.priority,
        "weight": number(asked.need.weight),
        "sources": task.sources,
    }


def _plan(ground: Coverage, cast: Cast, outcome: Outcome, name: str, plan: Plan) -> dict:
    shared = plan.staffing
    total = sum(task.weight for task in ground.tasks)
    covered = sum(ground.tasks[no].weight for no in shared.work)
    return {
        "name": name,
        "partners": _partners(cast, shared),
        "work": [
            _work(ground, cast, shared, no, place)
            for no in sorted(shared.work)
            for place in shared.work[no]
        ],
        "handoffs": [
            {
                "stream": handoff.stream,
                "givers": list(handoff.givers),
                "taker": handoff.taker,
                "since": PHASES[handoff.since],
                "phase": PHASES[handoff.phase],
                "is_site_only": handoff.taker in handoff.givers,
            }
            for handoff in shared.handoffs
        ],
        "uncovered": list(plan.uncovered),
        "single": list(plan.single),
        "score": _share(shared.points, 2 * FIT * total),
        "best_case": _share(shared.best_points, 2 * FIT * total),
        "coverage_pct": _share(covered, total),
        "proved": {
            "coverage": plan.proof.coverage,
            "partners": plan.proof.partners,
            "handoffs": plan.proof.handoffs,
            "score": plan.proof.score,
            "best": plan.proof.is_best,
        },
        "losses": _losses(cast, name),
        "runs": _runs(ground, outcome, plan),
    }


def _share(part: int, whole: int) -> float:
    if not whole:
        return 0
    share = Decimal(100) * part / whole
    return number(share.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _partners(cast: Cast, shared) -> list[dict]:
    found, taken = [], set()
    for place, partner in enumerate(shared.partners):
        vendor = cast.vendors[partner.vendor]
        initials = _initials(vendor.name, taken)
        taken.add(initials)
        found.append(
            {
                "vendor": vendor.name,
                "slug": vendor.slug,
                "kind": vendor.get_kind_display(),
                "face": Kind(partner.key[1]).label if partner.key[1] else "",
                "country": vendor.country,
                "is_fictional": vendor.is_fictional,
                "letter": LETTERS[place % len(LETTERS)],
                "initials": initials,
                "needs": sum(place in places for places in shared.work.values()),
            }
        )
    return found


def _initials(name: str, taken: set[str]) -> str:
    """Return two characters, or a letter and a number, that no other partner of the plan has."""
    words = [word for word in name.split() if word[:1].isalnum()]
    letters = "".join(char for char in name if char.isalnum()) or "X"
    options = [words[0][0] + words[1][0]] if len(words) > 1 else []
    options += [letters[0] + char.lower() for char in letters[1:]]
    numbered = (f"{letters[0]}{number}" for number in count(1))
    return next(option for option in chain(options, numbered) if option not in taken)


def _work(ground: Coverage, cast: Cast, shared, no: int, place: int) -> dict:
    reply = cast.replies[shared.partners[place].vendor, no]
    return {
        "no": no,
        "partner": place,
        "site": reply.site,
        "state": reply.state.value,
        "evidence": reply.evidence.label.lower(),
        "fit": _share(shared.partners[place].offers[no].points, FIT * ground.tasks[no].weight),
    }


def _losses(cast: Cast, name: str) -> list[dict]:
    return [
        {
            "partner": loss.partner,
            "carried": list(loss.carried),
            "open": list(loss.open),
            "single": list(loss.single),
            "nobody": list(loss.nobody),
            "stand_in": cast.vendors[loss.stand_in.vendor].name if loss.stand_in else "",
            "regained": list(loss.regained),
        }
        for loss in cast.losses[name]
    ]


def _runs(ground: Coverage, outcome: Outcome, plan: Plan) -> list[dict]:
    gaps = bits.of(outcome.uncoverable)
    needed = bits.of(range(len(ground.tasks))) & ~gaps
    ways = streams.streams(list(ground.tasks))
    return [
        {
            "partner": run.partner,
            "stream": run.stream,
            "phases": [PHASES[phase] for phase in run.phases],
        }
        for run in outlook.runs(plan.staffing, ways, needed)
    ]


def fingerprint(record: dict) -> str:
    """Return what a record says, without when it was drawn and how long it took, as a SHA-256."""
    said = {key: value for key, value in record.items() if key not in {"generated_at", "ms"}}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
