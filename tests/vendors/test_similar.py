import pytest

from tests.factories.vendors import CapabilityLineFactory, VendorFactory
from vendors import similar
from vendors.filters import Reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]


def offering(name, codes, **fields):
    vendor = VendorFactory(name=name, **fields)
    for code in codes.split():
        CapabilityLineFactory(site__vendor=vendor, capability__code=code)
    return vendor


def test_who_shares_most_of_what_is_rare_comes_first(sponsor):
    ash = offering("Ash", "M2.10 M4.14 M4.06")
    offering("Same", "M2.10 M4.14 M4.06")
    offering("Rare", "M2.10")
    offering("Common", "M4.06")
    offering("More common", "M4.06 R4.08 R5.01")
    offering("Nothing", "R4.08")
    offering("Hidden", "M2.10 M4.14 M4.06", private_to=sponsor)

    found = similar.to(ash, reader=Reader())

    assert [one.vendor.name for one in found] == ["Same", "Rare", "Common", "More common"]
    assert [one.shared for one in found] == [3, 1, 1, 1]
    assert found[1].labels[0].startswith("ADC bioconjugation")
    assert similar.to(ash, reader=Reader(sponsor.pk))[0].shared == 3


def test_a_vendor_without_lines_is_like_nobody():
    offering("Ash", "M2.10")

    assert similar.to(VendorFactory(), reader=Reader()) == []
