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
# What stands in a table, by a word of its column; the last is for every other column.
CELLS = (
    ("year", ("2023", "2024", "2025")),
    ("date", ("2025-03-18", "2024-10-02")),
    ("valid", ("2027-06-30", "2028-01-31")),
    (" on", ("2025-03-18", "2025-09-11")),
    ("phase", ("Phase 1", "Phase 2", "Commercial")),
    ("country", ("Denmark", "Portugal", "Canada")),
    ("number", ("GMP-20417", "MIA-3305")),
    ("authority", ("National authority", "Regional inspectorate")),
    ("outcome", ("No major finding", "Two minor findings, closed")),
    ("call", ("Yes", "Yes, after a word with them")),
    ("batch", ("5 kg", "40 kg", "120 kg")),
    ("equipment", ("High-shear granulator", "Fluid-bed dryer", "Coater")),
    ("step", ("Granulation", "Drying", "Compression")),
    ("modality", ("Small molecule", "Antibody")),
    ("subcontractor", ("None", "A qualified laboratory")),
    ("", ("As described in section 3", "Full scope", "In house")),
)
AS_KNOWN = "As stated in our profile on Phaseline."
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

# What evaluators write beside a score.
REMARKS = (
    "",
    "Answers what we asked, and names the reserve slot.",
    "Says little about the people who would do the work.",
    "Two references are close to our process; I would call the second.",
    "The critical path has no reserve before the first campaign.",
    "Findings of the last inspection are being closed.",
)
