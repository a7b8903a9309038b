"""Vendors designed around AUR-114, an antibody-drug conjugate in a lyophilised vial."""

from demo.world.anchor import Anchor, Place

ADC = {"modalities": "ADC MAB HPA", "forms": "LYO VIAL"}

ANCHORS = (
    # First for AUR-114: every need of conjugate and drug product, nearly all inspected.
    Anchor(
        name="Brackenfell Conjugates",
        tagline="One roof from linker-payload to lyophilised vial",
        about="Antibody, linker-payload, conjugation and freeze-drying under one quality system, "
        "from the first toxicology batch to commercial supply.",
        people=("Ingrid Lund", "Henrik Falk", "Signe Bergmark"),
        confirmed="M1 M2 M4 M7",
        never="M1.07 M4.17",
        founded=1998,
        **ADC,
        places=(
            Place(
                "Odense, building 4",
                "Odense",
                "DK",
                """
                M2.03 PRE-P1:2 | | 14
                M2.04 PRE-P2:2 | | 10
                M2.05 PRE-P2:2 | | 10
                M2.06 P1-P3:4 | 200-2000 | 22 | 16
                M2.07 REG-PMK:4 | 1000-4000 | 30 | 40
                M2.10 DISC-PRE:3 P1-PMK:4 | 5-800 | 22 | 12
                M5.01 PRE-P2:2 | | 5
                M5.02 P1-REG:2 | | 6
                M5.03 P1-PMK:3 | | 4
                M5.06 PRE-REG:1 | | 6
                M7.01 P1-REG:2 | | 12
                M7.02 P3-REG:2 | | 16
                M7.03 REG:4 | | 24
                """,
                months_left=38,
            ),
            Place(
                "Leiden",
                "Leiden",
                "NL",
                """
                M1.15 DISC:1 PRE-REG:3 COM-PMK:2 | 1-900 | 24 | 14
                M2.10 PRE-P2:3 | 1-60 | 20 | 9
                M7.01 P1-P3:2 | | 12
                """,
                level=3,
                months_left=26,
            ),
            Place(
                "Odense Syd",
                "Odense",
                "DK",
                """
                M4.03 PRE-P2:2 | | 8
                M4.16 PRE-PMK:4 | 500-60000 | 18 | 12
                M4.18 P1-PMK:4 | 500-60000 | 22 | 14
                M5.03 P1-PMK:3 | | 4
                M5.04 P1-PMK:3 | | 4
                M5.05 PRE-PMK:3 | | 4
                M7.07 REG:3 | | 24
                """,
                months_left=31,
                outcome="VAI",
            ),
        ),
    ),
    # Second: at commercial scale as strong, but early process work is not offered.
    Anchor(
        name="Cindervale Biomanufacturing",
        tagline="Large-scale conjugation, commercial ADC since 2019",
        about="Commercial conjugates and antibodies in the Valais: large stainless bioreactors, "
        "two conjugation trains and a contained filling hall.",
        people=("Reto Aebi", "Corinna Kessler"),
        confirmed="M2 M4",
        never="M2.04 M2.05 M2.08",
        size="L",
        founded=1974,
        confirmed_days_ago=49,
        **ADC,
        places=(
            Place(
                "Visp, plant 2",
                "Visp",
                "CH",
                """
                M2.06 P1-P3:4 | 500-5000 | 34 | 30
                M2.07 REG-PMK:4 | 2000-15000 | 40 | 52
                M2.10 PRE:2 P1-P2:3 P3-PMK:4 | 50-3000 | 40 | 34
                M1.15 P1-P3:2 REG-PMK:3 | 10-2000 | 36 | 30
                M7.01 P1-REG:3 | | 16
                M7.03 REG:4 | | 36
                """,
                months_left=40,
            ),
            Place(
                "Visp, filling hall",
                "Visp",
                "CH",
                """
                M4.16 P1-PMK:3 | 2000-80000 | 36 | 30
                M4.18 P1-PMK:3 | 2000-80000 | 36 | 30
                M7.07 REG:3 | | 30
                M5.03 P1-PMK:3 | | 6
                """,
                level=3,
                months_left=33,
            ),
        ),
    ),
    # Third: antibody and conjugate inspected, and a confirmed no to sterile filling.
    Anchor(
        name="Eskerlund Biologics",
        tagline="Antibody and conjugate, single quality system",
        about="Antibody drug substance and conjugation in Uppsala, linker-payload in Halle; "
        "vials are filled by partners.",
        people=("Aino Nyborg", "Lasse Hagen"),
        confirmed="M2 M4 M7",
        size="M",
        founded=2007,
        confirmed_days_ago=35,
        **ADC,
        places=(
            Place(
                "Uppsala",
                "Uppsala",
                "SE",
                """
                M2.01 PRE:2 | | 16
                M2.03 PRE-P1:3 | | 12
                M2.04 PRE-P2:2 | | 10
                M2.05 PRE-P2:2 | | 10
                M2.06 P1-P3:4 | 200-2000 | 26 | 24
                M2.07 REG-PMK:3 | 1000-2000 | 34 | 44
                M2.10 PRE-P3:4 REG-PMK:3 | 5-600 | 30 | 22
                M5.06 PRE-REG:2 | | 6
                M7.01 P1-REG:2 | | 12
                M7.03 REG:3 | | 30
                """,
                months_left=36,
            ),
            Place(
                "Halle",
                "Halle",
                "DE",
                "M1.15 PRE-P3:3 REG-COM:2 | 1-400 | 28 | 20\nM4.03 PRE-P2:2 | | 8",
                level=3,
                months_left=20,
            ),
        ),
    ),
    Anchor(
        name="Hallowmere Sterile",
        tagline="Isolator fill-finish to OEB 5, no conjugation in house",
        about="Cytotoxic and biological fill-finish in four isolator lines with two 20 m² "
        "freeze-dryers.",
        people=("Rhys Quirke", "Nora Kilbride"),
        confirmed="M2 M4",
        never="M2.10",
        size="L",
        founded=1989,
        modalities="ADC MAB REC HPA",
        forms="LYO VIAL PFS",
        places=(
            Place(
                "Cork",
                "Cork",
                "IE",
                """
                M4.03 PRE-P2:2 | | 8
                M4.14 P1-P3:4 | 500-50000 | 20 | 12
                M4.15 REG-PMK:4 | 2000-200000 | 28 | 20
                M4.16 P1-PMK:4 | 500-120000 | 22 | 14
                M4.18 P1-PMK:4 | 500-60000 | 22 | 14
                M5.03 P1-PMK:3 | | 4
                M5.04 P1-PMK:4 | | 4
                M7.07 REG:4 | | 26
                """,
                outcome="VAI",
            ),
            Place("Bloomington", "Bloomington", "US", "M4.15 REG-PMK:3 | 5000-150000 | 30 | 26"),
        ),
    ),
    Anchor(
        name="Dunmarrow ADC Works",
        tagline="Clinical conjugation and fill, commercial suite to come",
        about="A clinical conjugation house with its own filling line for small batches.",
        people=("Phoebe Sorel", "Tessa Marlowe"),
        confirmed="M4",
        size="S",
        founded=2015,
        **ADC,
        places=(
            Place(
                "Devens",
                "Devens",
                "US",
                """
                M1.15 PRE-P3:2 | 0.5-60 | 18 | 10
                M2.10 PRE-P3:4 | 1-150 | 18 | 10
                M4.03 PRE-P2:2 | | 8
                M4.16 PRE-P3:3 | 200-8000 | 18 | 12
                M4.18 P1-P3:3 | 200-8000 | 18 | 12
                """,
                months_left=1,
            ),
        ),
    ),
    Anchor(
        name="Tamsin Ridge Pharma",
        tagline="HPAPI and linker-payload, conjugation since 2024",
        about="Highly potent drug substance and linker-payloads in Hyderabad, with a young "
        "conjugation suite.",
        people=("Ananya Menon", "Vikram Iyer"),
        size="L",
        founded=1994,
        confirmed_days_ago=99,
        modalities="ADC HPA",
        places=(
            Place(
                "Hyderabad",
                "Hyderabad",
                "IN",
                """
                M1.01 DISC-P2:2 | | 10
                M1.05 PRE-P3:4 | 0.1-20 | 14 | 8
                M1.06 REG-PMK:3 | 0.5-40 | 20 | 14
                M1.15 PRE-P3:3 | 1-500 | 18 | 10
                M2.10 PRE-P2:1 | 1-80 | 20 | 12
                """,
                outcome="VAI",
            ),
            Place("Visakhapatnam", "Visakhapatnam", "IN", "M1.06 REG-PMK:2 | 1-80 | 24", level=2),
        ),
    ),
    Anchor(
        name="Orrin Vale Therapeutics Supply",
        tagline="Two 500-litre conjugation trains and the antibody beside them",
        about="Antibody and conjugate at one site in Incheon, stability and release in Singapore.",
        people=("Seojun Baek", "Hana Yoon"),
        size="L",
        founded=2011,
        confirmed_days_ago=21,
        **ADC,
        places=(
            Place(
                "Incheon",
                "Incheon",
                "KR",
                """
                M2.04 PRE-P2:1 | | 12
                M2.05 PRE-P2:1 | | 12
                M2.06 P1-P3:3 | 500-2000 | 34 | 30
                M2.07 REG-PMK:2 | 2000-10000 | 46 | 50
                M2.10 P1-REG:3 | 20-1500 | 36 | 30
                M7.03 REG:2 | | 40
                """,
                level=3,
            ),
            Place("Tuas", "Tuas", "SG", "M5.03 P1-PMK:3 | | 6\nM5.05 PRE-PMK:3 | | 6", level=3),
        ),
    ),
    Anchor(
        name="Farrowgate Potent Solutions",
        tagline="Cytotoxic vials and lyophilisation, EU and US markets",
        about="A family-owned filling plant for cytotoxic products near Bergamo.",
        people=("Silvia Valsecchi",),
        size="S",
        founded=1983,
        confirmed_days_ago=420,
        modalities="HPA ADC",
        forms="LYO VIAL",
        places=(
            Place(
                "Bergamo",
                "Bergamo",
                "IT",
                "M4.16 P1-PMK:2 | 500-30000 | 24\nM4.18 P1-PMK:2 | 500-30000 | 24 | 10",
                level=3,
                months_left=-3,
            ),
        ),
    ),
    Anchor(
        name="Glimmerholt Freeze-Dry",
        tagline="Contract freeze-drying, fourteen cycles validated for ADCs",
        about="Freeze-drying alone, done thoroughly: cycle design, robustness and supply.",
        people=("Anke Brandis", "Tobias Hartung"),
        confirmed="M4 M2",
        size="XS",
        founded=2009,
        modalities="ADC MAB PEP SM REC",
        forms="LYO",
        places=(
            Place(
                "Graz", "Graz", "AT", "M4.16 PRE-PMK:4 | 100-40000 | 14 | 8\nM4.03 PRE-P2:2 | | 6"
            ),
        ),
    ),
    Anchor(
        name="Morrowby Biologics",
        tagline="Antibody to conjugate on one campus",
        about="Mammalian drug substance, conjugation and filling in the North-East of England; a "
        "warning letter of the demo world is open on the campus.",
        people=("Harriet Wetherby", "Callum Tolland"),
        confirmed="M2 M4",
        size="M",
        founded=2001,
        warning_letter_days_ago=680,
        **ADC,
        places=(
            Place(
                "Newcastle campus",
                "Newcastle upon Tyne",
                "GB",
                """
                M2.03 PRE-P1:3 | | 14
                M2.04 PRE-P2:2 | | 10
                M2.05 PRE-P2:2 | | 10
                M2.06 P1-P3:4 | 200-2000 | 20 | 12
                M2.07 REG-PMK:4 | 1000-4000 | 28 | 24
                M2.10 PRE-PMK:4 | 5-800 | 20 | 10
                M1.15 PRE-PMK:3 | 1-400 | 22 | 14
                M4.16 PRE-PMK:3 | 500-40000 | 20 | 12
                M4.18 P1-PMK:3 | 500-40000 | 20 | 12
                M7.03 REG:3 | | 26
                M7.07 REG:3 | | 26
                """,
                outcome="OAI",
            ),
        ),
    ),
    Anchor(
        name="Quillan Gate CDMO",
        tagline="Potent fill-finish, commercial grade under construction",
        about="Clinical filling of potent products; the certificate of the commercial suite is "
        "awaited.",
        people=("Graham Lockhart",),
        size="S",
        founded=2017,
        confirmed_days_ago=None,
        modalities="ADC HPA",
        forms="LYO VIAL",
        places=(
            Place(
                "Durham",
                "Durham",
                "US",
                """
                M4.03 PRE-P2:2 | | 8
                M4.16 PRE-P3:3 REG-PMK:1 | 200-15000 | 18
                M4.18 P1-P3:3 REG-PMK:1 | 200-15000 | 18
                """,
                level=3,
            ),
        ),
    ),
)
