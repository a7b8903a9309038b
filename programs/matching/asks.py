"""What is asked, in the numbers that the columns of the directory speak."""

from typing import NamedTuple

from programs.matching import scoring
from programs.matching.store import Brief
from programs.matching.types import Asked
from vendors import lines, traits
from vendors.lines import NOTHING


class Ask(NamedTuple):
    """One alternative of a need: days since 1970, scales in thousandths, bits as in the traits."""

    no: int
    leaf: str
    want: int  # phase, modality and form
    minimum: int
    scale: int  # NOTHING where none is asked
    unit: int
    usual: int  # the leaf's own unit
    ready_by: int | None  # None where lead times do not count
    certified_on: int
    below: int  # the grades that fall short
    group: int  # a bit per group that is asked for


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


def _ready_by(asked: Asked, asking: Brief) -> int | None:
    """Return the day by which a line must be ready; None where lead times do not count."""
    starts_on = asked.starts_on
    if starts_on is None or starts_on - asking.today > scoring.LEAD_TIME_HORIZON:
        return None
    return lines.day(max(starts_on, asking.today))
