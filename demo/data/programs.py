"""Six fictional programs, their packages, shortlists and requests, told by months and days."""

from demo.data.plan import List, Plan, Request
from demo.data.programs_auroral import AURORAL, MANUFACTURE

PROGRAMS = (
    *AURORAL,
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
