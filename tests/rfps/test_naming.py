import pytest

from rfps import naming

NAMES = [
    *naming.of_company("Orrin Vale GmbH", "", "OVT"),
    *naming.of_person("Soo-jin Baek", "s.baek@orrin.example"),
]


def test_a_company_goes_by_its_names_without_the_legal_form_and_for_short():
    assert naming.of_company("Orrin Vale GmbH", "", "OVT") == [
        "Orrin Vale GmbH",
        "OVT",
        "Orrin Vale",
        "Orrin",
    ]


def test_a_common_first_word_is_no_short_name():
    assert naming.of_company("Global Sterile Ltd") == ["Global Sterile Ltd", "Global Sterile"]


@pytest.mark.parametrize("form", ["GmbH", "Inc.", "Inc", "Ltd", "S.A.", "AG", ", LLC", "plc"])
def test_legal_forms_are_known(form):
    assert "Orrin Vale" in naming.of_company(f"Orrin Vale {form}")


def test_a_person_goes_by_name_family_name_address_and_domain():
    assert naming.of_person("Soo-jin Baek", "s.baek@orrin.example") == [
        "Soo-jin Baek",
        "Baek",
        "s.baek@orrin.example",
        "orrin.example",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May ORRIN  vale propose another route?", ["Orrin Vale", "Orrin"]),
        ("Orrin\nVale asks", ["Orrin Vale", "Orrin"]),
        ("What does Orrin ask?", ["Orrin"]),
        ("Our plant (OVT) is small.", ["OVT"]),
        (
            "Write to S.Baek@orrin.example",
            ["Orrin", "Baek", "s.baek@orrin.example", "orrin.example"],
        ),
        ("Is the valley of the orrinvale known?", []),
        ("Which batch size applies?", []),
        ("", []),
    ],
)
def test_names_are_found_as_whole_words_in_any_case(text, expected):
    assert naming.found(text, NAMES) == expected


def test_a_name_of_two_letters_is_not_looked_for():
    assert naming.found("It is on us.", ["It", ""]) == []
