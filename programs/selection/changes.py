"""What changed between two frozen results of one vendor, in sentences and need by need."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from programs.choices import NeedState, Priority
from programs.matching.types import MARKS
from vendors.choices import Phase


@dataclass(frozen=True)
class NeedChange:
    """One need then and now; a side is None where it was not asked."""

    label: str
    phase: Phase
    before: dict | None
    after: dict | None


@dataclass(frozen=True)
class Changes:
    sentences: list[str]
    needs: list[NeedChange]

    def __bool__(self):
        return bool(self.sentences or self.needs)


@dataclass(frozen=True)
class Frozen:
    """A snapshot as the page shows it."""

    at: datetime | None
    algorithm: str
    place: str
    listed: int
    result: dict | None
    needs: list[tuple[Phase, str, dict]]
    gates: list[dict]
    digest: str

    @property
    def open_width(self) -> float:
        return round(self.result["best_case"] - self.result["score"], 2) if self.result else 0


def read(snapshot: dict) -> Frozen:
    """Open a snapshot again."""
    result = snapshot.get("result")
    at = snapshot.get("generated_at")
    return Frozen(
        at=datetime.fromisoformat(at) if at else None,
        algorithm=snapshot.get("algorithm", ""),
        place=place(snapshot),
        listed=snapshot.get("listed", 0),
        result=result,
        needs=_needs(snapshot),
        gates=result["gates"] if result else [],
        digest=digest(snapshot),
    )


def place(snapshot: dict) -> str:
    """
    Say the rank, among those that say something about the needs as the matching page counts them.

    Who says nothing itself has its place among all that no gate stops.
    """
    result = snapshot.get("result")
    if not result:
        return "in no ranking of this package"
    if not result["rank"]:
        return "stopped by a gate"
    answering = snapshot.get("answering", 0)
    of = answering if result["rank"] <= answering else snapshot["ranked"]
    return f"rank {result['rank']}{' (shared)' if result.get('tied') else ''} of {of}"


def digest(snapshot: dict) -> str:
    """Return the SHA-256 of a snapshot: what a sign-off stands for."""
    return hashlib.sha256(json.dumps(snapshot, sort_keys=True).encode()).hexdigest()


def compare(before: dict, after: dict) -> Changes:
    """Compare two snapshots (``matching.snapshot``); empty where they say the same."""
    sentences = [*_result(before.get("result"), after.get("result")), *_frame(before, after)]
    old, new = _answers(before), _answers(after)
    needs = [
        NeedChange(label, Phase(phase), was, now)
        for phase, label in dict.fromkeys([*old, *new])
        if (was := old.get((phase, label))) != (now := new.get((phase, label)))
    ]
    return Changes(sentences, needs)


def _frame(before: dict, after: dict):
    if before.get("algorithm") != after.get("algorithm"):
        yield (
            f"The method is {after.get('algorithm')}; it was {before.get('algorithm')}, so numbers "
            "may differ for that reason alone."
        )
    for name, label in (
        ("listed", "vendors are listed"),
        ("ranked", "are stopped by no gate"),
        ("answering", "say something about the needs"),
    ):
        if name in before and before[name] != after.get(name):
            yield f"{after.get(name)} {label}; it was {before[name]}."
    old, new = (
        [gate["label"] for gate in snapshot.get("gates", [])] for snapshot in (before, after)
    )
    for verb, labels in (
        ("New gate", [label for label in new if label not in old]),
        ("Gate taken away", [label for label in old if label not in new]),
    ):
        for label in labels:
            yield f"{verb}: {label}."


def _result(old: dict | None, new: dict | None):
    if old is None or new is None:
        if old is not None:
            yield "The vendor is in no ranking of this package any more."
        if new is not None:
            yield "The vendor is in the ranking now; it was not."
        return
    if old["rank"] != new["rank"]:
        yield f"The rank is {_said(new['rank'])}; it was {_said(old['rank'])}."
    for name, label in (("score", "sure score"), ("best_case", "possible score")):
        if old[name] != new[name]:
            yield f"The {label} is {points(new[name])}; it was {points(old[name])}."
    if old["coverage_pct"] != new["coverage_pct"]:
        met, was = points(new["coverage_pct"]), points(old["coverage_pct"])
        yield f"The share of the weight met is {met}\u00a0%; it was {was}\u00a0%."
    failed = {gate["label"] for gate in old["gates"] if not gate["passed"]}
    for gate in new["gates"]:
        if not gate["passed"] and gate["label"] not in failed:
            yield f"A gate stops it now: {gate['label']}. {gate['why']}"
    stops = {gate["label"] for gate in new["gates"] if not gate["passed"]}
    for label in sorted(failed - stops):
        yield f"A gate does not stop it any more: {label}."


def _said(value) -> str:
    return "none" if value is None else str(value)


def points(value: float | None) -> Decimal | None:
    """Return frozen points to the hundredth, as the matching page has them."""
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))


def _answers(snapshot: dict) -> dict[tuple[str, str], dict]:
    """Return by phase and label what was asked and answered; numbers of needs may move."""
    result = snapshot.get("result") or {}
    answers = {answer["no"]: answer for answer in result.get("needs", [])}
    return {
        (need["phase"], need["label"]): _row(need, answers.get(need["no"], {}))
        for need in snapshot.get("needs", [])
    }


def _needs(snapshot: dict) -> list[tuple[Phase, str, dict]]:
    """Return the needs with their answers, and with the points that each could bring."""
    asked = {(need["phase"], need["label"]): need for need in snapshot.get("needs", [])}
    return [
        (Phase(key[0]), key[1], row | {"possible": points(asked[key].get("points"))})
        for key, row in _answers(snapshot).items()
    ]


def _row(need: dict, answer: dict) -> dict:
    state = answer.get("state")
    return {
        "priority": Priority(need["priority"]).label,
        "weight": need["weight"],
        "state": NeedState(state).label if state else "",
        "mark": MARKS[NeedState(state)] if state else "",
        "points": points(answer.get("points")),
        "evidence": answer.get("evidence") or "",
        "site": answer.get("site") or "",
    }
