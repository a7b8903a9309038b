"""What can be asked of the directory: its facets, where their values stand as bits, and a question."""

from dataclasses import dataclass, field
from datetime import date

from vendors import columns
from vendors.choices import Standing

STATED = ("phase", "modality", "form", "grade", "evidence")  # bits of a line's traits
LINE_FACETS = ("capability", "country", *STATED)
CERTIFICATES_AT = columns.RECORDS_AT + len(columns.RECORDS)
CONFIRMED_AT = CERTIFICATES_AT + len(columns.SCHEMES)
CONFIRMED = {
    "6": "Within 6 months",
    "12": "6 to 12 months ago",
    "old": "Longer ago",
    "never": "Never",
}
RELATIONSHIP_AT = CONFIRMED_AT + len(CONFIRMED)
RELATIONSHIPS = {
    **dict(Standing.choices),
    "open": "On file, no standing given",
    "none": "None on file",
}
# Where the values of a vendor's facets stand among its bits.
OWN_FACETS = {
    "kind": {kind: place for place, kind in enumerate(columns.KINDS)},
    "size": {size: 3 + place for place, size in enumerate(columns.SIZES)},
    "record": {name: columns.RECORDS_AT + place for place, name in enumerate(columns.RECORDS)},
    "certificate": {name: CERTIFICATES_AT + place for place, name in enumerate(columns.SCHEMES)},
    "confirmed": {name: CONFIRMED_AT + place for place, name in enumerate(CONFIRMED)},
    "relationship": {name: RELATIONSHIP_AT + place for place, name in enumerate(RELATIONSHIPS)},
}


@dataclass(frozen=True)
class Asked:
    """
    A question to the directory.

    :param chosen: values by facet; any of a facet's values will do
    :param leaves: the codes behind the chosen capabilities, None where nothing was chosen
    :param runs: (leaf codes, phases) of functions, which count as further chosen capabilities
    :param found_by_text: vendors' ids with their rank, where a text was asked for
    :param organisation_id: whose own vendors are seen too
    :param standings: that organisation's standing by vendor id
    """

    chosen: dict = field(default_factory=dict)
    leaves: frozenset | None = None
    runs: tuple = ()
    found_by_text: dict | None = None
    organisation_id: int | None = None
    standings: dict | None = None
    same_line: bool = True
    today: date = columns.EPOCH
