import pytest

from vendors.importers.taiwan_terms import (
    offers_of_forms,
    offers_of_operations,
    offers_of_substances,
)


def leaves(text, *, is_pilot=False):
    offers, unknown = offers_of_forms(text, is_pilot=is_pilot)
    return [(offer.leaf, str(offer.dosage_form)) for offer in offers], unknown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "非無菌製劑： 固體劑型：糖衣錠（膜衣錠、錠劑、顆粒劑、散劑）、膠囊劑。",
            [("M4.07", "OSD")],
        ),
        ("固體製劑", [("M4.07", "OSD")]),
        ("半固體製劑", [("M4.11", "SEMI")]),
        ("軟膠囊劑", [("M4.09", "SGEL")]),
        ("液體劑型：溶液劑。", [("M4.10", "OLIQ")]),
        ("半固體劑型：軟膏劑（乳膏劑）。", [("M4.11", "SEMI")]),
        ("無菌眼用液劑（無菌製備）", [("M4.13", "STER")]),
        ("注射液劑（無菌製備、最終滅菌）", [("M4.15", "VIAL")]),
        ("注射液劑（最終滅菌）", [("M4.13", "STER")]),
        ("凍晶注射劑(無菌製備)", [("M4.15", "LYO"), ("M4.16", "LYO")]),
    ],
)
def test_approved_words_become_leaves(text, found):
    assert leaves(text) == (found, [])


def test_cytotoxic_forms_become_contained_leaves():
    found, unknown = leaves(
        "固體劑型：錠劑。 除生產一般製劑外，另生產細胞毒類製劑「凍晶注射劑(無菌製備)及膜衣錠」。"
    )

    assert found == [("M4.07", "OSD"), ("M4.18", "LYO"), ("M4.08", "OSD")]
    assert unknown == ["細胞毒類製劑"]


def test_a_pilot_plant_makes_clinical_supplies():
    offers, _ = offers_of_forms("非無菌製劑： 固體劑型：膠囊劑。", is_pilot=True)

    assert [(offer.leaf, offer.grade, offer.phases) for offer in offers] == [
        ("M4.06", "GMP-clinical", ("P1", "P2", "P3"))
    ]


@pytest.mark.parametrize("text", ["栓劑", "硬空膠囊劑", "乾粉注射劑", "疫苗", "藥皂"])
def test_words_without_a_leaf_are_kept_as_text(text):
    assert leaves(text) == ([], [text])


def test_named_substances_are_small_molecules_made_for_the_market():
    [offer] = offers_of_substances("(1)Celecoxib")

    assert (offer.leaf, offer.modality, offer.grade) == ("M1.04", "SM", "GMP-commercial")
    assert offers_of_substances("  ") == []


@pytest.mark.parametrize(
    ("gmp", "gdp", "found"),
    [
        ("包裝、標示及倉儲作業。", "", ["M6.03"]),
        ("", "儲存、運輸作業(均含冷鏈藥品)", ["M6.08", "M6.06"]),
        ("", "儲存、供應(均為醫用氣體)", []),
    ],
)
def test_operations_become_supply_leaves(gmp, gdp, found):
    assert [offer.leaf for offer in offers_of_operations(gmp, gdp)] == found
