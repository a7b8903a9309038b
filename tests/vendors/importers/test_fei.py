import pytest

from vendors.importers import fei
from vendors.importers.report import RowError


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3015118914", "3015118914"),
        ("2083373", "2083373"),
        ("0002083373", "2083373"),
        (" 0000000360 ", "360"),
    ],
)
def test_normalise_meets_the_padded_form(text, number):
    assert fei.normalise(text) == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("123", "'123' has 3 digits; an FEI has 7 or 10"),
        ("12345678", "'12345678' has 8 digits; an FEI has 7 or 10"),
        ("12345678901", "'12345678901' has 11 digits; an FEI has 7 or 10"),
        ("Acme Pharma Inc", "'Acme Pharma Inc' is not a number"),
        ("", "'' is not a number"),
        ("²³⁴⁵⁶⁷⁸", "'²³⁴⁵⁶⁷⁸' is not a number"),
        ("0000000", "is all zeros"),
    ],
)
def test_normalise_refuses_with_the_field(text, reason):
    with pytest.raises(RowError) as error:
        fei.normalise(text)

    assert (error.value.field, error.value.reason) == ("FEI Number", reason)
