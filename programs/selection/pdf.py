"""A document as PDF, by Typst: its text goes in as data, never as markup."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import typst

from programs.selection.document import Document, Table

TEMPLATE = Path(__file__).with_name("selection.typ")


def render(document: Document, *, now: datetime) -> bytes:
    """Return the PDF, tagged for screen readers; ``now`` is its date of creation."""
    data = {
        "title": document.title,
        "subtitle": document.subtitle,
        "facts": document.facts,
        "sections": [
            {
                "title": section.title,
                "sentences": section.sentences,
                "tables": [
                    {
                        "title": table.title,
                        "head": table.head,
                        "rows": [[_text(cell) for cell in row] for row in table.rows],
                        "widths": table.widths,
                        "numeric": [_is_numeric(table, at) for at in range(len(table.head))],
                    }
                    for table in section.tables
                ],
            }
            for section in document.sections
        ],
        "picture": document.picture,
    }
    return typst.compile(
        TEMPLATE.read_bytes(),
        sys_inputs={"document": json.dumps(data)},
        timestamp=now.replace(microsecond=0),
    )


def _is_numeric(table: Table, at: int) -> bool:
    """Say whether a column holds numbers and nothing else."""
    return all(row[at] is None or isinstance(row[at], int | Decimal) for row in table.rows)


def _text(cell) -> str:
    return "" if cell is None else str(cell)
