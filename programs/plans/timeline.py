"""A plan as a picture: workstreams down, phases across, partners as blocks, hand-offs between."""

from collections import defaultdict
from dataclasses import dataclass, field

from programs.plans import words


@dataclass(frozen=True)
class Block:
    """A stretch of phases in which a partner works, or in which nobody does."""

    first: int  # column, from 1
    last: int
    partner: dict | None
    text: str
    handoff: str = ""  # the hand-off it begins with, in words

    @property
    def is_gap(self) -> bool:
        return self.partner is None


@dataclass(frozen=True)
class Row:
    """One workstream: a lane per partner, and one for what nobody does."""

    label: str
    note: str
    lanes: list[list[Block]] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    package: str
    rows: list[Row]


def groups(record: dict, plan: dict) -> list[Group]:
    """Return the rows of the picture by package, in the order of the needs."""
    columns = {row["phase"]: place for place, row in enumerate(record["phases"], 1)}
    handoffs: dict[str, dict[tuple, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in plan["handoffs"]:
        where = columns[row["phase"]], row["taker"]
        handoffs[row["stream"]][where].append(_handoff(plan, row))
    streams: dict[str, list[dict]] = defaultdict(list)
    for need in record["needs"]:
        streams[need["stream"]].append(need)
    by_package: dict[str, list[Row]] = defaultdict(list)
    for stream, needs in streams.items():
        starts = {where: "; ".join(said) for where, said in handoffs[stream].items()}
        row = _row(record, plan, stream, needs, columns, starts)
        by_package[needs[0]["package"]].append(row)
    return [Group(package, rows) for package, rows in by_package.items()]


def _row(record, plan, stream: str, needs: list[dict], columns, starts) -> Row:
    work = defaultdict(list)
    for row in plan["work"]:
        work[row["no"]].append(row)
    cells: dict[int | None, dict[int, list]] = defaultdict(lambda: defaultdict(list))
    for need in needs:
        column = columns[need["phase"]]
        for row in work[need["no"]]:
            cells[row["partner"]][column].append((need, row))
        if not work[need["no"]]:
            cells[None][column].append((need, None))
    busy = sorted({columns[need["phase"]] for need in needs})
    lanes = [
        list(_blocks(record, plan, partner, held, busy, starts))
        for partner, held in sorted(cells.items(), key=lambda item: _order(*item))
    ]
    note = f"{needs[0]['transfer']} transfer" if needs[0]["moves"] else "nothing to transfer"
    return Row(words.stream(stream), note, lanes)


def _order(partner: int | None, held: dict):
    return partner is None, min(held), partner or 0


def _blocks(record, plan, partner, held: dict, busy: list[int], starts: dict):
    """Join neighbouring phases; a phase in which others work, or a hand-off, begins a new block."""
    stretch: list[int] = []
    for column in busy:
        begins = (column, partner) in starts
        if stretch and (column not in held or begins):
            yield _block(record, plan, partner, held, stretch, starts)
            stretch = []
        if column in held:
            stretch.append(column)
    if stretch:
        yield _block(record, plan, partner, held, stretch, starts)


def _block(record, plan, partner, held, stretch, starts) -> Block:
    rows = [row for column in stretch for row in held[column]]
    if partner is None:
        nos = {need["no"] for need, _ in rows}
        is_open = nos & set(record["uncoverable"])
        why = (
            f"{words.nobody(record)} meets it"
            if is_open
            else f"left out by {words.left_out_by(record, plan)}"
        )
        text = f"{_needs(rows)}: {why}"
        return Block(stretch[0], stretch[-1], None, text)
    sites = list(dict.fromkeys(row["site"] for _, row in rows if row["site"]))
    return Block(
        stretch[0],
        stretch[-1],
        plan["partners"][partner],
        ", ".join([_needs(rows), *sites[:2]]),
        starts.get((stretch[0], partner), ""),
    )


def _needs(rows: list) -> str:
    return f"{len(rows)} need{'s' * (len(rows) != 1)}"


def _handoff(plan: dict, row: dict) -> str:
    names = [partner["vendor"] for partner in plan["partners"]]
    if row["is_site_only"]:
        return (
            f"Hand-off: {names[row['taker']]} changes site before {words.of_phases([row['phase']])}"
        )
    givers = words.joined([names[place] for place in row["givers"]])
    return f"Hand-off: {givers} to {names[row['taker']]}, before {words.of_phases([row['phase']])}"
