"""What the vendors of the demo write into their bids; all of it invented."""

SYNOPSIS_TITLE = "Manufacture of an autologous cell therapy, Phase 1 to launch"
CDA = (
    "Each party keeps secret what the other discloses for this request, uses it for nothing but "
    "the answer, and returns or destroys it on demand. The duty lasts seven years. "
    "This text belongs to a fictional demonstration and binds nobody."
)
TEXTS = (
    "We run it as a platform process; nine programs in the last three years, two of them licensed.",
    "Described in section 3 of our proposal, with the responsible head of function.",
    "We would start from your present process and change nothing before the first clinical batch.",
    "Yes, with one deviation: the second campaign needs a notice of twelve weeks.",
    "Our standard is a joint team that meets weekly, with a written decision log.",
    "Done in house at the same site; nothing is subcontracted.",
)
CELLS = ("Per our standard", "Line 2", "In house", "Qualified", "Weekly", "Head of function")
ASSUMPTIONS = (
    "Materials supplied by the sponsor arrive six weeks before the campaign",
    "One round of comments on each report",
    "Specifications are final before the engineering batch",
)
EXCLUSIONS = ("Import duties and taxes", "Storage beyond three months after release")
TEAM = (
    ("Ida Lund", "Project manager", "40"),
    ("Ruben Castellan", "Head of process development", "20"),
    ("Mei Tanaka", "Quality lead", "25"),
)
TIMELINE = (
    ("Kick-off and transfer", 30, 90),
    ("Engineering batch", 95, 140),
    ("GMP batch", 150, 200),
)
