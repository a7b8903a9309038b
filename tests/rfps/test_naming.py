import pytest

from rfps import naming

NAMES = [
    *naming.of_company("Orrin Vale GmbH", "", "OVT"),
    *naming.of_person("Soo-jin Baek", "s.baek@orrin.example"),
]


def test_a_company_goes_by_its_names_with_and_without_the_legal_form():
    assert naming.of_company("Orrin Vale GmbH", "", "OVT") == [
        "Orrin Vale GmbH",
        "OVT",
        "Orrin Vale",
    ]


@pytest.mark.parametrize("form", ["GmbH", "Inc.", "Inc", "Ltd", "S.A.", "AG", ", LLC", "plc"])
def test_legal_forms_are_known(form):
    assert naming.of_company(f"Orrin Vale {form}")[-1] == "Orrin Vale"


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
        ("May ORRIN  vale propose another route?", ["Orrin Vale"]),
        ("Orrin\nVale asks", ["Orrin Vale"]),
        ("Our plant (OVT) is small.", ["OVT"]),
        ("Write to S.Baek@orrin.example", ["Baek", "s.baek@orrin.example", "orrin.example"]),
        ("Is the valley of the orrinvale known?", []),
        ("Which batch size applies?", []),
        ("", []),
    ],
)
def test_names_are_found_as_whole_words_in_any_case(text, expected):
    assert naming.found(text, NAMES) == expected


def test_a_name_of_two_letters_is_not_looked_for():
    assert naming.found("It is on us.", ["It", ""]) == []
