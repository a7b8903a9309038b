"""Made-up trials that name the world's clinical vendors as collaborators: their track record."""

from datetime import date, timedelta
from random import Random

from demo.world.entry import Entry
from vendors.choices import Phase

SOURCE = "Demo world, fictional trials"
CLINICAL = "R4."  # the leaves of clinical operations
MOST = 14
UNKNOWN_SHARE = 0.15  # of the vendors, which no register names: that says nothing of them
SPONSORS = (
    "Auroral Therapeutics",
    "Halvorsund Biologics",
    "Lumenhart Cell & RNA",
    "Quillhaven Medicines",
    "Ostermoor Therapeutics",
    "Tarnlight Oncology",
    "Institute of Translational Medicine, Norrvik",
)
CONDITIONS = (
    "Non-small Cell Lung Cancer",
    "Solid Tumor, Adult",
    "Type 2 Diabetes|Obesity",
    "Heart Failure",
    "Atopic Dermatitis",
    "Rheumatoid Arthritis",
    "Migraine",
    "Sickle Cell Disease",
)
PHASES = (
    [Phase.P1],
    [Phase.P1],
    [Phase.P1, Phase.P2],
    [Phase.P2],
    [Phase.P2],
    [Phase.P3],
    [Phase.PMK],
    [],
)


def draw(entries: list[Entry], *, today: date) -> list[dict]:
    """Return the trials, one dict of TrialRecord's fields for each that names a vendor."""
    found = []
    for entry in entries:
        if not any(line["capability"].startswith(CLINICAL) for line in entry.lines):
            continue
        rng = Random(f"trials/{entry.key}")
        count = 0 if rng.random() < UNKNOWN_SHARE else rng.randint(1, MOST)
        found += [_trial(rng, entry, 99_000_001 + len(found) + n, today) for n in range(count)]
    return found


def _trial(rng: Random, entry: Entry, number: int, today: date) -> dict:
    return {
        "registered_name": entry.name,
        "nct_id": f"NCT{number}",  # no trial has a number of this range
        "sponsor": rng.choice(SPONSORS),
        "phases": [phase.value for phase in rng.choice(PHASES)],
        "conditions": rng.choice(CONDITIONS),
        "interventions": f"Drug: DEMO-{number % 1000:03d}",
        "study_type": "INTERVENTIONAL",
        "source": SOURCE,
        "as_of": (today - timedelta(days=60)).replace(day=1),
    }
