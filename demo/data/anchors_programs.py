"""Vendors designed around four more programs: three for one package of each."""

from demo.world.anchor import Anchor, Place

PEPTIDE = {"modalities": "PEP", "forms": "PFS LYO VIAL"}
CAR_T = {"modalities": "CTA CTL", "forms": "ATMP"}
MRNA = {"modalities": "RNA", "forms": "VIAL"}

PEPTIDES = (
    Anchor(
        name="Alpenmoor Peptides",
        tagline="Peptide API to forty kilograms a batch, inspected",
        about="Long peptides by hybrid synthesis, with a purification hall built for the "
        "obesity wave and a second one in reserve.",
        people=("Friederike Vogtherr", "Matthias Oberholz", "Ilse Lindau"),
        confirmed="M1 M7",
        never="M1.13",
        size="L",
        founded=1979,
        **PEPTIDE,
        places=(
            Place(
                "Visp, peptide hall",
                "Visp",
                "CH",
                """
                M1.01 DISC-P2:2 | | 6
                M1.02 PRE:2 | 0.1-10 | 8
                M1.11 PRE-P3:4 | 5-6000 | 14 | 8
                M1.12 REG-PMK:4 | 1-60 | 22 | 14
                M5.03 P1-PMK:4 | | 4
                M5.05 PRE-PMK:3 | | 4
                M7.01 P1-REG:2 | | 8
                M7.03 REG:4 | | 20
                """,
                months_left=44,
            ),
        ),
    ),
    Anchor(
        name="Saltbryn Peptide Works",
        tagline="Solid phase, segment by segment, to validated supply",
        about="A Scandinavian peptide maker whose commercial hall is on the authority's register "
        "and awaits its first inspection.",
        people=("Sanne Bergmark", "Joris Nyborg"),
        confirmed="M1",
        size="M",
        founded=1999,
        confirmed_days_ago=63,
        **PEPTIDE,
        places=(
            Place(
                "Lund",
                "Lund",
                "SE",
                """
                M1.01 DISC-P2:2 | | 8
                M1.11 PRE-P3:4 | 5-4000 | 16 | 10
                M1.12 REG-PMK:3 | 1-40 | 26 | 20
                M5.03 P1-PMK:3 | | 4
                M7.03 REG:3 | | 26
                """,
                months_left=40,
            ),
        ),
    ),
    Anchor(
        name="Kaverimala Peptides",
        tagline="Kilogram peptides from Hyderabad",
        about="Peptide drug substance at a price, documented throughout and registered for "
        "clinical supply.",
        people=("Meera Raghavan", "Arjun Pillai"),
        confirmed="M1",
        size="L",
        founded=2003,
        confirmed_days_ago=120,
        **PEPTIDE,
        places=(
            Place(
                "Hyderabad, block C",
                "Hyderabad",
                "IN",
                """
                M1.01 DISC-P2:2 | | 6
                M1.11 PRE-P3:3 | 5-5000 | 14 | 8
                M1.12 REG-PMK:3 | 1-50 | 22 | 14
                M7.03 REG:2 | | 24
                """,
                level=3,
                months_left=38,
            ),
        ),
    ),
)

ANTIBODY = (
    Anchor(
        name="Tarrowmere Biopharma",
        tagline="Antibody, syringe and autoinjector from one harbour",
        about="Commercial antibodies in Cork: 15,000-litre trains, syringe filling and device "
        "assembly with serialised packs.",
        people=("Imogen Haverley", "Declan Kilbride"),
        confirmed="M2 M4 M6 M7",
        size="XL",
        founded=1991,
        modalities="MAB REC",
        forms="PFS VIAL",
        places=(
            Place(
                "Cork Harbour",
                "Cork",
                "IE",
                """
                M2.07 REG-PMK:4 | 2000-15000 | 30 | 26
                M7.03 REG:4 | | 26
                M7.05 COM-PMK:4 | | 8
                M5.03 P1-PMK:4 | | 4
                M5.05 PRE-PMK:4 | | 4
                """,
                months_left=45,
            ),
            Place(
                "Waterford",
                "Waterford",
                "IE",
                """
                M4.17 P1-PMK:4 | 5000-300000 | 20 | 14
                M6.01 P2-PMK:4 | | 12
                M6.03 REG-PMK:4 | | 6
                M6.06 P1-PMK:2 | | 4
                M6.08 COM-PMK:2 | | 4
                M7.07 REG:4 | | 22
                """,
                months_left=41,
            ),
        ),
    ),
    Anchor(
        name="Osterhallow Biologics",
        tagline="Syringes beside the bioreactor",
        about="Antibody drug substance and pre-filled syringes in Freiburg; distribution is left "
        "to others.",
        people=("Lukas Reinfels", "Anke Hartung"),
        confirmed="M2 M4 M6",
        size="L",
        founded=1996,
        confirmed_days_ago=77,
        modalities="MAB REC",
        forms="PFS VIAL",
        places=(
            Place(
                "Freiburg",
                "Freiburg im Breisgau",
                "DE",
                """
                M2.06 P1-P3:4 | 200-2000 | 24 | 20
                M2.07 REG-PMK:4 | 1000-12000 | 32 | 30
                M4.17 P1-PMK:4 | 5000-200000 | 22 | 16
                M6.01 P2-PMK:3 | | 12
                M6.03 REG-PMK:3 | | 6
                M6.06 P1-PMK:1 | | 6
                M7.03 REG:4 | | 28
                M7.05 COM-PMK:3 | | 8
                """,
                months_left=42,
            ),
        ),
    ),
    Anchor(
        name="Minasegawa Bioproduction",
        tagline="Antibody and syringe for Japan and the world",
        about="Mammalian drug substance and syringe filling in Toyama, on the authority's "
        "register and not yet inspected from abroad.",
        people=("Naoko Arakawa", "Kenji Sakuma"),
        confirmed="M2",
        size="L",
        founded=1987,
        confirmed_days_ago=150,
        modalities="MAB REC",
        forms="PFS VIAL",
        places=(
            Place(
                "Toyama",
                "Toyama",
                "JP",
                """
                M2.07 REG-PMK:3 | 1000-10000 | 36 | 34
                M4.17 P1-PMK:3 | 5000-150000 | 26 | 20
                M6.01 P2-PMK:2 | | 14
                M6.03 REG-PMK:2 | | 8
                M7.05 COM-PMK:2 | | 10
                """,
                level=3,
                months_left=36,
            ),
        ),
    ),
)

CELLS = (
    Anchor(
        name="Lanternbay Cell Therapies",
        tagline="Apheresis to infusion, one chain of identity",
        about="Autologous cell therapy from apheresis to cryogenic dispatch, with lentiviral "
        "vector made across the courtyard.",
        people=("Alice Ashdown", "Owen Bellamy"),
        confirmed="M3 M4",
        size="M",
        founded=2012,
        **CAR_T,
        places=(
            Place(
                "Philadelphia, cell hall",
                "Philadelphia",
                "US",
                """
                M3.11 DISC-P2:2 | | 14
                M3.12 P1-PMK:4 | 50-1200 | 26 | 18
                M3.14 PRE-PMK:4 | | 10
                M4.03 PRE-P2:2 | | 10
                M4.20 P1-PMK:4 | 20-1500 | 20 | 12
                M5.12 PRE-PMK:3 | | 6
                M7.03 REG:4 | | 30
                """,
                months_left=40,
            ),
            Place(
                "Philadelphia, vector hall",
                "Philadelphia",
                "US",
                """
                M3.01 DISC-PRE:2 | | 6
                M3.02 P1-PMK:3 | 1-40 | 16 | 10
                M3.07 DISC-P2:2 | | 12
                M3.09 P1-PMK:4 | 20-500 | 28 | 20
                M3.17 DISC-PRE:2 | 5-100 | 10
                """,
                months_left=34,
            ),
        ),
    ),
    Anchor(
        name="Halvemaan Cell Works",
        tagline="CAR-T with its own vector, plasmid from a partner",
        about="Cells and lentiviral vector in Leiden; plasmids are bought in.",
        people=("Sanne Verhoeven", "Joris Falk"),
        confirmed="M3",
        never="M3.01 M3.02",
        size="M",
        founded=2014,
        confirmed_days_ago=55,
        **CAR_T,
        places=(
            Place(
                "Leiden Bio Science Park",
                "Leiden",
                "NL",
                """
                M3.07 DISC-P2:2 | | 12
                M3.09 P1-PMK:4 | 20-200 | 30 | 24
                M3.11 DISC-P2:2 | | 14
                M3.12 P1-P3:4 REG-PMK:3 | 40-600 | 28 | 20
                M3.14 PRE-PMK:3 | | 10
                M3.17 DISC-PRE:2 | 5-50 | 10
                M4.20 P1-PMK:4 | 20-600 | 22 | 14
                M7.03 REG:3 | | 32
                """,
                months_left=38,
            ),
        ),
    ),
    Anchor(
        name="Brightcroft Cell Foundry",
        tagline="Closed, automated, close to the clinic",
        about="Autologous cell therapy in Stevenage with all of cells and no vector.",
        people=("Grace Penrose", "Fergus Strand"),
        confirmed="M3 M4",
        never="M3.09",
        size="S",
        founded=2016,
        confirmed_days_ago=88,
        **CAR_T,
        places=(
            Place(
                "Stevenage",
                "Stevenage",
                "GB",
                """
                M3.11 DISC-P2:2 | | 12
                M3.12 P1-PMK:4 | 30-500 | 24 | 16
                M3.14 PRE-PMK:4 | | 8
                M4.03 PRE-P2:2 | | 8
                M4.20 P1-PMK:4 | 20-500 | 18 | 12
                M7.03 REG:3 | | 30
                """,
                months_left=36,
            ),
        ),
    ),
)

RNA = (
    Anchor(
        name="Thornquay RNA",
        tagline="Plasmid, mRNA and lipid nanoparticle on one floor",
        about="Everything between a sequence and a filled vial of an mRNA vaccine, inspected for "
        "drug substance and encapsulation.",
        people=("Mathieu Caradec", "Odile Brisac"),
        confirmed="M3",
        size="M",
        founded=2013,
        **MRNA,
        places=(
            Place(
                "Ghent",
                "Ghent",
                "BE",
                """
                M2.11 PRE:2 | 2-50 | 8
                M3.01 DISC-PRE:2 | | 5
                M3.02 P1-PMK:4 | 1-60 | 14 | 8
                M3.03 DISC-P2:2 | | 8
                M3.04 P1-PMK:4 | 2-200 | 20 | 12
                M3.05 DISC-P2:2 | | 8
                M3.06 P1-PMK:4 | 2-150 | 20 | 12
                M4.03 PRE-P2:2 | | 8
                M4.14 P1-P3:3 | 500-30000 | 18 | 10
                M5.12 PRE-PMK:3 | | 5
                """,
                months_left=42,
            ),
        ),
    ),
    Anchor(
        name="Nimbrook mRNA",
        tagline="From template to GMP mRNA in sixteen weeks",
        about="mRNA and LNP for clinical trials in Massachusetts; plasmid is bought in.",
        people=("Nora Ashdown", "Callum Marlowe"),
        confirmed="M3",
        never="M3.02",
        size="S",
        founded=2018,
        confirmed_days_ago=30,
        **MRNA,
        places=(
            Place(
                "Worcester",
                "Worcester",
                "US",
                """
                M3.01 DISC-PRE:2 | | 5
                M3.03 DISC-P2:2 | | 6
                M3.04 P1-P3:4 | 1-80 | 16 | 10
                M3.05 DISC-P2:2 | | 6
                M3.06 P1-P3:4 | 1-60 | 16 | 10
                M5.12 PRE-P3:3 | | 5
                """,
                months_left=30,
            ),
        ),
    ),
    Anchor(
        name="Velloriga Nucleics",
        tagline="Plasmid and mRNA, registered for trials",
        about="Plasmid DNA and mRNA in Granada, on the authority's register for clinical supply.",
        people=("Lucía Saavedra", "Javier Cuesta"),
        confirmed="M3",
        size="S",
        founded=2016,
        confirmed_days_ago=101,
        **MRNA,
        places=(
            Place(
                "Granada",
                "Granada",
                "ES",
                """
                M3.02 P1-P3:3 | 1-30 | 16 | 10
                M3.03 DISC-P2:2 | | 8
                M3.04 P1-P3:3 | 1-60 | 20 | 12
                M3.05 DISC-P2:1 | | 8
                M3.06 P1-P3:2 | 1-40 | 22 | 14
                """,
                level=3,
                months_left=28,
            ),
        ),
    ),
)

ANCHORS = (*PEPTIDES, *ANTIBODY, *CELLS, *RNA)
