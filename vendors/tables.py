"""Tables of the directory as parallel arrays: what the index and the matching keep in memory."""

from dataclasses import fields
from typing import ClassVar, Self

import numpy as np


class Tables:
    """
    Columns of the vendors, and of what belongs to them, each an array of one length per table.

    A subclass is a frozen dataclass whose columns stand in the vendors' own table unless ``TABLES``
    names another. ``vendor_of_<table>`` and ``site_of_<table>`` hold places in the arrays of the
    vendors and of the sites. ``SHARED`` fields belong to no vendor.
    """

    TABLES: ClassVar[dict[str, set[str]]]
    SHARED: ClassVar[set[str]]

    def replaced(self, vendor_ids, other: Self) -> Self:
        """Return the same without these vendors, and with another's at the end."""
        own = ~np.isin(self.vendor_ids, list(vendor_ids))
        kept = {table: own[getattr(self, f"vendor_of_{table}")] for table in self.TABLES}
        kept["vendor"] = own
        runs = {table: _runs(flags) for table, flags in kept.items()}
        places = {table: np.cumsum(kept[table], dtype=np.int32) for table in ("vendor", "site")}
        columns = {}
        for name, table, values in self._columns():
            added, pieces = getattr(other, name), [values[run] for run in runs[table]]
            target = name.partition("_of_")[0]
            if "_of_" in name and target in places:
                ahead = kept[target].sum(dtype=np.int32)
                pieces = [(places[target] - np.int32(1))[piece] for piece in pieces]
                added = added + ahead
            columns[name] = np.concatenate([*pieces, added])
        return type(self)(**self._shared(), **columns)

    def _columns(self):
        """Yield the name, the table and the values of every column."""
        of = {name: table for table, names in self.TABLES.items() for name in names}
        for one in fields(self):
            if one.name not in self.SHARED:
                yield one.name, of.get(one.name, "vendor"), getattr(self, one.name)

    def _shared(self) -> dict:
        return {name: getattr(self, name) for name in self.SHARED}


def _runs(flags: np.ndarray) -> list[slice]:
    """Return where runs of what is kept stand: copying a run is faster than picking its values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    return [slice(first, last) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def within(rows: list[np.ndarray], column: int, known: np.ndarray) -> list[np.ndarray]:
    """
    Return the rows that belong to something known.

    Each table is read by a statement of its own: what was committed between two of them has no
    place yet, and must not take another's. The log of changes names it at the next reading.
    """
    is_known = np.isin(rows[column], known)
    return rows if is_known.all() else [values[is_known] for values in rows]


def numbers(cursor, sql: str, types: str, vendor_ids=None, **options) -> list[np.ndarray]:
    """
    Read columns of numbers by COPY: binary rows of fixed width need no parsing at all.

    :param sql: with a place for ``{where}``, which names the vendors by ``s.vendor_id``
    :param types: by column, as numpy calls them
    :param vendor_ids: of these alone; of all where None
    """
    where = ""
    if vendor_ids is not None:
        where = f"WHERE s.vendor_id IN ({', '.join(str(int(pk)) for pk in vendor_ids) or 'NULL'})"
    query = sql.format(where=where, **options).replace("%", "%%")
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)") as copy:
        data = b"".join(bytes(block) for block in copy)
    layout = [("columns", ">i2")]
    for number, kind in enumerate(types.split()):
        layout += [(f"width{number}", ">i4"), (str(number), f">{kind}")]
    body = data[19:-2]  # between the header and the trailer
    table = np.frombuffer(body, np.dtype(layout))
    return [table[str(n)].astype(kind) for n, kind in enumerate(types.split())]
