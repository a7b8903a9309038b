"""The shape of a vendor that was designed by hand, so that a ranking can be foretold."""

from dataclasses import dataclass

from vendors.choices import VendorKind


@dataclass(frozen=True)
class Place:
    """
    A site of a designed vendor.

    ``lines`` holds one leaf a row: the code, its runs of phases with their rung of evidence, then
    scale, weeks to start and weeks to the next slot, each part after a bar and each optional:
    ``M2.10  PRE:2 P1-REG:4  | 5-500 | 26 | 10``.
    """

    label: str
    city: str
    country: str
    lines: str
    regime: str = "GMP"
    level: int = 4
    months_left: int = 30  # until the main certificate expires
    outcome: str = "NAI"  # of its inspection


@dataclass(frozen=True)
class Anchor:
    name: str
    tagline: str
    about: str
    places: tuple[Place, ...]
    people: tuple[str, ...]
    kind: VendorKind = VendorKind.CDMO
    modalities: str = ""
    forms: str = ""
    confirmed: str = ""  # groups whose list is complete
    never: str = ""  # leaves said not to be offered
    size: str = "M"
    founded: int = 2004
    confirmed_days_ago: int | None = 41
    warning_letter_days_ago: int | None = None  # dated so long ago, at the first place
    closed_days_ago: int | None = None
