"""
What an import would do, row by row: the same plan is shown to a person and then carried out.

Nothing is written here. A row a person has set is a matter of proposals; what an earlier row of the
file has said is not contradicted by a later one.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from vendors.importers.report import Report, RowError, Skip
from vendors.importers.sheet.directory import Directory
from vendors.importers.sheet.fields import BY_KEY, PARTS, shown
from vendors.importers.sheet.records import Record

UNCHANGED, PROPOSED, UPDATED, CREATED, SKIPPED = (
    "unchanged", "proposed", "updated", "created", "skipped",
)  # fmt: skip
ORDER = (UNCHANGED, PROPOSED, UPDATED, CREATED)
# Fields that stand in an order: the first, the second, and how the first may not be.
ORDERED = {
    "line": ("scale_min", "scale_max", "is above the largest"),
    "certificate": ("issued_on", "expires_on", "is after the last day"),
}


@dataclass(eq=False)
class Subject:
    """
    A row of the directory that the file speaks of.

    ``said`` holds what the file has said so far, each value with its row; ``changes`` what of it
    differs from the directory.
    """

    identity: tuple
    part: str
    instance: object
    is_new: bool
    above: "Subject | None" = None  # the site's vendor, the line's site, ...
    said: dict[str, tuple] = field(default_factory=dict)
    changes: dict = field(default_factory=dict)

    @property
    def is_curated(self) -> bool:
        """Say whether a person has spoken; who typed a contact is not kept, so it may be one."""
        return not self.is_new and getattr(self.instance, "set_by_id", 0) is not None


@dataclass(frozen=True)
class Change:
    """One field of a row as the preview shows it."""

    field: str
    old: str
    new: str
    fate: str


@dataclass(frozen=True)
class Outcome:
    """What becomes of one row; ``problems`` are pairs of field and reason."""

    row: int
    fate: str
    about: str
    cells: list[str]
    changes: list[Change] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Plan:
    outcomes: list[Outcome] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    proposals: list[tuple[Subject, str, object]] = field(default_factory=list)

    def report(self) -> Report:
        """Return the counts, and every problem of every row left out."""
        report = Report()
        for outcome in self.outcomes:
            report.count(outcome.fate)
            report.skips += [Skip(outcome.row, *problem) for problem in outcome.problems]
        return report

    @property
    def digest(self) -> str:
        """Return what is the same as long as the same would happen."""
        told = [asdict(outcome) for outcome in self.outcomes]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def make(records: Iterable[Record], *, source: str, is_locked: bool, progress) -> Plan:
    """
    Compare what a file says with the directory.

    :param source: under which the file's facts go; decides which proposals were made before
    :param is_locked: hold the rows until the end of the transaction
    :param progress: told how many records are done
    """
    records = list(records)
    good = [record for record in records if not record.problems]
    planner = _Planner(Directory(good, source=source, is_locked=is_locked))
    for done, record in enumerate(records, start=1):
        planner.take(record)
        progress(done)
    return planner.plan


class _Planner:
    def __init__(self, directory: Directory):
        self.directory = directory
        self.plan = Plan()
        self.known: dict[tuple, Subject] = {}  # by identity
        self.feis: dict[str, Subject] = {}  # given by the file

    def take(self, record: Record) -> None:
        """Decide on one record; one with a problem leaves no trace in the plan."""
        problems = record.problems
        if not problems:
            try:
                found = self._subjects(record)
                problems = list(self._problems(record, found))
            except RowError as error:
                problems = [error]
        about = " · ".join(
            shown(said["name"]) for part in ("vendor", "site") if (said := record.said[part])
            and "name" in said
        )  # fmt: skip
        if problems:
            pairs = [(problem.field, problem.reason) for problem in problems]
            outcome = Outcome(record.row, SKIPPED, about, record.cells, problems=pairs)
            self.plan.outcomes.append(outcome)
            return
        fates, changes = [UNCHANGED], []
        for subject in found:
            fate, of_part = self._settle(record, subject)
            fates.append(fate)
            changes += of_part
        fate = max(fates, key=ORDER.index)
        self.plan.outcomes.append(Outcome(record.row, fate, about, record.cells, changes))

    # Who is meant

    def _subjects(self, record: Record) -> list[Subject]:
        found: dict[str, Subject] = {}
        for part, own in PARTS.items():
            if said := record.said[part]:
                found[part] = self._subject(part, found.get(own.above), said)
        return list(found.values())

    def _subject(self, part: str, owner: Subject | None, said: dict) -> Subject:
        """
        Return whom a part of a row is about; one that is new is not yet in the plan.

        :raises RowError: when two rows of the directory could be meant
        """
        find = getattr(self.directory, part)
        instance = find(said) if owner is None else find(owner.instance, said)
        if instance is not None:
            identity = (part, instance.pk)
        else:
            identity = (part, owner and id(owner), *_names(part, said))
        subject = self.known.get(identity)
        if subject is None:
            is_new = instance is None
            row = PARTS[part].model() if is_new else instance
            subject = Subject(identity, part, row, is_new, owner)
        return subject

    # What is wrong between rows

    def _problems(self, record: Record, found: list[Subject]):
        for subject in found:
            said = record.said[subject.part]
            for name, value in said.items():
                before, row = subject.said.get(name, (value, 0))
                if _differ(name, before, value):
                    heading = BY_KEY[f"{subject.part}.{name}"].heading
                    yield RowError(
                        heading, f"is {shown(value)}, but row {row} says {shown(before)}"
                    )
            if subject.is_new:
                yield from _missing(subject, said)
            if subject.part == "site" and "fei" in said:
                yield from self._fei_problems(subject, said["fei"])
            if subject.part in ORDERED:
                yield from _disorder(subject, said)

    def _fei_problems(self, subject: Subject, fei: str):
        holder = self.directory.sites_by_fei.get(fei)
        if holder is not None and holder is not subject.instance:
            yield RowError("FEI", f"{fei} is that of {holder}, {holder.vendor}")
        given = self.feis.get(fei)
        if given is not None and given is not subject:
            yield RowError("FEI", f"{fei} was given to another site in row {given.said['fei'][1]}")

    # What becomes of it

    def _settle(self, record: Record, subject: Subject) -> tuple[str, list[Change]]:
        said = record.said[subject.part]
        fresh = {name: value for name, value in said.items() if name not in subject.said}
        is_first = subject.identity not in self.known
        if is_first:
            self.known[subject.identity] = subject
            self.plan.subjects.append(subject)
        subject.said |= {name: (value, record.row) for name, value in fresh.items()}
        if "fei" in fresh:
            self.feis[fresh["fei"]] = subject
        if subject.is_new:
            for name, value in fresh.items():
                setattr(subject.instance, name, value)
            return (CREATED if is_first or fresh else UNCHANGED), [
                _change(subject, name, "", value, CREATED) for name, value in fresh.items()
            ]
        return self._compare(subject, fresh)

    def _compare(self, subject: Subject, fresh: dict) -> tuple[str, list[Change]]:
        instance, fate, changes = subject.instance, UNCHANGED, []
        for name, value in fresh.items():
            if name in ("capability", "email"):  # the row was found by it
                continue
            old = getattr(instance, name)
            is_known_by_it = name == "name" and not _differ(
                name, value, getattr(instance, "legal_name", "")
            )
            if is_known_by_it or not _differ(name, value, old):
                continue
            if not subject.is_curated:
                subject.changes[name] = value
                own = UPDATED
            elif self.directory.was_asked(subject, name, value):
                continue
            else:
                self.plan.proposals.append((subject, name, value))
                own = PROPOSED
            fate = max(fate, own, key=ORDER.index)
            changes.append(_change(subject, name, old, value, own))
        return fate, changes


def _differ(name: str, one, other) -> bool:
    """Say whether two values differ; names are found in any case, so that alone is no difference."""
    if name == "name":
        return one.casefold() != other.casefold()
    return one != other


def _names(part: str, said: dict) -> tuple:
    """Return what tells new rows of one file apart."""
    if part == "line":
        return said["capability"].pk, *said.get("dosage_forms", ())
    if part == "certificate":
        return said["scheme"], said.get("number", "")
    return (said[PARTS[part].known_by].casefold(),)


def _missing(subject: Subject, said: dict):
    own = PARTS[subject.part]
    for name, needed in own.needs.items():
        if name not in {*said, *subject.said}:
            heading = BY_KEY[f"{subject.part}.{name}"].heading
            yield RowError(heading, f"is empty, and a new {own.words} needs {needed}")


def _disorder(subject: Subject, said: dict):
    *names, fault = ORDERED[subject.part]
    ends = []
    for name in names:
        told = subject.said[name][0] if name in subject.said else getattr(subject.instance, name)
        ends.append(said.get(name, told))
    if None not in ends and ends[0] > ends[1]:
        heading = BY_KEY[f"{subject.part}.{names[0]}"].heading
        yield RowError(heading, f"{shown(ends[0])} {fault}, {shown(ends[1])}")


def _change(subject: Subject, name: str, old, new, fate: str) -> Change:
    heading = BY_KEY[f"{subject.part}.{name}"].heading
    return Change(heading, shown(old, name), shown(new, name), fate)
