"""What changed between two frozen results of one vendor, in sentences and need by need."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

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
    ranked: int
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
        ranked=snapshot.get("ranked", 0),
        listed=snapshot.get("listed", 0),
        result=result,
        needs=[(Phase(phase), label, row) for (phase, label), row in _answers(snapshot).items()],
        gates=result["gates"] if result else [],
        digest=digest(snapshot),
    )


def digest(snapshot: dict) -> str:
    """Return the SHA-256 of a snapshot: what a sign-off stands for."""
    return hashlib.sha256(json.dumps(snapshot, sort_keys=True).encode()).hexdigest()


def compare(before: dict, after: dict) -> Changes:
    """Compare two snapshots (``matching.snapshot``); empty where they say the same."""
    sentences = [*_frame(before, after), *_result(before.get("result"), after.get("result"))]
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
    for name, label in (("listed", "vendors are listed"), ("ranked", "pass the gates")):
        if before.get(name) != after.get(name):
            yield f"{after.get(name)} {label}; it was {before.get(name)}."
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
    for name, label in (
        ("rank", "rank"),
        ("score", "sure score"),
        ("best_case", "possible score"),
        ("coverage_pct", "share of the weight met"),
    ):
        if old[name] != new[name]:
            yield f"The {label} is {_said(new[name])}; it was {_said(old[name])}."
    failed = {gate["label"] for gate in old["gates"] if not gate["passed"]}
    for gate in new["gates"]:
        if not gate["passed"] and gate["label"] not in failed:
            yield f"A gate stops it now: {gate['label']}. {gate['why']}"
    stops = {gate["label"] for gate in new["gates"] if not gate["passed"]}
    for label in sorted(failed - stops):
        yield f"A gate does not stop it any more: {label}."


def _said(value) -> str:
    return "none" if value is None else str(value)


def _answers(snapshot: dict) -> dict[tuple[str, str], dict]:
    """Return by phase and label what was asked and answered; numbers of needs may move."""
    result = snapshot.get("result") or {}
    answers = {answer["no"]: answer for answer in result.get("needs", [])}
    return {
        (need["phase"], need["label"]): _row(need, answers.get(need["no"], {}))
        for need in snapshot.get("needs", [])
    }


def _row(need: dict, answer: dict) -> dict:
    state = answer.get("state")
    return {
        "priority": Priority(need["priority"]).label,
        "weight": need["weight"],
        "state": NeedState(state).label if state else "",
        "mark": MARKS[NeedState(state)] if state else "",
        "points": answer.get("points"),
        "evidence": answer.get("evidence") or "",
        "site": answer.get("site") or "",
    }
