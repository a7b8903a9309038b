"""
What CDMOs and CROs do, in the words a sponsor uses, mapped to leaves of the taxonomy.

A CDMO is product-centric: it develops and makes the drug. A CRO is process-centric: it runs the
studies and turns them into evidence. Each function is an entry into the directory
(``vendor-list?function=<slug>``), a row of the guide, and a reason beside a need.
"""

from dataclasses import dataclass

from vendors.choices import Branch, Phase

CLINICAL = (Phase.P1, Phase.P2, Phase.P3)
MARKET = (Phase.REG, Phase.COM, Phase.PMK)


@dataclass(frozen=True)
class Function:
    """One function: who serves it first, by which leaves, and why that kind."""

    slug: str
    area: str
    label: str
    kind: Branch
    leaves: tuple[str, ...]
    why: str
    phases: tuple[Phase, ...] = ()  # empty: whatever its leaves say


def _leaves(codes: str) -> tuple[str, ...]:
    return tuple(codes.split())


_GMP_BOTH = "M2.08 M2.09 M2.10 M2.13 M3.02 M3.04 M3.06 M3.08 M3.09 M3.10 M3.12 M3.13 M3.16"
_FORMS_BOTH = "M4.08 M4.09 M4.10 M4.11 M4.12 M4.13 M4.16 M4.17 M4.18 M4.19 M4.20"

DEVELOPMENT = "Drug development"
MANUFACTURING = "Manufacturing"
DELIVERY = "Drug delivery systems"
SUPPORT = "Dossier and release"
DISCOVERY = "Discovery and strategy"
PRECLINICAL = "Preclinical studies"
TRIALS = "Clinical trial management"
ANALYSIS = "Data analysis"
AFTER = "After approval"

FUNCTIONS = (
    Function(
        "formulation",
        DEVELOPMENT,
        "Formulation",
        Branch.CDMO,
        _leaves("M4.01 M4.02 M4.03 M4.04 M4.05 M3.05"),
        "The formulation has to be made on the line that will fill or press it, so the maker develops it.",
    ),
    Function(
        "api-optimisation",
        DEVELOPMENT,
        "Optimisation of API and excipients",
        Branch.CDMO,
        _leaves("M1.01 M1.09 M1.10 M2.04 M2.05 M3.03 M3.07 M3.11 M4.01 M4.04"),
        "Route, crystal form, particle and excipient decide yield and dose; they are process knowledge.",
    ),
    Function(
        "stability-studies",
        DEVELOPMENT,
        "Stability studies",
        Branch.CDMO,
        _leaves("M5.05"),
        "They follow the batches where those are made and released; contract laboratories run them too.",
    ),
    Function(
        "scale-up",
        DEVELOPMENT,
        "Scale-up",
        Branch.CDMO,
        _leaves("M7.01 M7.02 M7.03 M7.07"),
        "Growing from grams to the commercial batch needs the equipment, and the proof that it still works.",
    ),
    Function(
        "clinical-trial-material",
        MANUFACTURING,
        "Clinical trial material",
        Branch.CDMO,
        _leaves(f"M1.03 M1.05 M1.11 M1.13 M1.15 M2.06 {_GMP_BOTH} M4.06 M4.14 {_FORMS_BOTH} M6.04"),
        "What patients receive in a trial is made under GMP by a licensed manufacturer.",
        CLINICAL,
    ),
    Function(
        "commercial-batches",
        MANUFACTURING,
        "Commercial batches under GMP",
        Branch.CDMO,
        _leaves(f"M1.04 M1.06 M1.12 M1.14 M1.15 M2.07 {_GMP_BOTH} M4.07 M4.15 {_FORMS_BOTH}"),
        "The approval names the manufacturing site: it is inspected, and changing it takes a variation.",
        MARKET,
    ),
    Function(
        "oral-tablets",
        DELIVERY,
        "Oral tablets",
        Branch.CDMO,
        _leaves("M4.02 M4.05 M4.06 M4.07 M4.08"),
        "Granulation, compression and coating are plant and know-how of the maker.",
    ),
    Function(
        "injectables",
        DELIVERY,
        "Injectables",
        Branch.CDMO,
        _leaves("M4.03 M4.14 M4.15 M4.16 M4.17 M4.18 M4.19"),
        "Sterile filling needs aseptic lines that are qualified and inspected as such.",
    ),
    Function(
        "biologics",
        DELIVERY,
        "Biologics",
        Branch.CDMO,
        _leaves("M2.01 M2.03 M2.04 M2.05 M2.06 M2.07 M2.08 M2.10 M4.03 M4.16 M4.17"),
        "With a biologic the process is the product: cell line, bioreactor, purification and cold fill belong together.",
    ),
    Function(
        "regulatory-support",
        SUPPORT,
        "Regulatory support",
        Branch.CDMO,
        _leaves("M6.07 M7.04 M7.05"),
        "The quality part of the dossier describes the maker's own process, so the maker writes or feeds it.",
    ),
    Function(
        "drug-discovery",
        DISCOVERY,
        "Drug discovery",
        Branch.CRO,
        _leaves("R1.01 R1.02 R1.03 R1.04 R1.05 R1.06 R1.07 R1.10"),
        "Targets, hits and leads come from research teams and assays, long before there is a process to own.",
    ),
    Function(
        "regulatory-strategy",
        DISCOVERY,
        "Regulatory strategy",
        Branch.CRO,
        _leaves("R4.01 R6.03"),
        "Which evidence, in which order, for which market: it steers the studies. Larger CDMOs advise on their part.",
    ),
    Function(
        "toxicity",
        PRECLINICAL,
        "Toxicity",
        Branch.CRO,
        _leaves("R2.03 R2.04 R2.05 R2.06 R2.07 R2.08 R2.09 R2.11 R2.14"),
        "Safety studies are run under GLP by someone independent of the product's maker.",
    ),
    Function(
        "pharmacokinetics",
        PRECLINICAL,
        "Pharmacokinetics",
        Branch.CRO,
        _leaves("R1.08 R2.02 R2.12 R3.01 R3.02 R5.07"),
        "What the body does to the drug is measured in studies and in validated bioanalysis.",
    ),
    Function(
        "pharmacodynamics",
        PRECLINICAL,
        "Pharmacodynamics",
        Branch.CRO,
        _leaves("R1.07 R1.09 R2.01 R3.05 R5.07"),
        "What the drug does to the body is shown in models, biomarkers and exposure-response analysis.",
    ),
    Function(
        "trial-regulatory-requirements",
        TRIALS,
        "Regulatory requirements of a trial",
        Branch.CRO,
        _leaves("R4.06 R6.04 R6.09"),
        "Ethics committees, authorities and site contracts differ by country; a trial organisation is there already.",
    ),
    Function(
        "recruitment",
        TRIALS,
        "Recruitment",
        Branch.CRO,
        _leaves("R4.05 R4.10 R4.11"),
        "Finding sites and patients rests on a network of investigators.",
    ),
    Function(
        "data-collection",
        TRIALS,
        "Data collection",
        Branch.CRO,
        _leaves("R3.07 R4.02 R4.03 R5.01 R5.04 R5.05"),
        "Visits, samples, images and diaries are captured the same way at every site.",
        CLINICAL,
    ),
    Function(
        "site-oversight",
        TRIALS,
        "Site oversight",
        Branch.CRO,
        _leaves("R4.07 R4.08 R4.09 R4.12"),
        "GCP asks the sponsor to oversee each site; monitors do it on the sponsor's behalf.",
    ),
    Function(
        "statistics",
        ANALYSIS,
        "Statistics",
        Branch.CRO,
        _leaves("R5.02 R5.06 R5.07"),
        "The analysis is planned before the data are seen, and kept apart from who gains by the result.",
    ),
    Function(
        "reports",
        ANALYSIS,
        "Reports",
        Branch.CRO,
        _leaves("R5.02 R5.08"),
        "Study reports bring data, statistics and medicine into the form an authority reads.",
    ),
    Function(
        "submissions",
        ANALYSIS,
        "Submissions",
        Branch.CRO,
        _leaves("R6.04 R6.05 R6.06"),
        "Clinical and nonclinical parts of the application are assembled and published by those who ran the studies.",
    ),
    Function(
        "data-management",
        ANALYSIS,
        "Data management",
        Branch.CRO,
        _leaves("R4.12 R5.01 R5.03"),
        "One clean, traceable database is built from all sites, laboratories and devices.",
    ),
    Function(
        "post-marketing-surveillance",
        AFTER,
        "Post-marketing surveillance",
        Branch.CRO,
        _leaves("R4.13 R4.14 R6.01 R6.02 R6.10"),
        "Safety cases, registries and follow-up go on for as long as the product is sold.",
    ),
)

BY_SLUG = {function.slug: function for function in FUNCTIONS}


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the functions as grouped choices, CDMO's before CRO's, for a form or a filter."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for function in FUNCTIONS:
        heading = f"{function.kind.label}: {function.area}"
        grouped.setdefault(heading, []).append((function.slug, function.label))
    return list(grouped.items())
