"""The vocabulary of programs: priorities, origins, gates and the answers of a match."""

from django.db.models import TextChoices

from vendors.choices import DosageForm, Modality, Phase


class Priority(TextChoices):
    MUST = "must", "Must"
    SHOULD = "should", "Should"
    COULD = "could", "Could"


class Origin(TextChoices):
    PROPOSED = "proposed", "Proposed from the taxonomy"
    ADDED = "added", "Added by a person"


class Visibility(TextChoices):
    TEAM = "team", "The program's team"
    ORGANISATION = "organisation", "Everyone in the organisation"


class ExpressionHost(TextChoices):
    MAMMALIAN = "mammalian", "Mammalian cells"
    MICROBIAL = "microbial", "Microbial or yeast"
    VIRAL = "viral", "Viral, inactivated or VLP"


class GateKind(TextChoices):
    COUNTRY = "country", "Country"
    GXP = "gxp", "GxP grade for the phase"
    WARNING_LETTER = "warning_letter", "Warning letter"
    DISQUALIFIED = "disqualified", "Disqualified relationship"


class NeedState(TextChoices):
    """How a vendor answers a need. Unknown is not no."""

    MET = "met", "Met"
    WEAKER = "weaker", "Met on weaker evidence"
    UNKNOWN = "unknown", "Unknown"
    NOT_MET = "not_met", "Not met"


class Weighing(TextChoices):
    """How a person says what the needs weigh."""

    OWN = "own", "The needs' own weights"
    POINTS = "points", "Points"
    RANK_SUM = "rank-sum", "Places, even steps (rank-sum)"
    CENTROID = "centroid", "Places, the first counts most (centroid)"


class Market(TextChoices):
    US = "US", "United States"
    EU = "EU", "European Union"
    UK = "UK", "United Kingdom"
    CH = "CH", "Switzerland"
    JP = "JP", "Japan"
    CN = "CN", "China"
    KR = "KR", "Republic of Korea"
    TW = "TW", "Taiwan"
    IN = "IN", "India"
    BR = "BR", "Brazil"
    CA = "CA", "Canada"
    AU = "AU", "Australia"
    ROW = "ROW", "Rest of the world"


# The taxonomy's default packages, in the order a program shows them.
PACKAGES = {
    "drug-substance": "Drug substance",
    "drug-product": "Drug product",
    "testing": "Testing",
    "supply": "Supply",
    "cmc-services": "CMC services",
    "discovery": "Discovery",
    "nonclinical": "Nonclinical",
    "laboratories": "Laboratories",
    "clinical": "Clinical",
    "biometrics": "Biometrics",
    "regulatory-safety": "Regulatory and safety",
}

# What an open fact can be about: its words, and the vocabulary of its answers.
FACTS = {
    "modality": ("modality", Modality),
    "dosage_form": ("dosage form", DosageForm),
    "current_phase": ("current phase", Phase),
    "target_phase": ("target phase", Phase),
    "expression_host": ("expression host", ExpressionHost),
}
