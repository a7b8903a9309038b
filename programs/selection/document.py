"""A document before it is a PDF or a workbook: titles, facts, sentences, tables, one picture."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """A table; ``widths`` are shares of the line, in PDF and in XLSX alike."""

    title: str
    head: list[str]
    rows: list[list]
    widths: list[int]


@dataclass(frozen=True)
class Section:
    title: str
    sentences: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """
    What a selection file holds.

    :param facts: (name, value) rows of the first page
    :param front: the name of the first sheet of a workbook
    :param picture: phases and rows of a plan's timeline, see ``plan_file.picture``
    """

    title: str
    subtitle: str
    facts: list[tuple[str, str]]
    sections: list[Section]
    picture: dict | None = None
    front: str = "Selection"
