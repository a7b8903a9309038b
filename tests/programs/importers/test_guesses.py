import pytest

from programs.importers import guesses


@pytest.mark.parametrize(
    ("name", "modality", "rule"),
    [
        ("Lazertinib", "SM", "“Lazertinib” ends in -nib, the stem of small molecule names"),
        ("Atezolizumab", "MAB", "“Atezolizumab” ends in -mab, the stem of antibody names"),
        (
            "Inotuzumab ozogamicin",
            "ADC",
            "“ozogamicin” ends in -ozogamicin, the stem of antibody-drug conjugate names",
        ),
        ("Cagrilintide", "PEP", "“Cagrilintide” ends in -lintide, the stem of peptide names"),
        (
            "CD19 CAR-T CELLS",
            "CTA",
            "The record of “CD19 CAR-T CELLS” names living cells, taken as the patient's own",
        ),
        (
            "Allogeneic CD19 CAR-T cells",
            "CTL",
            "The record of “Allogeneic CD19 CAR-T cells” names donor cells",
        ),
        ("AK112", "", "No rule knows the modality of “AK112”"),
    ],
)
def test_modality_is_proposed_with_its_rule_or_left_open(name, modality, rule):
    assert guesses.modality({"name": name}) == guesses.Guess(modality, rule)


def test_a_stem_in_prose_means_nothing():
    guess = guesses.modality(
        {"name": "JS111", "description": "assigned to receive treatment with pemetrexed"}
    )

    assert guess.value == ""


@pytest.mark.parametrize(
    ("description", "form", "rule"),
    [
        ("Neratinib tablets", "OSD", "The record says it names tablets or capsules"),
        ("Administered SC", "PFS", "The record says it is given under the skin"),
        ("IV infusion", "VIAL", "The record says it is injected or infused"),
        (
            "Specified dose on specified days",
            "",
            "The record names neither a dosage form nor a route",
        ),
    ],
)
def test_dosage_form_is_proposed_with_its_rule_or_left_open(description, form, rule):
    guess = guesses.dosage_form({"name": "X", "description": description}, "SM")

    assert guess == guesses.Guess(form, rule)


def test_cells_are_supplied_frozen():
    assert guesses.dosage_form({"name": "X"}, "CTA").value == "ATMP"


def test_the_product_is_the_first_that_is_no_placebo():
    found = guesses.product_of(
        [{"name": "Placebo"}, {"name": "Standard chemotherapy"}, {"name": "AK112"}]
    )

    assert found == {"name": "AK112"}
