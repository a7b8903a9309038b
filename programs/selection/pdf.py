"""A document as PDF, by Typst: its text goes in as data, never as markup."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import typst

from programs.selection.document import Document

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
                        "numeric": [
                            _is_numeric(column) for column in zip(*table.rows, strict=True)
                        ],
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


def _is_numeric(column) -> bool:
    """Say whether a column holds numbers and nothing else."""
    return all(cell is None or isinstance(cell, int | Decimal) for cell in column)


def _text(cell) -> str:
    return "" if cell is None else str(cell)
