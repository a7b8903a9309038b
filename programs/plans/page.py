"""What the page of a plan shows; all of it is read from the record, so a kept plan looks the same."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from django.utils.http import urlencode

from programs.choices import NeedState
from programs.matching.types import MARKS
from programs.plans import timeline, words
from programs.plans.records import BEST, MORE
from vendors.choices import Phase


@dataclass(frozen=True)
class Card:
    """One of the plans, small."""

    plan: dict
    title: str
    is_shown: bool
    lines: list[list[tuple[float, float, str]]]  # by workstream: from, width in percent, letter
    is_proved: bool
    badge: str

    @property
    def open_width(self) -> float:
        return round(self.plan["best_case"] - self.plan["score"], 1)

    @property
    def height(self) -> int:
        return 5 * len(self.lines)


@dataclass(frozen=True)
class PlanPage:
    """A record as the reader asked for it: one of its plans in full."""

    record: dict
    plan: dict

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.record["generated_at"])

    @property
    def summary(self) -> str:
        return words.summary(self.record, self.plan)

    @property
    def claims(self) -> list[tuple[bool, str]]:
        return words.claims(self.record, self.plan)

    @property
    def title(self) -> str:
        return _title(self.record, self.plan)

    @property
    def open_width(self) -> float:
        return round(self.plan["best_case"] - self.plan["score"], 1)

    @property
    def phases(self) -> list[tuple[int, str, str]]:
        """Return the columns: number, name, planned start in words."""
        return [
            (place, Phase(row["phase"]).label, _quarter(row["starts_on"]))
            for place, row in enumerate(self.record["phases"], 1)
        ]

    @cached_property
    def groups(self) -> list[timeline.Group]:
        return timeline.groups(self.record, self.plan)

    @property
    def cards(self) -> list[Card]:
        return [
            Card(
                plan,
                _title(self.record, plan),
                plan["name"] == self.plan["name"],
                _lines(self.record, plan),
                *words.badge(self.record, plan),
            )
            for plan in self.record["plans"]
        ]

    @property
    def gaps(self) -> list[tuple[str, str, str]]:
        """Return (label, phases, package) of what nobody meets; phases of one label together."""
        return _together(self.record, self.record["uncoverable"])

    @property
    def options(self) -> str:
        return words.options(self.record)

    @property
    def is_narrowed(self) -> bool:
        return words.is_narrowed(self.record)

    @property
    def nobody(self) -> str:
        return words.capital(words.nobody(self.record))

    @property
    def left_out_by(self) -> str:
        return words.capital(words.left_out_by(self.record, self.plan))

    @property
    def left_out(self) -> list[tuple[str, str, str]]:
        return _together(self.record, self.plan["uncovered"])

    @property
    def one_source(self) -> list[tuple[str, str, str]]:
        """Return the needs that should have two sources and have one."""
        return _together(self.record, [*self.record["without_second"], *self.plan["single"]])

    @property
    def handoffs(self) -> list[dict]:
        starts = {row["phase"]: row["starts_on"] for row in self.record["phases"]}
        partners = self.plan["partners"]
        return [
            {
                "stream": words.stream(row["stream"]),
                "givers": [partners[place] for place in row["givers"]],
                "taker": partners[row["taker"]],
                "is_site_only": row["is_site_only"],
                "phase": Phase(row["phase"]).label,
                "starts_on": _day(starts.get(row["phase"])),
            }
            for row in self.plan["handoffs"]
        ]

    @property
    def no_handoff(self) -> str:
        return words.NO_HANDOFF

    @property
    def work(self) -> list[tuple[str, list[dict]]]:
        """Return by phase who does what, in the order of the needs."""
        needs, order = self.record["needs"], list(Phase)
        rows = sorted(
            self.plan["work"], key=lambda row: order.index(Phase(needs[row["no"]]["phase"]))
        )
        return [
            (Phase(phase).label, [self._work(row) for row in found])
            for phase, found in groupby(rows, key=lambda row: needs[row["no"]]["phase"])
        ]

    def _work(self, row: dict) -> dict:
        state = NeedState(row["state"])
        return row | {
            "need": self.record["needs"][row["no"]],
            "partner": self.plan["partners"][row["partner"]],
            "state": state.label,
            "mark": MARKS[state],
        }

    @property
    def losses(self) -> list[dict]:
        runs = dict(self.runs)
        return [
            {
                "runs": runs.get(loss["partner"], []),
                "partner": self.plan["partners"][loss["partner"]],
                "carried": len(loss["carried"]),
                "open": len(loss["open"]),
                "single": len(loss.get("single", ())),  # plans kept before do not say
                "nobody": _together(self.record, loss["nobody"]),
                "stand_in": loss["stand_in"],
                "regained": len(loss["regained"]),
            }
            for loss in self.plan["losses"]
        ]

    @property
    def needs(self) -> int:
        return len(self.record["needs"])

    @property
    def runs(self) -> list[tuple[int, list[dict]]]:
        """Return by place how far a partner carries each workstream it works on, longest first."""
        found = defaultdict(list)
        for run in self.plan["runs"]:
            found[run["partner"]].append(
                {
                    "stream": words.stream(run["stream"]),
                    "count": len(run["phases"]),
                    "phases": words.of_phases(run["phases"]) if run["phases"] else "",
                }
            )
        return sorted(found.items())


def show(record: dict, name: str = BEST) -> PlanPage | None:
    """Open one plan of a record, the best where the wanted one is not there; None without any."""
    plans = {plan["name"]: plan for plan in record["plans"]}
    if not plans:
        return None
    return PlanPage(record, plans.get(name) or record["plans"][0])


def query(options: dict, **changes) -> str:
    """Return the query string that asks for a plan with these options."""
    known = {**options, **changes}
    pairs = [
        *(("packages", pk) for pk in known["packages"]),
        *(("phases", phase) for phase in known["phases"]),
        *((("cap", known["cap"]),) if known["cap"] else ()),
        *(("include", slug) for slug in known["include"]),
        *(("exclude", slug) for slug in known["exclude"]),
        *((name, "on") for name in ("apart", "by_site") if known[name]),
        *(("double", pk) for pk in known["double"]),
    ]
    return urlencode(pairs)


def _lines(record: dict, plan: dict) -> list[list[tuple[float, float, str]]]:
    width = 100 / len(record["phases"])
    return [
        [
            (
                round(width * (block.first - 1), 2),
                round(width * (block.last - block.first + 1), 2),
                block.partner["letter"],
            )
            for lane in row.lanes
            for block in lane
            if block.partner
        ]
        for group in timeline.groups(record, plan)
        for row in group.rows
    ]


def _title(record: dict, plan: dict) -> str:
    cap = record["options"]["cap"]
    if plan["name"] == MORE:
        is_above = cap is not None and len(plan["partners"]) > cap
        return "One partner above the cap" if is_above else "One partner more"
    return "Best within the cap" if cap and plan["uncovered"] else "Fewest partners"


def _together(record: dict, nos) -> list[tuple[str, str, str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for no in nos:
        need = record["needs"][no]
        found[need["label"], need["package"]].append(need["phase"])
    return [(label, words.of_phases(phases), package) for (label, package), phases in found.items()]


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _quarter(iso: str | None) -> str:
    day = _day(iso)
    return f"Q{(day.month + 2) // 3} {day.year}" if day else "not planned"
