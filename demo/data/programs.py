"""Six fictional programs, their packages, shortlists and requests, told by months and days."""

from dataclasses import dataclass

MANUFACTURE = ("drug-substance", "drug-product")


@dataclass(frozen=True)
class Request:
    """An RFP made from a shortlist, and what its vendors did."""

    title: str
    message: str
    by: str
    created_days_ago: float
    issued_days_ago: float | None = None
    cancelled_days_ago: float | None = None
    cancel_reason: str = ""
    deadline_in_days: float = 30
    currencies: str = "EUR USD"
    kind: str = "RFP"
    # vendor: what it does and how many days ago: "intends", "declines: capacity", "reads"
    answers: tuple[tuple[str, str, float], ...] = ()
    reminders: tuple[tuple[str, float], ...] = ()  # vendor, days from now
    template: str = ""  # a built-in one
    opened_by: str = ""
    needs_cda: bool = False
    # vendor, question, the published wording and the answer (or nothing yet), days ago
    questions: tuple[tuple[str, str, str, str, float], ...] = ()
    addendum: tuple[str, str, float] | None = None  # note, further message, days ago
    # vendor, how dear it is, and "submits", "drafts", "withdraws" or "on paper"
    bids: tuple[tuple[str, float, str], ...] = ()
    is_closed: bool = False  # its deadline was a moment ago
    is_opened: bool = False


@dataclass(frozen=True)
class List:
    """A shortlist of one package: named vendors with notes, or the first of the ranking."""

    package: str
    vendors: tuple[tuple[str, str], ...] = ()
    first_of_ranking: int = 0
    by: str = ""
    days_ago: float = 20
    shared_with: tuple[tuple[str, str], ...] = ()
    request: Request | None = None


@dataclass(frozen=True)
class Plan:
    """
    A program as its sponsor registers it.

    ``phases``: phase, months from now to start and end, dosage form, scale and its unit.
    """

    sponsor: str
    by: str
    registered_days_ago: int
    fields: dict
    phases: tuple[tuple, ...]
    merge: tuple[str, ...] = ()
    package: str = ""  # the package whose top three are foretold
    lists: tuple[List, ...] = ()
    team: str = ""
    # leaves, and the evidence the team asks for beyond what was proposed
    asks: tuple[tuple[str, int], ...] = ()


PROGRAMS = (
    Plan(
        "auroral",
        "tomas",
        85,
        {
            "code": "AUR-114",
            "name": "HER3 antibody-drug conjugate",
            "modality": "ADC",
            "indication": "HER3-positive breast cancer",
            "therapeutic_area": "Oncology",
            "current_phase": "P1",
            "target_phase": "COM",
            "markets": ["EU", "US"],
            "expression_host": "mammalian",
            "blinded_synopsis": "An antibody-drug conjugate against a receptor of the HER family, "
            "lyophilised vial, entering its first trial in solid tumours.",
            "description": "Cysteine-linked conjugate, drug-to-antibody ratio 4, payload of OEB 5. "
            "Toxicology material was made at bench scale. Fictional program.",
        },
        phases=(
            ("P1", 6, 14, "LYO", 20, "g/batch"),
            ("P2", 15, 23, "LYO", 60, "g/batch"),
            ("P3", 24, 35, "LYO", 300, "g/batch"),
            ("REG", 36, 45, "LYO", 600, "g/batch"),
            ("COM", 46, None, "LYO", 600, "g/batch"),
        ),
        merge=MANUFACTURE,
        package="Conjugate and drug product",
        team="mina adela noor",
        lists=(
            List(
                "Conjugate and drug product",
                by="tomas",
                days_ago=30,
                vendors=(
                    ("Brackenfell Conjugates", "All musts under one roof; ask about the payload."),
                    ("Cindervale Biomanufacturing", "Strong for commercial, slow for Phase 1."),
                    ("Eskerlund Biologics", "No filling: would need Hallowmere as a partner."),
                    ("Dunmarrow ADC Works", "Fast for Phase 1; certificate lapses soon."),
                ),
                shared_with=(("mina", "Ready for an RFP from my side. Please check the terms."),),
                request=Request(
                    "AUR-114 drug substance and fill-finish",
                    "We look for one partner, or two that work well together, from the first "
                    "clinical batch to launch. Please say which lines you would subcontract.",
                    "mina",
                    created_days_ago=14,
                    issued_days_ago=12,
                    deadline_in_days=32,
                    answers=(
                        ("Brackenfell Conjugates", "intends", 9),
                        ("Cindervale Biomanufacturing", "intends", 6),
                        ("Dunmarrow ADC Works", "declines: capacity", 8),
                    ),
                    reminders=(("Cindervale Biomanufacturing", 20),),
                    template="biologic",
                    opened_by="mina",
                    questions=(
                        (
                            "Brackenfell Conjugates",
                            "We run our payload suite at OEB 6. Is the linker delivered to us?",
                            "Who delivers linker and payload?",
                            "We do, under our own quality agreement with their maker.",
                            6,
                        ),
                        (
                            "Cindervale Biomanufacturing",
                            "May release testing be done at a partner laboratory of ours?",
                            "",
                            "",
                            1,
                        ),
                    ),
                    addendum=(
                        "The supply of linker and payload is settled.",
                        "Linker and payload are supplied by us.",
                        4,
                    ),
                    bids=(
                        ("Brackenfell Conjugates", 1.08, "submits"),
                        ("Cindervale Biomanufacturing", 0.94, "drafts"),
                    ),
                ),
            ),
            List(
                "Testing",
                by="tomas",
                days_ago=2,
                first_of_ranking=4,
                shared_with=(("adela", "Would you look at the potency assay people here?"),),
            ),
        ),
    ),
    Plan(
        "auroral",
        "noor",
        40,
        {
            "code": "AUR-207",
            "name": "Oral KCNQ opener",
            "modality": "SM",
            "indication": "Treatment-resistant focal epilepsy",
            "therapeutic_area": "Neurology",
            "current_phase": "P1",
            "target_phase": "P2",
            "markets": ["US", "EU", "AU"],
            "blinded_synopsis": "A small molecule in a film-coated tablet for a neurological "
            "disease, about to enter healthy volunteers.",
            "description": "Film-coated tablet, 5 and 25 mg. Toxicology is complete. Fictional "
            "program.",
        },
        phases=(
            ("P1", 5, 12, "OSD", 20000, "units/batch"),
            ("P2", 14, 32, "OSD", 150000, "units/batch"),
        ),
        package="Clinical",
        team="tomas mina jonas",
        asks=(("R4.02 R4.03 R4.08", 4), ("R4.01 R4.05 R4.06 R4.07 R4.09 R4.12", 2)),
        lists=(
            List(
                "Clinical",
                by="noor",
                days_ago=10,
                vendors=(
                    ("Ninebarrow Clinical Research", "Inspected, and one team for both phases."),
                    ("Pinecarrow Trials", ""),
                    ("Southbarrow Phase One", "Australian start would save ten weeks."),
                ),
                request=Request(
                    "AUR-207 first-in-human and proof-of-concept studies",
                    "Synopses of both studies follow after the CDA.",
                    "mina",
                    created_days_ago=1,
                    deadline_in_days=40,
                    currencies="USD EUR AUD",
                    template="clinical",
                    opened_by="mina",
                ),
            ),
            List(
                "Drug product",
                by="tomas",
                days_ago=33,
                first_of_ranking=3,
                request=Request(
                    "AUR-207 tablets for Phase 1 and 2",
                    "Film-coated tablets of 5 and 25 mg, placebo included.",
                    "mina",
                    created_days_ago=31,
                    issued_days_ago=30,
                    deadline_in_days=2,
                    template="oral-solid",
                    opened_by="mina",
                    bids=(("1", 1.0, "submits"), ("2", 0.87, "submits"), ("3", 1.21, "submits")),
                    is_closed=True,
                    is_opened=True,
                ),
            ),
        ),
    ),
    Plan(
        "halvorsund",
        "rasmus",
        120,
        {
            "code": "HVB-021",
            "name": "IL-23 antibody",
            "modality": "MAB",
            "indication": "Moderate to severe plaque psoriasis",
            "therapeutic_area": "Immunology",
            "current_phase": "COM",
            "target_phase": "PMK",
            "markets": ["EU", "US", "JP", "UK"],
            "expression_host": "mammalian",
            "blinded_synopsis": "A marketed antibody in a pre-filled syringe for which a second "
            "source is sought.",
            "description": "On the market from one supplier. It was a vial until Phase 2 and is a "
            "1 ml syringe with autoinjector since Phase 3. The dates of the last two rows are "
            "those of the second source. Fictional program.",
        },
        phases=(
            ("P1", -110, -98, "VIAL", 200, "L"),
            ("P2", -96, -80, "VIAL", 500, "L"),
            ("P3", -78, -48, "PFS", 2000, "L"),
            ("REG", -46, -30, "PFS", 10000, "L"),
            ("COM", 20, 30, "PFS", 10000, "L"),
            ("PMK", 30, None, "PFS", 10000, "L"),
        ),
        merge=(*MANUFACTURE, "supply"),
        package="Commercial supply",
        team="sigrid",
        lists=(
            List(
                "Commercial supply",
                by="rasmus",
                days_ago=60,
                vendors=(
                    ("Tarrowmere Biopharma", "The only one with everything inspected."),
                    ("Osterhallow Biologics", ""),
                    ("Minasegawa Bioproduction", "For the Japanese market as well."),
                ),
                request=Request(
                    "HVB-021 second source",
                    "Drug substance and syringes for Europe, Japan and the United States.",
                    "sigrid",
                    created_days_ago=52,
                    issued_days_ago=50,
                    cancelled_days_ago=21,
                    cancel_reason="Our present supplier adds a second site; the need has gone.",
                    deadline_in_days=10,
                    answers=(("Tarrowmere Biopharma", "intends", 44),),
                ),
            ),
        ),
    ),
    Plan(
        "halvorsund",
        "rasmus",
        95,
        {
            "code": "HVB-310",
            "name": "Amylin analogue",
            "modality": "PEP",
            "indication": "Obesity",
            "therapeutic_area": "Metabolism",
            "current_phase": "P2",
            "target_phase": "COM",
            "markets": ["EU", "US", "CA"],
            "blinded_synopsis": "A 37-residue peptide for weekly injection in a pen.",
            "description": "Hybrid synthesis, 37 residues, one lipid chain; tonne demand at peak. "
            "Fictional program.",
        },
        phases=(
            ("P1", -20, -8, "VIAL", 50, "g/batch"),
            ("P2", 5, 18, "PFS", 500, "g/batch"),
            ("P3", 20, 38, "PFS", 3000, "g/batch"),
            ("REG", 40, 50, "PFS", 15, "kg/batch"),
            ("COM", 51, None, "PFS", 30, "kg/batch"),
        ),
        package="Drug substance",
        team="sigrid oskar",
        lists=(
            List(
                "Drug substance",
                by="rasmus",
                days_ago=58,
                vendors=(
                    ("Alpenmoor Peptides", "The benchmark."),
                    ("Saltbryn Peptide Works", "Near, and on the register."),
                    ("Kaverimala Peptides", "Price."),
                ),
                shared_with=(("sigrid", "Please ask all three."), ("ebba", "For your scoring.")),
                request=Request(
                    "HVB-310 peptide drug substance to launch",
                    "Please quote Phase 2 and Phase 3 batches and give a corridor for launch.",
                    "sigrid",
                    created_days_ago=47,
                    issued_days_ago=45,
                    deadline_in_days=1,
                    answers=(
                        ("Alpenmoor Peptides", "intends", 40),
                        ("Kaverimala Peptides", "intends", 31),
                    ),
                    template="small-molecule",
                    opened_by="sigrid",
                    bids=(
                        ("Alpenmoor Peptides", 1.1, "submits"),
                        ("Kaverimala Peptides", 0.72, "submits"),
                        ("Saltbryn Peptide Works", 1.0, "on paper"),
                    ),
                    is_closed=True,
                ),
            ),
        ),
    ),
    Plan(
        "lumenhart",
        "desmond",
        70,
        {
            "code": "LMH-101",
            "name": "CD19/CD22 CAR-T",
            "modality": "CTA",
            "indication": "Relapsed or refractory diffuse large B-cell lymphoma",
            "therapeutic_area": "Haematology",
            "current_phase": "P1",
            "target_phase": "COM",
            "markets": ["US", "EU", "UK"],
            "blinded_synopsis": "An autologous, dual-targeting cell therapy for a lymphoma.",
            "description": "Lentiviral transduction, closed process of nine days, cryopreserved "
            "bag. Fictional program.",
        },
        phases=(
            ("P1", 9, 20, "ATMP", 40, "patients/year"),
            ("P2", 21, 32, "ATMP", 80, "patients/year"),
            ("P3", 33, 47, "ATMP", 200, "patients/year"),
            ("REG", 48, 57, "ATMP", 200, "patients/year"),
            ("COM", 58, None, "ATMP", 500, "patients/year"),
        ),
        merge=MANUFACTURE,
        package="Cells, vector and plasmid",
        team="carmen yuki noor",
        lists=(
            List(
                "Cells, vector and plasmid",
                by="desmond",
                days_ago=12,
                vendors=(
                    ("Lanternbay Cell Therapies", "Vector across the courtyard."),
                    ("Halvemaan Cell Works", "European capacity; plasmid from elsewhere."),
                    ("Brightcroft Cell Foundry", "Close to two of our centres."),
                ),
                shared_with=(("carmen", "All three, please."),),
                request=Request(
                    "LMH-101 autologous manufacture",
                    "Slots for forty patients in the first year matter more to us than price.",
                    "carmen",
                    created_days_ago=3,
                    issued_days_ago=2,
                    deadline_in_days=26,
                    currencies="USD",
                    answers=(("Lanternbay Cell Therapies", "reads", 1),),
                    template="advanced-therapy",
                    opened_by="carmen",
                    needs_cda=True,
                ),
            ),
        ),
    ),
    Plan(
        "lumenhart",
        "desmond",
        33,
        {
            "code": "LMH-240",
            "name": "RSV mRNA vaccine",
            "modality": "RNA",
            "indication": "Prevention of respiratory syncytial virus disease in older adults",
            "therapeutic_area": "Infectious diseases",
            "current_phase": "P1",
            "target_phase": "P3",
            "markets": ["US", "EU", "JP"],
            "blinded_synopsis": "An mRNA vaccine in a lipid nanoparticle, liquid vial.",
            "description": "Prefusion F antigen, modified nucleoside, own ionisable lipid. "
            "Fictional program.",
        },
        phases=(
            ("P1", 7, 16, "VIAL", 5, "g/batch"),
            ("P2", 18, 28, "VIAL", 20, "g/batch"),
            ("P3", 30, 46, "VIAL", 50, "g/batch"),
        ),
        package="Drug substance",
        team="carmen",
        lists=(
            List(
                "Drug substance",
                by="desmond",
                days_ago=6,
                vendors=(
                    ("Thornquay RNA", "Everything from plasmid to vial."),
                    ("Velloriga Nucleics", ""),
                ),
                shared_with=(("yuki", "Two are enough for a first round?"),),
            ),
        ),
    ),
)

# sponsor, vendor, standing, reason, days ago the CDA and the master agreement were signed
RELATIONSHIPS = (
    ("auroral", "Brackenfell Conjugates", "preferred", "Two programs delivered on time.", 420, 380),
    ("auroral", "Hallowmere Sterile", "approved", "Audited; one minor finding open.", 300, None),
    ("auroral", "Cindervale Biomanufacturing", "", "CDA signed for a first talk.", 25, None),
    (
        "auroral",
        "Tamsin Ridge Pharma",
        "disqualified",
        "Our audit found records written after the fact.",
        900,
        None,
    ),
    ("halvorsund", "Alpenmoor Peptides", "preferred", "Supplier since the first batch.", 800, 760),
    ("halvorsund", "Kaverimala Peptides", "conditional", "A second audit is due.", 200, None),
    ("lumenhart", "Lanternbay Cell Therapies", "approved", "Made the toxicology lots.", 260, 240),
)
# sponsor, vendor, days ago, outcome
AUDITS = (
    ("auroral", "Hallowmere Sterile", 210, "Acceptable, one minor finding"),
    ("auroral", "Tamsin Ridge Pharma", 640, "Not acceptable, two critical findings"),
    ("halvorsund", "Alpenmoor Peptides", 330, "Acceptable without findings"),
)
