"""What trials a register names a vendor in, by phase: a picture, and the list behind it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from vendors.choices import Phase
from vendors.models import TrialRecord

SHOWN = 8  # trials named on the profile; the rest are counted
NOT_STATED = "Not stated"


@dataclass(frozen=True)
class Bar:
    """The trials of one phase: how many, and the share of the longest bar in percent."""

    phase: str
    label: str
    count: int
    width: int


@dataclass(frozen=True)
class TrackRecord:
    """The trials, newest number first, and how they divide; a trial of two phases is in both bars."""

    trials: list[TrialRecord]
    bars: list[Bar]
    names: list[str]

    @property
    def shown(self) -> list[TrialRecord]:
        return self.trials[:SHOWN]

    @property
    def more(self) -> int:
        return max(len(self.trials) - SHOWN, 0)

    @property
    def sponsors(self) -> int:
        return len({trial.sponsor for trial in self.trials if trial.sponsor})

    @property
    def sources(self) -> list[str]:
        return sorted({trial.source for trial in self.trials if trial.source})

    @property
    def seen(self) -> date | None:
        return max((trial.as_of for trial in self.trials if trial.as_of), default=None)


def of(vendor) -> TrackRecord:
    """Read a vendor's track record, in one query."""
    trials = list(vendor.trials.order_by("-nct_id", "registered_name"))
    for trial in trials:
        trial.phase_words = ", ".join(Phase(code).label for code in trial.phases)
        trial.condition_words = trial.conditions.replace("|", "; ")
    counts = Counter(code for trial in trials for code in trial.phases or [""])
    longest = max(counts.values(), default=1)
    rows = [(phase.value, phase.label) for phase in Phase] + [("", NOT_STATED)]
    bars = [
        Bar(code, label, counts[code], round(100 * counts[code] / longest))
        for code, label in rows
        if counts[code]
    ]
    return TrackRecord(trials, bars, sorted({trial.registered_name for trial in trials}))
