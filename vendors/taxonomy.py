"""Bring the capability table in line with ``vendors/taxonomy.csv``."""

import csv
import io
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from audit import services as audit
from vendors.models import Capability

FILE = Path(__file__).with_name("taxonomy.csv")
CODE = re.compile(r"[A-Z]\d{1,2}\.\d{2}")
NEEDS = {"core": True, "optional": False}
LISTS = ("phases", "modalities", "dosage_forms")
RENAMED = {"fda_spl_operation": "fda_operation"}
PLAIN = (
    "branch",
    "also_branch",
    "group",
    "group_label",
    "package",
    "workstream",
    "transfer",
    "label",
    "any_of_group",
    "gxp",
    "scale_unit",
    "fda_spl_operation",
)
COLUMNS = {"code", "need", *PLAIN, *LISTS}
MOVABLE = [RENAMED.get(name, name) for name in PLAIN] + [*LISTS, "is_core"]


class TaxonomyError(Exception):
    """Say why the file is unusable; ``problems`` holds one line per row and field."""

    def __init__(self, message: str, problems: list[str] | None = None):
        super().__init__(message)
        self.problems = problems or []


@dataclass
class Counts:
    """How many rows of the file, or of the table, met which fate."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    retired: int = 0

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@transaction.atomic
def sync(*, now, path: Path = FILE) -> Counts:
    """
    Load the taxonomy; a code that left the file is retired and never used for anything else.

    A taxonomy with a hole would retire what it forgot, so one bad row refuses the whole file.

    :raises TaxonomyError: when the file cannot be read, or a row in it is wrong
    """
    leaves = read(path)
    known = Capability.objects.in_bulk()
    _refuse_reuse(leaves, known)
    counts = Counts()
    changed = []
    for leaf in leaves:
        before = known.get(leaf.code)
        if before is None:
            counts.created += 1
        elif _values(before) != _values(leaf) or before.retired_at:
            counts.updated += 1
        else:
            counts.unchanged += 1
            continue
        changed.append(leaf)
    Capability.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[*MOVABLE, "retired_at"],
    )
    counts.retired = (
        Capability.objects.current()
        .exclude(pk__in=[leaf.code for leaf in leaves])
        .update(retired_at=now)
    )
    if changed or counts.retired:
        audit.record(
            verb="taxonomy.synced",
            target=Capability(),  # the table as a whole: an event without an id
            summary=f"Taxonomy synced: {counts.created} created, {counts.updated} updated, {counts.retired} retired",
            now=now,
            **counts.as_dict(),
        )
    return counts


def read(path: Path) -> list[Capability]:
    """
    Return the leaves of a taxonomy file, checked but not saved.

    :raises TaxonomyError: naming every row and field that is wrong
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TaxonomyError(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise TaxonomyError(f"{path.name} is not UTF-8 text.") from error
    if "\0" in text:
        raise TaxonomyError(f"{path.name} is not text: it holds NUL characters.")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = COLUMNS - set(reader.fieldnames or [])
    if missing:
        raise TaxonomyError(f"{path.name} lacks the columns {', '.join(sorted(missing))}.")
    rows = list(enumerate(reader, start=2))
    if not rows:
        raise TaxonomyError(f"{path.name} holds no row.")
    problems: list[str] = []
    leaves = [_leaf(number, row, problems) for number, row in rows]
    seen: dict[str, int] = {}
    for number, row in rows:
        first = seen.setdefault(row["code"], number)
        if first != number:
            problems.append(f"row {number}, code: {row['code']} stands in row {first} already")
    if problems:
        raise TaxonomyError(f"{path.name} has {len(problems)} wrong fields.", problems)
    return leaves


def _leaf(number: int, row: dict, problems: list[str]) -> Capability:
    cells = {name: (row[name] or "").strip() for name in COLUMNS}
    if not CODE.fullmatch(cells["code"]):
        problems.append(f"row {number}, code: {cells['code']!r} is not a code such as M2.10")
    if cells["need"] not in NEEDS:
        problems.append(f"row {number}, need: {cells['need']!r} is neither core nor optional")
    leaf = Capability(
        code=cells["code"],
        is_core=NEEDS.get(cells["need"], False),
        **{RENAMED.get(name, name): cells[name] for name in PLAIN},
        **{name: cells[name].split() for name in LISTS},
    )
    try:
        leaf.clean_fields(exclude=["code"])
    except ValidationError as error:
        problems += [
            f"row {number}, {field}: {' '.join(messages)}"
            for field, messages in error.message_dict.items()
        ]
    problems += [
        f"row {number}, {name}: a leaf needs at least one"
        for name in ("phases", "modalities")
        if not cells[name]
    ]
    return leaf


def _values(leaf: Capability) -> list:
    return [getattr(leaf, name) for name in MOVABLE]


def _refuse_reuse(leaves, known) -> None:
    """A retired code may come back as what it was, as after a rollback; never as another leaf."""
    problems = [
        f"{leaf.code}: retired as “{before.label}”, it cannot be used for “{leaf.label}”"
        for leaf in leaves
        if (before := known.get(leaf.code)) and before.retired_at and before.label != leaf.label
    ]
    if problems:
        raise TaxonomyError("Retired codes are never reused.", problems)
