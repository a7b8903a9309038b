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


# Words: looked for in the name, then in the description.
WORDS: list[tuple[str, Modality, str]] = [
    (r"yttrium|lutetium|actinium|radium-|\b(90|177|131|225|223)-?(y|lu|i|ac|ra)\b", Modality.RP, "names a radionuclide"),
    (r"antibody[- ]drug conjugate|antibody-conjugated", Modality.ADC, "names an antibody with a payload"),
    (r"allogeneic \S* ?(car|nk|t)\b|universal car|\bnk[- ]cells?\b|alloreactive nk", Modality.CTL, "names donor cells"),
    (r"\bcar[- ]?\d*[- ]?t\b|\bcart\d+\b|chimeric antigen receptor|\bcar\d+v?\d*\b|-car\b|star-t\b|\bt[- ]cells\b|"
     r"dendritic cell|autologous \S* ?cells", Modality.CTA, "names living cells, taken as the patient's own"),
    (r"\bmrna\b", Modality.RNA, "names mRNA"),
    (r"\baav\d*\b", Modality.AAV, "names an AAV vector"),
    (r"oncolytic|adenovir", Modality.OVV, "names a viral vector"),
    (r"\bvaccine", Modality.VAC, "names a vaccine"),
    (r"antisense|\bsirna\b", Modality.OLI, "names an oligonucleotide"),
    (r"monoclonal antibod", Modality.MAB, "names a monoclonal antibody"),
    (r"interferon|insulin|erythropoietin|globulin|endostar", Modality.REC, "is a recombinant protein's name"),
]  # fmt: skip
# Stems of nonproprietary names: they mean something at the end of a name only.
STEMS: list[tuple[str, Modality, str]] = [
    ("vedotin deruxtecan ozogamicin emtansine tesirine govitecan mafodotin", Modality.ADC, "antibody-drug conjugate"),
    ("leucel", Modality.CTA, "cell therapy"),
    ("parvovec", Modality.AAV, "AAV gene therapy"),
    ("repvec", Modality.OVV, "replicating viral vector"),
    ("siran rsen", Modality.OLI, "oligonucleotide"),
    ("mab tug bart", Modality.MAB, "antibody"),
    ("lintide glutide relix reotide", Modality.PEP, "peptide"),
    ("cept kin kinra stim ermin", Modality.REC, "recombinant protein"),
    ("nib ciclib parib vir platin taxel rubicin prazole sartan statin olol oxacin cycline trexed trexate tabine "
     "citidine lidomide clax gliptin gliflozin degib idenib penem bactam pime olone sone gabalin gabaline pentin "
     "xaban gatran caine profen", Modality.SM, "small molecule"),
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
    """Propose a modality: words in the name, a name's stem, then words in the description."""
    name = intervention["name"]
    return (
        _by_words(name, name)
        or _by_stem(name)
        or _by_words(name, intervention.get("description") or "")
        or Guess("", f"No rule knows the modality of “{name[:80]}”")
    )


def _by_words(name: str, text: str) -> Guess | None:
    for pattern, value, why in WORDS:
        if re.search(pattern, text, re.IGNORECASE):
            return Guess(value, f"The record of “{name[:80]}” {why}")
    return None


def _by_stem(name: str) -> Guess | None:
    for stems, value, kind in STEMS:
        for stem in stems.split():
            if found := re.search(rf"\b\w*{stem}\b", name, re.IGNORECASE):
                return Guess(value, f"“{found.group()}” ends in -{stem}, the stem of {kind} names")
    return None


def dosage_form(intervention: dict, proposed_modality: str) -> Guess:
    """Propose a dosage form from the words on form and route; cells are always frozen in bags."""
    if proposed_modality in CELLS:
        return Guess(DosageForm.ATMP, "Living cells are supplied frozen, in bags or vials")
    text = f"{intervention['name']}. {intervention.get('description') or ''}"
    for pattern, value, why in FORMS:
        if re.search(pattern, text, re.IGNORECASE):
            return Guess(value, f"The record says it {why}")
    return Guess("", "The record names neither a dosage form nor a route")
