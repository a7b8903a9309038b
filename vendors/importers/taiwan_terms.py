"""
How the Taiwan register's words become leaves of the taxonomy (docs/import-formats.md).

A row states dosage forms a site is approved to make, not for whom, nor at which scale. So a line
says leaf, dosage form, phases and grade; the modality stays *not stated* except where the leaf
itself is of one modality. Words that have no leaf are kept as text.
"""

import re

from vendors.choices import DosageForm, Grade, Modality, Phase
from vendors.importers.establishing import COMMERCIAL, Offer

CLINICAL = (Phase.P1, Phase.P2, Phase.P3)


# What the approved word means; the first pattern found in a term wins.
FORMS: list[tuple[str, str]] = [
    (r"軟膠囊", DosageForm.SGEL),
    (r"硬空膠囊", ""),  # empty capsule shells: no leaf
    (r"錠|膠囊|散劑|顆粒|(?<!半)固體製劑", DosageForm.OSD),
    (r"凍晶注射|凍結乾燥", DosageForm.LYO),
    (r"眼|耳鼻用|灌洗用|透析", DosageForm.STER),
    (r"注射", DosageForm.VIAL),
    (r"噴霧|吸入", DosageForm.INH),
    (r"溶液|懸液|糖漿|液體製劑", DosageForm.OLIQ),
    (r"軟膏|乳膏|凝膠|貼劑|藥膠布|半固體製劑", DosageForm.SEMI),
]
LEAVES = {  # form: (commercial leaf, clinical leaf of a pilot plant)
    DosageForm.OSD: ("M4.07", "M4.06"),
    DosageForm.SGEL: ("M4.09", "M4.09"),
    DosageForm.OLIQ: ("M4.10", "M4.10"),
    DosageForm.SEMI: ("M4.11", "M4.11"),
    DosageForm.INH: ("M4.12", "M4.12"),
    DosageForm.STER: ("M4.13", "M4.13"),
    DosageForm.VIAL: ("M4.15", "M4.14"),
    DosageForm.LYO: ("M4.15", "M4.14"),
}
CYTOTOXIC = {DosageForm.OSD: "M4.08", DosageForm.VIAL: "M4.18", DosageForm.LYO: "M4.18"}
# Headings and remarks that carry no form of their own.
SILENT = re.compile(
    r"^(•?[非肥]?無菌(製劑|半固體(製劑|劑型))?|(液體|固體|半固體)劑型|製劑|其他|"
    r"(及|或)?(最終滅菌|無菌製備)(及(最終滅菌|無菌製備))?|皆為無菌製備|包裝作業|分|僅分|除生產一般(製劑|劑型)外|[\d(]+)$"
)
TERM = re.compile(
    r"[：:。、，,；;\n（）()「」［］〔〕\[\]•/]+|(?<=劑)及|(?<=錠)及|之(?=注射|凍晶|懸液)"
)
SPECIAL = re.compile(r"(?:除生產一般(?:製劑|劑型)外)?[，,、]?另(?:於獨立區域)?生產")


def offers_of_forms(text: str, *, is_pilot: bool) -> tuple[list[Offer], list[str]]:
    """Return the offers in an approved-forms cell, and the terms that mean no leaf here."""
    offers: dict[Offer, None] = {}
    unknown: list[str] = []
    for part in SPECIAL.split(text):
        is_cytotoxic = "細胞毒" in part
        for term in filter(None, (term.strip() for term in TERM.split(part))):
            if SILENT.match(term):
                continue
            if (form := form_of(term)) is None:
                unknown.append(term[:200])
                continue
            is_terminal = form == DosageForm.VIAL and only_terminal(part, term)
            for offer in offers_of_form(
                form, is_pilot=is_pilot, is_cytotoxic=is_cytotoxic, is_terminal=is_terminal
            ):
                offers[offer] = None
    return list(offers), unknown


def form_of(term: str) -> str | None:
    """Return the dosage form a term names, or None."""
    if re.search(r"疫苗|血清|原料藥|菌疫|臨床試驗|乾粉注射", term):
        return None  # antigens, sera and powder filling have no leaf that these words prove
    return next((form for pattern, form in FORMS if re.search(pattern, term)), None) or None


def only_terminal(text: str, term: str) -> bool:
    """Say whether an injection is approved as terminally sterilised and not as aseptic."""
    after = text[text.find(term) + len(term) :]
    method = re.match(r"[（(/-]?([^）)、。]*)", after).group(1)
    return "最終滅菌" in method and "無菌製備" not in method


def offers_of_form(form, *, is_pilot, is_cytotoxic, is_terminal) -> list[Offer]:
    phases, grade = (
        (CLINICAL, Grade.GMP_CLINICAL) if is_pilot else (COMMERCIAL, Grade.GMP_COMMERCIAL)
    )
    common = {"phases": phases, "grade": grade}
    if is_cytotoxic and form in CYTOTOXIC:
        modality = Modality.HPA if form == DosageForm.OSD else ""
        return [Offer(CYTOTOXIC[form], form, modality, **common)]
    if is_terminal:
        return [Offer(LEAVES[DosageForm.STER][is_pilot], DosageForm.STER, **common)]
    found = [Offer(LEAVES[form][is_pilot], form, **common)]
    if form == DosageForm.LYO:
        found.append(Offer("M4.16", form, **common))
    return found


def offers_of_substances(text: str) -> list[Offer]:
    """Return the offer of a site with named, approved active substances."""
    return [Offer("M1.04", modality=Modality.SM)] if text.strip() else []


def offers_of_operations(gmp: str, gdp: str) -> list[Offer]:
    """Return the offers in the GMP (packaging) and GDP (storage, transport) columns."""
    distribution = {"grade": Grade.GDP, "phases": (Phase.COM, Phase.PMK)}
    offers = []
    if re.search(r"包裝|標示", gmp):
        offers.append(Offer("M6.03"))
    if re.search(r"儲存|供應|運輸|輸出", gdp) and "醫用氣體" not in gdp:
        offers.append(Offer("M6.08", **distribution))
        if "冷鏈" in gdp:
            offers.append(Offer("M6.06", **distribution))
    return offers
