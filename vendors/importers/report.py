"""What an import did: every record of the file has exactly one fate."""

from collections import Counter
from dataclasses import dataclass, field

FATES = ("created", "updated", "unchanged", "proposed", "skipped")


class UnusableFileError(Exception):
    """The file as a whole cannot be read; nothing was changed. The message is one line."""


class RowError(Exception):
    """One record cannot be used: the field and the reason."""

    def __init__(self, field: str, reason: str):
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


@dataclass(frozen=True)
class Skip:
    """A record left out: its row (the header is row 1) or number, the field, and why."""

    row: int
    field: str
    reason: str


@dataclass
class Report:
    """Counts that add up to the file's records, the skipped rows, and terms not understood."""

    counts: Counter = field(default_factory=lambda: Counter(dict.fromkeys(FATES, 0)))
    skips: list[Skip] = field(default_factory=list)
    unknown_terms: Counter = field(default_factory=Counter)

    @property
    def records(self) -> int:
        return self.counts.total()

    def count(self, fate: str, number: int = 1) -> None:
        if fate not in FATES:
            raise ValueError(fate)
        self.counts[fate] += number

    def skip(self, row: int, error: RowError) -> None:
        self.count("skipped")
        self.skips.append(Skip(row, error.field, error.reason))

    def as_dict(self) -> dict:
        return {
            "records": self.records,
            **{fate: self.counts[fate] for fate in FATES},
            "rows": [vars(skip) for skip in self.skips],
            "unknown_terms": dict(self.unknown_terms.most_common()),
        }
