"""The figures as one table, and as .local/bench.json."""

import json
from collections.abc import Iterable
from pathlib import Path

from bench.registry import Figure

HEADINGS = ("benchmark", "value", "unit", "goal", "", "held against")


def table(figures: Iterable[Figure]) -> str:
    rows = [HEADINGS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place in (1, 3) else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    verdict = {None: "", True: "met", False: "missed"}[figure.is_met]
    against = f"{figure.ratio:.2f} of {figure.ratio_to}" if figure.ratio is not None else ""
    return (
        figure.name,
        f"{figure.value:,.2f}",
        figure.unit,
        "" if figure.goal is None else f"{figure.goal:g}",
        verdict,
        against,
    )


def write(figures: Iterable[Figure], path: Path) -> None:
    """Write the figures as a JSON list of objects with the fields of a figure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([figure.as_dict() for figure in figures], indent=2) + "\n")
