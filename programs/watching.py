"""What the watch of a program looks at: the top ten of each package, and the plan the team has kept."""

import hashlib
import json
from datetime import datetime

from programs import matching
from programs.errors import ProgramError
from programs.models import KeptPlan, Program, Waiver
from programs.plans import changes, drawing, words
from programs.plans.wish import Wish

TOP = 10
RULES = 2  # of what is looked at: after a change of them a look only remembers
# What a program asks; a change of it is the team's own, and is not told to the team.
NEED_FIELDS = (
    "pk",
    "package_id",
    "phase",
    "slot",
    "capabilities",
    "priority",
    "weight",
    "minimum_evidence",
    "scale",
    "scale_unit",
)


def asked(program: Program, kept: KeptPlan | None) -> str:
    """Return a SHA-256 of all that the team itself decides: needs, gates, waivers, dates, plan."""
    gates = [gate for package in program.packages.all() for gate in package.gates.all()]
    said = [
        RULES,
        program.modality,
        sorted(program.phases.values_list("phase", "starts_on", "dosage_form", "scale")),
        list(program.needs.order_by("pk").values_list(*NEED_FIELDS)),
        [(gate.pk, gate.kind, gate.parameters) for gate in gates],
        list(
            Waiver.objects.filter(gate__package__program=program)
            .order_by("pk")
            .values_list("gate_id", "vendor_id")
        ),
        kept and kept.pk,
    ]
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


def look(program: Program, kept: KeptPlan | None, *, now: datetime) -> dict:
    """
    Return what the directory says today, as plain JSON.

    Who says nothing about a package fills no place of its top ten, as on the matching page.
    """
    packages = {}
    for package in program.packages.all():
        package.program = program
        ranking = matching.leaders(package, now=now, top=TOP)
        packages[str(package.pk)] = {
            "name": package.name,
            "top": [
                [match.vendor.name, match.rank, match.vendor.slug]
                for match in ranking.ranked
                if match.speaks
            ],
        }
    return {"packages": packages, "plan": kept and _plan(program, kept, now)}


def _plan(program: Program, kept: KeptPlan, now: datetime) -> dict:
    """Return the plan of today under the options of the kept one, or why there is none."""
    try:
        record = drawing.draw(program, Wish.of_json(kept.record["options"]), now=now)
    except ProgramError as error:
        return {"refused": str(error)}
    return {"record": record}


def differences(before: dict, after: dict, chosen: str) -> list[tuple[str, list[str]]]:
    """Return what changed, by package and for the plan: a title with its sentences."""
    found = []
    for key, package in after["packages"].items():
        was = before["packages"].get(key)
        if was and (sentences := _moves(was["top"], package["top"])):
            found.append((package["name"], sentences))
    if before["plan"] and after["plan"] and (sentences := _plans(before, after, chosen)):
        found.append(("Partner plan", sentences))
    return found


def _moves(before: list, after: list) -> list[str]:
    # By slug; what was seen before slugs were kept, by name.
    at = -1 if all(len(row) > 2 for row in before) else 0
    was, now = ({row[at]: row[:2] for row in rows} for rows in (before, after))
    entered = [f"{name} (rank {rank})" for key, (name, rank) in now.items() if key not in was]
    left = [f"{name} (was {rank})" for key, (name, rank) in was.items() if key not in now]
    moved = [
        f"{name} (rank {rank}, was {was[key][1]})"
        for key, (name, rank) in now.items()
        if key in was and was[key][1] != rank
    ]
    return [
        f"{verb}: {words.joined(names)}."
        for verb, names in (
            (f"New in the top {TOP}", entered),
            (f"No longer in the top {TOP}", left),
            ("Other rank", moved),
        )
        if names
    ]


def _plans(before: dict, after: dict, chosen: str) -> list[str]:
    old, new = before["plan"], after["plan"]
    if "refused" in new:
        return [new["refused"]] if new != old else []
    if "refused" in old:
        return ["The plan can be drawn again."]
    return changes.of_plan(old["record"], chosen, new["record"])
