"""What the sponsors of the story think of some vendors, and when they audited them."""

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
