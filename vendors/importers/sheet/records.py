"""What each row of a table says of a vendor and what belongs to it; an empty cell says nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from vendors.importers import reading
from vendors.importers.report import RowError
from vendors.importers.sheet.fields import BY_KEY, PARTS, above
from vendors.importers.sheet.table import Table
from vendors.models import Capability

# What Excel writes where a formula failed.
FAILED_FORMULAS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}


@dataclass
class Record:
    """``said`` holds, per part, the fields a row states; with problems nothing of it is used."""

    row: int
    cells: list[str]
    said: dict[str, dict] = field(default_factory=lambda: {part: {} for part in PARTS})
    problems: list[RowError] = field(default_factory=list)


class Leaves:
    """The current leaves of the taxonomy, by code and by words."""

    def __init__(self):
        self.by_code = {leaf.code: leaf for leaf in Capability.objects.current()}
        self.by_words = {leaf.label.casefold(): leaf for leaf in self.by_code.values()}

    def find(self, text: str) -> Capability:
        """
        Return the leaf of a code or of its words.

        :raises ValueError: when there is none
        """
        leaf = self.by_code.get(text.upper()) or self.by_words.get(text.casefold())
        if leaf is None:
            raise ValueError(f"“{text[:60]}” is not a leaf of the taxonomy, by code or by words")
        return leaf


def read(table: Table, mapping: dict[str, str]) -> Iterator[Record]:
    """
    Yield a record per row.

    :param mapping: the key of a field per heading
    """
    leaves = Leaves()
    places = [(n, mapping[heading]) for n, heading in enumerate(table.header) if heading in mapping]
    for number, cells in table.rows:
        record = Record(number, cells, problems=list(table.problems.get(number, ())))
        for place, key in places:
            if cells[place].strip():
                _read_cell(record, key, cells[place], leaves)
        if not record.problems:
            record.problems = list(_gaps(record))
        yield record


def _read_cell(record: Record, key: str, text: str, leaves: Leaves) -> None:
    meant = BY_KEY[key]
    try:
        reading.plain({meant.heading: text}, meant.heading)  # a formula, a NUL
        if text.strip().upper() in FAILED_FORMULAS:
            raise RowError(meant.heading, f"{text.strip()} is a formula that failed")
        if key == "line.capability":
            try:
                record.said["line"]["capability"] = leaves.find(meant.read(text))
            except ValueError as error:
                raise RowError(meant.heading, str(error)) from error
        else:
            record.said[meant.part][meant.name] = meant.clean(text)
    except RowError as error:
        record.problems.append(error)


def _gaps(record: Record) -> Iterator[RowError]:
    said = record.said
    spoken_of = {one for part in PARTS if said[part] for one in above(part)} | {"vendor"}
    for part, own in PARTS.items():
        if part in spoken_of and own.known_by not in said[part]:
            why = f", and the row says something of a {own.words}" if own.above else ""
            yield RowError(BY_KEY[f"{part}.{own.known_by}"].heading, f"is empty{why}")
