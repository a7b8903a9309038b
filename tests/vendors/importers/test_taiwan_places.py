import pytest

from vendors.importers import taiwan_places


@pytest.mark.parametrize(
    ("address", "city"),
    [
        ("台中市大甲區日南里工九路27號", "台中市"),
        ("24890新北市五股區五權七路38號", "新北市"),
        ("112 臺北市北投區石牌路2段111號", "台北市"),
        ("台南巿官田區二鎮里工業西路46號之8", "台南市"),
        ("新竹科學工業園區新竹縣竹北市生醫五路19號", "新竹縣"),
        ("", ""),
        ("某處", ""),
    ],
)
def test_the_city_of_an_address_in_one_spelling(address, city):
    assert taiwan_places.city(address) == city
