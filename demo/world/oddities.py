"""What a living directory also has: letters, vendors in review, one suspended, one unfinished."""

from datetime import timedelta

from demo.world import standing
from vendors.choices import ListingState

# key of the vendor: days since the warning letter, days since its close-out (None: open)
LETTERS = {
    "fill-finish-2": (410, None),
    "oral-commercial-3": (900, 300),
    "api-commercial-4": (640, 120),
    "liquids-semisolids-1": (260, None),
}
IN_REVIEW = {
    "lyophilisation-2": 2,  # the curator's first case: one line does not say its phases
    "peptide-5": 1,
    "bioanalysis-6": 3,
    "regional-cro-2": 4,
    "plasmid-3": 6,
    "oral-development-5": 9,
    "safety-4": 11,
}
INCOMPLETE = "lyophilisation-2"
DRAFT = "inhalation-4"
SUSPENDED = "analytical-7"
RECENT = {"autologous-4": 3, "biometrics-5": 5, "radiopharma-2": 6, "packaging-5": 8}


def apply(entries, *, today) -> None:
    """Give some vendors the state or the record that makes the world worth curating."""
    known = {entry.key: entry for entry in entries}
    for serial, (key, (dated, closed)) in enumerate(LETTERS.items(), start=9001):
        known[key].actions += _letter(known[key], serial, dated, closed, today)
    for key, days_ago in IN_REVIEW.items():
        known[key].state, known[key].days_ago = ListingState.IN_REVIEW, days_ago
    for key, days_ago in RECENT.items():
        known[key].days_ago = days_ago
    known[DRAFT].state, known[DRAFT].days_ago = ListingState.DRAFT, 12
    known[SUSPENDED].state = ListingState.SUSPENDED
    known[SUSPENDED].review_note = "Two clients report that the laboratory has closed."
    _forget_phases(known[INCOMPLETE])


def _letter(entry, serial, dated, closed, today) -> list[dict]:
    place = entry.profile["sites"][0]
    place["fei"] = place["fei"] or f"99{serial:08d}"
    return standing.warning_letter(
        fei=place["fei"],
        serial=serial,
        firm=entry.name,
        country=place["country"],
        dated=today - timedelta(days=dated),
        closed=closed and today - timedelta(days=closed),
    )


def _forget_phases(entry) -> None:
    line = entry.profile["sites"][0]["lines"][0]
    line["phases"] = []
    line["note"] = "Phases left out by the vendor; its tagline names clinical and commercial."
