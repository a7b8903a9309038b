"""
The built-in templates: what is stated and asked, by branch and modality.

Each TOML file is a template; ``includes`` names the files of ``parts/`` that it shares. A template's
content is what an organisation's own templates hold too (``rfps.models.Template``): ``brief``,
``sections``, ``grid``, ``criteria``, ``terms`` and ``schedule``, the last in working days.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
PARTS = HERE / "parts"
LISTS = ("brief", "sections", "grid", "criteria")
POINTS = 4  # what a required fact counts in the readiness score, where it does not say


@dataclass(frozen=True)
class BuiltIn:
    """A built-in template; ``leaves`` are the codes, or their beginnings, that it is written for."""

    slug: str
    name: str
    summary: str
    branch: str
    kind: str
    leaves: tuple[str, ...]
    content: dict

    def count(self, codes) -> int:
        return sum(code.startswith(self.leaves) for code in codes)


@dataclass(frozen=True)
class Setting:
    """What a lot is about: its leaves, its phases and the program's modality."""

    leaves: frozenset[str]
    phases: frozenset[str]
    modality: str

    @classmethod
    def of_lines(cls, lines, modality: str) -> "Setting":
        return cls(
            leaves=frozenset(code for line in lines for code in line.capabilities),
            phases=frozenset(line.phase for line in lines),
            modality=modality,
        )


def concerning(facts: list[dict], setting: Setting) -> list[dict]:
    """Return the facts that are not for another phase, modality or leaf; own templates name none."""
    return [
        fact
        for fact in facts
        if _meets(fact.get("phases"), setting.phases)
        and _meets(fact.get("modalities"), {setting.modality})
        and _meets(fact.get("leaves"), setting.leaves)
    ]


def _meets(wanted: list[str] | None, found) -> bool:
    return not wanted or bool(set(wanted) & set(found))


@cache
def all_templates() -> tuple[BuiltIn, ...]:
    """Return the built-in templates in the order of their names."""
    found = [_template(path) for path in HERE.glob("*.toml")]
    return tuple(sorted(found, key=lambda one: (one.branch == "", one.name)))


def get(slug: str) -> BuiltIn | None:
    return next((one for one in all_templates() if one.slug == slug), None)


def proposed(codes) -> BuiltIn | None:
    """Return the template written for most of the leaves, or None if none is for any."""
    best = max(all_templates(), key=lambda one: one.count(codes))
    return best if best.count(codes) else None


@cache
def common() -> dict:
    """Return what any request may start from: the criteria, terms and schedule of all templates."""
    return _merged(_read(PARTS / "common.toml"), [])


@cache
def questions() -> tuple[tuple[str, tuple[dict, ...]], ...]:
    """Return the built-in question library: by section title, each question once."""
    sections: dict[str, dict[str, dict]] = {}
    for template in all_templates():
        for section in template.content["sections"]:
            for question in section["questions"]:
                sections.setdefault(section["title"], {}).setdefault(question["text"], question)
    return tuple((title, tuple(asked.values())) for title, asked in sections.items())


def _template(path: Path) -> BuiltIn:
    written = _read(path)
    parts = [_read(PARTS / f"{name}.toml") for name in written.get("includes", [])]
    return BuiltIn(
        slug=path.stem,
        name=written["name"],
        summary=written["summary"],
        branch=written["branch"],
        kind=written.get("kind", "RFP"),
        leaves=tuple(written["leaves"]),
        content=_merged(written, parts),
    )


def _read(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _merged(written: dict, parts: list[dict]) -> dict:
    """Join a template with its parts: its own lists first, its own words and dates over theirs."""
    all_of = [written, *parts]
    content = {name: [row for one in all_of for row in one.get(name, [])] for name in LISTS}
    content["brief"] = [
        _fact(group["group"], item) for group in content["brief"] for item in group["items"]
    ]
    content["sections"] = [_section(section) for section in content["sections"]]
    content["criteria"] = [_criterion(criterion) for criterion in content["criteria"]]
    content["terms"] = next((one["terms"].strip() for one in all_of if one.get("terms")), "")
    content["schedule"] = {
        name: days for one in reversed(all_of) for name, days in one.get("schedule", {}).items()
    }
    return content


def _fact(group: str, item: dict) -> dict:
    return {
        "group": group,
        "label": item["label"],
        "effect": item.get("effect", ""),
        "help": item.get("help", ""),
        "is_required": item.get("required", False),
        "points": item.get("points", POINTS),
        "words": item.get("words", [item["label"].lower()]),
        "phases": item.get("phases", []),
        "modalities": item.get("modalities", []),
        "leaves": item.get("leaves", []),
    }


def _section(section: dict) -> dict:
    return {
        "title": section["title"],
        "envelope": section.get("envelope", "technical"),
        "is_common": section.get("common", False),
        "questions": [_question(question) for question in section["questions"]],
    }


def _question(question: dict) -> dict:
    return {
        "text": question["text"],
        "help": question.get("help", ""),
        "type": question.get("type", "text"),
        "options": question.get("options", []),
        "unit": question.get("unit", ""),
        "is_mandatory": question.get("mandatory", False),
        "fact": question.get("fact", ""),
    }


def _criterion(criterion: dict) -> dict:
    minimum = criterion.get("minimum")
    return {
        "name": criterion["name"],
        "help": criterion.get("help", ""),
        "weight": str(criterion["weight"]),
        "envelope": criterion.get("envelope", "technical"),
        "anchors": criterion.get("anchors", []),
        "is_price": criterion.get("is_price", False),
        "is_gate": criterion.get("is_gate", False),
        "minimum": None if minimum is None else str(minimum),
    }
