"""CROs designed around AUR-207, a tablet in its first trials; and a supplier for everybody."""

from demo.world.anchor import Anchor, Place
from vendors.choices import VendorKind

ANCHORS = (
    Anchor(
        name="Ninebarrow Clinical Research",
        tagline="First dose to proof of concept under one protocol team",
        about="A Phase 1 unit in Nottingham and a Phase 2 team in Groningen that share data "
        "standards, monitors and a medical director; inspected for good clinical practice.",
        people=("Harriet Bellamy", "Callum Ashdown", "Nora Penrose"),
        kind=VendorKind.CRO,
        confirmed="R4 R5",
        size="L",
        founded=1992,
        places=(
            Place(
                "Nottingham unit",
                "Nottingham",
                "GB",
                """
                R4.01 PRE-P3:4 | | 6
                R4.02 P1:4 | 30-140 | 8
                R4.05 P1-P3:4 | 5-200 | 6
                R4.06 P1-P3:4 | | 8
                R4.07 P1-P3:4 | 20-1500 | 10
                R4.08 P1-P3:4 | 5-200 | 8
                R4.09 P1-P3:4 | | 6
                R4.12 P1-P3:4 | | 4
                """,
                regime="GCP",
            ),
            Place(
                "Groningen",
                "Groningen",
                "NL",
                """
                R4.05 P1-P3:2 | 5-200 | 6
                R4.08 P1-P3:2 | 5-200 | 8
                R5.01 P1-P3:2 | 5-60 | 6
                R5.02 P1-REG:2 | | 6
                """,
                regime="GCP",
                level=2,
            ),
        ),
    ),
    Anchor(
        name="Southbarrow Phase One",
        tagline="Healthy volunteers within nine weeks of the protocol",
        about="A volunteer unit in Adelaide that also manages and monitors the early trials it "
        "starts; for the trial master file there is only its own word.",
        people=("Rhys Tolland", "Grace Marlowe"),
        kind=VendorKind.CRO,
        confirmed="R4",
        size="M",
        founded=2003,
        confirmed_days_ago=70,
        places=(
            Place(
                "Adelaide unit",
                "Adelaide",
                "AU",
                """
                R4.01 PRE-P2:4 | | 6
                R4.02 P1:4 | 24-96 | 8
                R4.05 P1-P2:4 | 3-40 | 6
                R4.06 P1-P2:4 | | 6
                R4.07 P1-P2:4 | 20-300 | 8
                R4.08 P1-P2:4 | 3-40 | 6
                R4.09 P1-P2:4 | | 6
                R4.12 P1-P2:1 | | 4
                """,
                regime="GCP",
            ),
        ),
    ),
    Anchor(
        name="Pinecarrow Trials",
        tagline="Early development, documented to the last visit",
        about="Phase 1 and 2 services in Texas: unit and monitoring inspected, documents for the "
        "rest.",
        people=("Tessa Lockhart", "Owen Strand"),
        kind=VendorKind.CRO,
        confirmed="R4",
        size="M",
        founded=2010,
        confirmed_days_ago=33,
        places=(
            Place(
                "Austin",
                "Austin",
                "US",
                """
                R4.01 PRE-P3:2 | | 6
                R4.02 P1:4 | 24-120 | 8
                R4.05 P1-P3:2 | 5-120 | 6
                R4.06 P1-P3:2 | | 8
                R4.07 P1-P3:2 | 20-900 | 8
                R4.08 P1-P3:4 | 5-120 | 8
                R4.09 P1-P3:2 | | 6
                R4.12 P1-P3:2 | | 4
                """,
                regime="GCP",
            ),
        ),
    ),
    Anchor(
        name="Pellworth Supply",
        tagline="Blinding, two depots and serialised packs",
        about="Clinical and commercial packaging with depots in Belgium and Wales.",
        people=("Imogen Kilbride", "Fergus Haverley"),
        confirmed="M6",
        size="M",
        founded=1995,
        places=(
            Place(
                "Cardiff depot",
                "Cardiff",
                "GB",
                """
                M6.03 REG-PMK:4 | | 8
                M6.04 P1-P3:4 | | 6
                M6.05 P1-P3:3 | | 4
                M6.06 P1-PMK:2 | | 4
                M6.08 COM-PMK:3 | | 4
                """,
            ),
            Place(
                "Liège depot", "Liège", "BE", "M6.05 P1-P3:3 | | 4\nM6.07 P1-PMK:3 | | 4", level=3
            ),
        ),
    ),
)
