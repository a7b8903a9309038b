"""What a kind of vendor looks like, before chance has its say."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Archetype:
    """
    One kind of vendor: a peptide CDMO, a Phase 1 unit, a depot.

    Lists of codes are strings, split at blanks. ``core`` leaves are always offered, each leaf of
    ``extra`` by half of the vendors, and ``never`` is said aloud as not offered. ``reach`` names
    the stretches of phases such a vendor may cover, one of which is drawn.
    """

    key: str
    kind: str
    count: int
    names: tuple[str, ...]
    taglines: tuple[str, ...]
    about: str
    regime: str  # what its sites are held to: GMP, GLP, LAB, GCP, GDP or QMS
    core: str
    extra: str = ""
    never: str = ""
    modalities: str = ""  # empty: all of the leaf
    forms: str = ""  # empty: all of the leaf
    reach: tuple[str, ...] = ("DISC-PMK",)
    sizes: str = "S M M L"
    sites: tuple[int, int] = (1, 2)
    site_word: str = "plant"
    countries: str = ""  # empty: by the weights of countries.csv
