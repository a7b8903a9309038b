"""
What an intervention's words suggest: each guess is one named rule, and stays a proposal.

A trial record states neither the modality nor the dosage form. International nonproprietary names
carry class stems (-mab, -nib, ...), and descriptions name the route. Where no rule speaks, nothing
is proposed.
"""

import re
from dataclasses import dataclass

from vendors.choices import DosageForm, Modality


@dataclass(frozen=True)
class Guess:
    """A proposed value (blank: none) and the rule, as a sentence for the user."""

    value: str
    rule: str


MODALITIES: list[tuple[str, Modality, str]] = [
    (r"placebo", "", ""),
    (r"yttrium|lutetium|actinium|radium|iodine[- ]131|\b(90|177|131|225|223|18|68)-?(y|lu|i|ac|ra|f|ga)\b",
     Modality.RP, "names a radionuclide"),
    (r"\w*(vedotin|deruxtecan|ozogamicin|emtansine|tesirine|govitecan|mafodotin|soravtansine)\b|antibody[- ]drug conjugate",
     Modality.ADC, "names an antibody with a payload"),
    (r"allogeneic.*\b(car|nk|t)[- ]?(t|cells?)|universal car|\bnk[- ]?cells?\b|alloreactive nk",
     Modality.CTL, "names donor cells"),
    (r"\bcar[- ]?\d*[- ]?t\b|\bcart\d*\b|chimeric antigen receptor|\bcar\d*v?\d*\b|\w+-car\w*\b|t[- ]cells?\b|dendritic cell|autologous.*cells?|\w*leucel\b",
     Modality.CTA, "names living cells, taken as the patient's own"),
    (r"\bmrna\b", Modality.RNA, "names mRNA"),
    (r"\baav\d*\b|\w+parvovec\b", Modality.AAV, "names an AAV vector"),
    (r"oncolytic|adenovir|\w+repvec\b", Modality.OVV, "names a viral vector"),
    (r"vaccin", Modality.VAC, "names a vaccine"),
    (r"\w+(siran|rsen)\b|antisense|sirna", Modality.OLI, "ends in -siran or -rsen, an oligonucleotide's stem"),
    (r"\w+(mab|mig|tug|bart|ment)\b|monoclonal antibod", Modality.MAB, "ends in -mab, -tug or -bart, an antibody's stem"),
    (r"\w+(tide|relix|actide)\b", Modality.PEP, "ends in -tide or -relix, a peptide's stem"),
    (r"\w+(cept|kin|kinra|stim|grastim|ermin|plase|ase)\b|interferon|insulin|erythropoietin|endostar|globulin",
     Modality.REC, "is a recombinant protein's name"),
    (r"\w+(tinib|nib|ciclib|parib|stat|vir|platin|taxel|rubicin|prazole|sartan|statin|pril|olol|oxacin|cycline|cillin|"
     r"trexed|trexate|tabine|citidine|lidomide|clax|gliptin|gliflozin|zolamide|tecan|bulin|amine|azole|gabalin|pentin|"
     r"abine|anib|atinib|degib|sidenib|penem|bactam|olone|sone|profen|quine|formin|xaban|gatran|caine)\b",
     Modality.SM, "carries a small molecule's stem"),
]  # fmt: skip
FORMS: list[tuple[str, DosageForm, str]] = [
    (r"lyophili[sz]|powder for (solution|injection|concentrate)", DosageForm.LYO, "names a lyophilised powder"),
    (r"long[- ]acting|\bdepot\b|implant|microsphere|liposom|injectable suspension",
     DosageForm.CINJ, "names a depot, a liposome or an injectable suspension"),
    (r"soft (gelatin )?capsule|softgel", DosageForm.SGEL, "names a soft capsule"),
    (r"oral (solution|suspension|liquid)|syrup", DosageForm.OLIQ, "names an oral liquid"),
    (r"tablet|capsule|\btab\b", DosageForm.OSD, "names tablets or capsules"),
    (r"inhal|nasal|nebuli", DosageForm.INH, "names inhalation or the nose"),
    (r"ophthalmic|eye drop", DosageForm.STER, "names the eye"),
    (r"topical|cream|ointment|\bgel\b|patch|transdermal", DosageForm.SEMI, "names the skin"),
    (r"pre-?filled|\bpen\b|autoinjector|cartridge", DosageForm.PFS, "names a syringe or pen"),
    (r"subcutaneous|sub-cutaneous|\bs\.?c\.?\b", DosageForm.PFS, "is given under the skin"),
    (r"\boral(ly)?\b|\bp\.?o\.?\b|by mouth", DosageForm.OSD, "is taken by mouth"),
    (r"intravenous|\bi\.?v\.?\b|infusion|injection|intramuscular|intrathecal", DosageForm.VIAL, "is injected or infused"),
]  # fmt: skip
CELLS = {Modality.CTA, Modality.CTL}
BACKGROUND = re.compile(
    r"placebo|standard|chemotherapy|\bother\b|best available|\bsoc\b|comparator", re.IGNORECASE
)


def product_of(interventions: list[dict]) -> dict:
    """Return the intervention taken as the product: the first that is no placebo or standard care."""
    return next(
        (item for item in interventions if not BACKGROUND.search(item["name"])), interventions[0]
    )


def modality(intervention: dict) -> Guess:
    """Propose a modality by the first rule that fits the product's name, then its description."""
    for where in ("name", "description"):
        text = intervention.get(where) or ""
        for pattern, value, why in MODALITIES:
            if value and re.search(pattern, text, re.IGNORECASE):
                return Guess(value, f"“{intervention['name'][:80]}” {why}")
    return Guess("", f"No rule knows the modality of “{intervention['name'][:80]}”")


def dosage_form(intervention: dict, proposed_modality: str) -> Guess:
    """Propose a dosage form from the words on form and route; cells are always frozen in bags."""
    if proposed_modality in CELLS:
        return Guess(DosageForm.ATMP, "Living cells are supplied frozen, in bags or vials")
    text = f"{intervention['name']}. {intervention.get('description') or ''}"
    for pattern, value, why in FORMS:
        if re.search(pattern, text, re.IGNORECASE):
            return Guess(value, f"The record says it {why}")
    return Guess("", "The record names neither a dosage form nor a route")
