"""What is asked, in the numbers that the columns of the directory speak."""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from programs.matching import scoring
from programs.matching.store import Brief
from programs.matching.types import Asked
from vendors import lines, traits
from vendors.lines import FAR, NOTHING

NO_LIMIT = FAR  # a day by which nothing has to be ready


class Ask(NamedTuple):
    """One alternative of a need: days since 1970, scales in thousandths, bits as in the traits."""

    no: int
    leaf: str
    want: int  # phase, modality and form
    minimum: int
    scale: int  # NOTHING where none is asked
    unit: int
    usual: int  # the leaf's own unit
    ready_by: int  # NO_LIMIT where lead times do not count
    certified_on: int
    below: int  # the grades that fall short
    group: int  # a bit per group that is asked for


@dataclass(frozen=True)
class Asks:
    """The same as columns, a place for each alternative."""

    no: np.ndarray
    want: np.ndarray
    minimum: np.ndarray
    scale: np.ndarray
    unit: np.ndarray
    usual: np.ndarray
    ready_by: np.ndarray
    certified_on: np.ndarray
    below: np.ndarray
    is_single: bool  # no need has a second alternative

    @classmethod
    def of(cls, asked: list[Ask]) -> Self:
        names = [
            "no",
            "want",
            "minimum",
            "scale",
            "unit",
            "usual",
            "ready_by",
            "certified_on",
            "below",
        ]
        columns = {
            name: np.array([getattr(ask, name) for ask in asked], np.int64) for name in names
        }
        for name in ("unit", "usual", "ready_by", "certified_on"):
            columns[name] = columns[name].astype(np.int32)  # as the lines have them
        return cls(**columns, is_single=len(np.unique(columns["no"])) == len(asked))


def asks(asking: Brief) -> list[Ask]:
    """Return the alternatives of all needs, in the order of the needs."""
    bits = group_bits(asking)
    return [
        _ask(asked, leaf, asking, bits[leaf.group])
        for asked in asking.needs
        for leaf in asked.leaves
    ]


def group_bits(asking: Brief) -> dict[str, int]:
    """Return a bit per group of capabilities that is asked for."""
    groups = sorted({leaf.group for asked in asking.needs for leaf in asked.leaves})
    return {group: 1 << place for place, group in enumerate(groups)}


def _ask(asked: Asked, leaf, asking: Brief, group: int) -> Ask:
    form = asked.form if leaf.dosage_forms else ""
    wanted = (asked.need.phase, asking.modality, form)
    scale, usual = asked.need.scale, lines.unit(leaf.scale_unit)
    return Ask(
        no=asked.no,
        leaf=leaf.code,
        want=traits.of(code for code in wanted if code),
        minimum=asked.need.minimum_evidence,
        scale=NOTHING if scale is None else int(1000 * scale),
        unit=lines.unit(asked.need.scale_unit) or usual,
        usual=usual,
        ready_by=_ready_by(asked, asking),
        certified_on=lines.day(max(asked.starts_on or asking.today, asking.today)),
        below=traits.of(asked.below[leaf.code]),
        group=group,
    )


def _ready_by(asked: Asked, asking: Brief) -> int:
    """Return the day by which a line must be ready."""
    starts_on = asked.starts_on
    if starts_on is None or starts_on - asking.today > scoring.LEAD_TIME_HORIZON:
        return NO_LIMIT
    return lines.day(max(starts_on, asking.today))
