from datetime import date
from decimal import Decimal

import pytest

from rfps.pricing.exchange import MissingRateError, Rate, Rates, cents, converted

RATES = Rates("EUR", {"CHF": Rate("CHF", Decimal("1.0642"), "ECB", date(2027, 1, 15))})


def test_the_currency_of_comparison_needs_no_rate():
    assert RATES.factor("EUR", bid="Fernhollow") == 1


def test_another_currency_is_converted_at_its_rate():
    assert converted(Decimal("1000.05"), RATES.factor("CHF", bid="Fernhollow")) == Decimal(
        "1064.25"
    )


def test_a_missing_rate_names_currency_and_bid():
    with pytest.raises(MissingRateError) as error:
        RATES.factor("USD", bid="Fernhollow")

    assert (error.value.currency, error.value.bid) == ("USD", "Fernhollow")
    assert str(error.value) == ("The bid of Fernhollow is in USD, and USD has no exchange rate.")


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.005", "0.01"), ("0.0049", "0.00"), ("1.125", "1.13"), ("2", "2.00")],
)
def test_half_a_cent_is_rounded_up(amount, rounded):
    assert cents(Decimal(amount)) == Decimal(rounded)


def test_an_amount_of_more_than_28_digits_is_converted_exactly():
    amount, rate = Decimal("99999999999998990000000.0000001"), Decimal("9999999999.99999999")

    assert str(converted(amount, rate)) == "999999999999989899000000000001010.10"
