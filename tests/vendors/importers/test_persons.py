import pytest

from vendors.importers.persons import is_natural_person


@pytest.mark.parametrize(
    "name",
    [
        "Nana Barseghian, M.D.",
        "Richard W. Foltin, Ph.D.",
        "Dimitri Sirakoff, D.O.",
        "Deitz, M.D., Robert",
        "Denker, Mark S, MD PA",
        "Dr. Thomas Gazda",
        "Mendez, Dr Antonio",
        "J. Robert Flamini",
        "Weiner, Gilbert R.",
        "Vasyl Melnyk",
        "YARA ELENA DE LA GARZA PEREZ NIETO",
        "Lloyd Brubacker",
        "Jay Egg",
        "David Y. Moore",
    ],
)
def test_people_are_told(name):
    assert is_natural_person(name) is True


@pytest.mark.parametrize(
    "name",
    [
        "Krka D.O.O.",
        "Salus d.o.o.",
        "Dr. Reddy's Laboratories Limited",
        "Thomas E. Young, MD, LLC",
        "Pharm D Solutions, LLC",
        "InVia Fertility Specialists, PLLC",
        "Rechon Life Science AB",
        "4nrx.md",
        "Isis.Gold",
        "KABANA SKIN CARE",
        "Bioiberica, SAU",
        "Novartis Oncology",
        "MIT",
        "C & A Naturistics",
        "InfuScience a subsidiary of Bioscrip",
        "GAZA PROVEEDORA DE SERVICIOS DE HOSPEDAJE Y ALIMENTACION",
        "Mark Cuban Cost Plus",
    ],
)
def test_firms_are_told(name):
    assert is_natural_person(name) is False
