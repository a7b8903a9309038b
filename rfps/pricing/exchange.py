"""Amounts in one currency, at rates with a source and a date. Nothing is converted by guessing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rfps.bidding.figures import EXACT

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Rate:
    """What one unit of ``currency`` is worth in the currency of comparison, by whom, on which day."""

    currency: str
    rate: Decimal
    source: str
    as_of: date


class MissingRateError(ValueError):
    """A bid is in a currency that has no rate; the message is a sentence for the user."""

    def __init__(self, currency: str, bid: str):
        super().__init__(f"The bid of {bid} is in {currency}, and {currency} has no exchange rate.")
        self.currency, self.bid = currency, bid


@dataclass(frozen=True)
class Rates:
    """The currency of comparison and the rates to it, by currency."""

    base: str
    by_currency: Mapping[str, Rate]

    def factor(self, currency: str, *, bid: str) -> Decimal:
        """
        Return what an amount in ``currency`` is multiplied by.

        :param bid: whose bid it is, for the error
        :raises MissingRateError: for a currency without a rate
        """
        if currency == self.base:
            return Decimal(1)
        if currency not in self.by_currency:
            raise MissingRateError(currency, bid)
        return self.by_currency[currency].rate


def cents(amount: Decimal) -> Decimal:
    """Return an amount with two decimals, half a cent rounded up. Lines are rounded, then added."""
    return amount.quantize(CENT, ROUND_HALF_UP, EXACT)


def converted(amount: Decimal, factor: Decimal) -> Decimal:
    """Return an amount in the currency of comparison, rounded once."""
    return cents(EXACT.multiply(amount, factor))
