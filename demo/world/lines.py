"""What a site offers of a leaf: phases, grade, scale, lead time, and how well it is proven."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from demo.data.scales import SCALES, WEEKS
from demo.world import tables
from demo.world.standing import COVERS, SOURCE
from vendors.choices import CertificateScheme, Evidence, Grade, Phase

QUALITY_SYSTEMS = (CertificateScheme.ISO9001, CertificateScheme.ISO27001)  # on no register
CLINICAL = {Phase.PRE, Phase.P1, Phase.P2, Phase.P3}
PHASES = list(Phase)


def stretch(reach: str) -> list[str]:
    """Return the phases of ``PRE-P3``; a single phase stands for itself."""
    first, _, last = reach.partition("-")
    return [str(phase) for phase in Phase.from_to(first, last or first)]


def phases_of(leaf, reach: str) -> list[str]:
    wanted = stretch(reach)
    return [phase for phase in leaf.phases if phase in wanted]


def subset(of: list[str], wanted: str) -> list[str]:
    return [code for code in of if code in wanted.split()] if wanted else list(of)


def grade(leaf, phases: list[str]) -> str:
    """Return the grade a leaf is run at over these phases."""
    words = leaf.gxp.split()
    if "GMP" in words and "GCP" not in words:
        return (
            Grade.GMP_CLINICAL if set(phases) <= CLINICAL | {Phase.DISC} else Grade.GMP_COMMERCIAL
        )
    if words[:1] == ["GLP"] and len(words) > 1:
        return Grade.GLP if set(phases) <= {Phase.DISC, Phase.PRE} else Grade(words[1])
    if "CLIA" in words:
        return Grade.ISO15189
    return Grade(words[-1]) if words else ""


def runs(rng: Random, leaf, phases: list[str]) -> list[list[str]]:
    """Cut the phases where the grade changes, and sometimes before the commercial ones."""
    if leaf.gxp.startswith("GLP "):
        cut = [phase for phase in phases if phase in (Phase.DISC, Phase.PRE)]
    elif Phase.COM in phases and Phase.P2 in phases and rng.random() < 0.5:
        cut = [phase for phase in phases if PHASES.index(phase) < PHASES.index(Phase.REG)]
    else:
        cut = []
    rest = [phase for phase in phases if phase not in cut]
    return [run for run in (cut, rest) if run]


def evidence(rng: Random, leaf, standing, *, is_later: bool) -> Evidence:
    """Draw the rung of a line, never above what the site can show."""
    level = Evidence(standing.level)
    speaks_for_it = set(leaf.gxp.split()) & COVERS[standing.regime]
    if not speaks_for_it:
        has_paper = bool(standing.certificates)
        level = min(level, Evidence.DOCUMENTED if has_paper else Evidence.DECLARED)
    if is_later and level > Evidence.DECLARED and rng.random() < 0.6:
        level -= 1
    if level > Evidence.DECLARED and rng.random() < 0.22:
        level -= 1
    if level == Evidence.ON_REGISTER and not _is_on_register(standing):
        level = Evidence.DOCUMENTED
    if level == Evidence.DOCUMENTED and not (standing.certificates or standing.fei):
        level = Evidence.DECLARED
    return Evidence(level)


def _is_on_register(standing) -> bool:
    return any(paper["scheme"] not in QUALITY_SYSTEMS for paper in standing.certificates)


def proof(standing, level: Evidence, said_on: date) -> dict:
    """Return source, date and certificate of a line at a rung."""
    main = standing.main_certificate()
    if level == Evidence.INSPECTED:
        record = standing.actions[0]
        return {
            "source": f"{SOURCE}: inspection {record['record_id']}",
            "as_of": record["acted_on"],
        }
    if level >= Evidence.DOCUMENTED and main:
        return {
            "source": f"{SOURCE}: {main['number']}",
            "as_of": main["as_of"],
            "certificate": main["number"],
        }
    if level == Evidence.DOCUMENTED:
        return {"source": f"{SOURCE}: self-registration {standing.fei}", "as_of": said_on}
    return {"source": f"{SOURCE}: the vendor's statement", "as_of": said_on}


def scale(rng: Random, leaf, tier: int) -> dict:
    """Return the range of one batch, year or study in the leaf's unit, by the site's size."""
    if leaf.code not in SCALES:
        return {}
    smallest, largest = SCALES[leaf.code][tier]
    return {
        "scale_min": amount(smallest),
        "scale_max": amount(largest * rng.choice((1, 1, 1.5, 2))),
    }


def amount(value: float) -> Decimal:
    return Decimal(f"{value:.3f}")


def timing(rng: Random, leaf, today: date) -> dict:
    """Return lead time and, for manufacture, the next free slot; some vendors state neither."""
    if rng.random() < 0.08:
        return {}
    low, high = WEEKS[leaf.group]
    weeks = rng.randint(low, high)
    stated = {"lead_time_weeks": weeks}
    if leaf.group in ("M1", "M2", "M3", "M4") and rng.random() < 0.7:
        stated["next_slot_date"] = today + timedelta(weeks=weeks + rng.randint(-2, 14))
    return stated


def offer(rng: Random, code, *, archetype, reach, standing, tier, today, said_on) -> list[dict]:
    """Return the lines of one leaf at one site; none where the reach leaves no phase."""
    leaf = tables.leaves()[code]
    offered = []
    for number, phases in enumerate(runs(rng, leaf, phases_of(leaf, reach))):
        level = evidence(rng, leaf, standing, is_later=number > 0)
        offered.append(
            {
                "capability": code,
                "phases": phases,
                "modalities": []
                if rng.random() < 0.03
                else subset(leaf.modalities, archetype.modalities),
                "dosage_forms": []
                if rng.random() < 0.05
                else subset(leaf.dosage_forms, archetype.forms),
                "grade": grade(leaf, phases),
                "evidence": level,
                **scale(rng, leaf, tier),
                **timing(rng, leaf, today),
                **proof(standing, level, said_on),
            }
        )
    return offered


def refusal(code: str, said_on: date) -> dict:
    """Return the line that says a leaf is not offered."""
    return {
        "capability": code,
        "is_offered": False,
        "note": "Confirmed as not offered.",
        "source": f"{SOURCE}: the vendor's statement",
        "as_of": said_on,
    }
