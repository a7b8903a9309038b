"""What is asked, in the numbers that the columns of the directory speak."""

from typing import NamedTuple

import numpy as np

from programs.matching import scoring
from programs.matching.store import Brief
from programs.matching.types import Asked
from vendors import lines, traits
from vendors.compiled import compiled
from vendors.lines import NO_DAY, NOTHING, Lines


class Ask(NamedTuple):
    """One alternative of a need: days since 1970, scales in thousandths, bits as in the traits."""

    no: int
    start: int  # where the lines of its leaf stand
    stop: int
    want: int  # phase, modality and form
    minimum: int
    scale: int  # NOTHING where none is asked
    unit: int
    usual: int  # the leaf's own unit
    ready_by: int  # NO_DAY where lead times do not count
    certified_on: int
    below: int  # the grades that fall short
    group: int  # the bit of its group (vendors/lines.py)


ROW = np.dtype([(name, np.int64) for name in Ask._fields])


def asks(asking: Brief, known: Lines) -> np.ndarray:
    """Return the alternatives of all needs, in the order of the needs: a row of ``Ask`` each."""
    rows = [_ask(asked, leaf, asking, known) for asked in asking.needs for leaf in asked.leaves]
    return np.array(rows, ROW)


def _ask(asked: Asked, leaf, asking: Brief, known: Lines) -> Ask:
    form = asked.form if leaf.dosage_forms else ""
    wanted = (asked.need.phase, asking.modality, form)
    scale, usual = asked.need.scale, lines.unit(leaf.scale_unit)
    part = known.of_leaf(leaf.code)
    return Ask(
        no=asked.no,
        start=part.start,
        stop=part.stop,
        want=traits.of(code for code in wanted if code),
        minimum=asked.need.minimum_evidence,
        scale=NOTHING if scale is None else int(1000 * scale),
        unit=lines.unit(asked.need.scale_unit) or usual,
        usual=usual,
        ready_by=_ready_by(asked, asking),
        certified_on=lines.day(max(asked.starts_on or asking.today, asking.today)),
        below=traits.of(asked.below[leaf.code]),
        group=known.group_bit(leaf.group),
    )


@compiled
def asked_at(asks, place):
    """Return a row as an ``Ask``."""
    row = asks[place]
    return Ask(
        row["no"],
        row["start"],
        row["stop"],
        row["want"],
        row["minimum"],
        row["scale"],
        row["unit"],
        row["usual"],
        row["ready_by"],
        row["certified_on"],
        row["below"],
        row["group"],
    )


def _ready_by(asked: Asked, asking: Brief) -> int:
    """Return the day by which a line must be ready; NO_DAY where lead times do not count."""
    starts_on = asked.starts_on
    if starts_on is None or starts_on - asking.today > scoring.LEAD_TIME_HORIZON:
        return NO_DAY
    return lines.day(max(starts_on, asking.today))
