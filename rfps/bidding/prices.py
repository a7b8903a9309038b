"""Price lines in their four states, and what they add up to. What nobody priced is never zero."""

from dataclasses import dataclass
from decimal import Decimal

from rfps.bidding import figures
from rfps.choices import PriceState

PLACES = 4
LIMIT = Decimal(10) ** 12  # of a price per unit, and of quantity times price
MAX_NOTE = 500


@dataclass(frozen=True)
class Price:
    """How a bid answers a line; ``unit_price`` per unit of the line, only where it is priced."""

    state: str
    unit_price: Decimal | None = None
    note: str = ""

    def amount(self, line: dict) -> Decimal | None:
        """Return quantity times price, None for a line without a price."""
        if self.unit_price is None:
            return None
        amount = figures.EXACT.multiply(Decimal(line["quantity"]), self.unit_price)
        return amount.normalize(figures.EXACT)


@dataclass(frozen=True)
class Total:
    """What a lot costs: the sum of its priced lines, the optional ones apart, the open ones counted."""

    amount: Decimal
    optional: Decimal
    priced: int
    included: int
    excluded: int
    not_priced: int  # said to be, or not answered yet
    lines: int  # beside the optional ones


class WrongPriceError(ValueError):
    """The message is a sentence; ``field`` is state, price or note."""

    def __init__(self, field: str, message: str):
        super().__init__(message)
        self.field = field


def read(raw: dict | None, line: dict) -> Price | None:
    """
    Return the price of a line, None where nothing is said. A number alone says "priced".

    :param raw: ``state``, ``price``, ``note`` as typed
    :param line: of the grid, for its quantity
    :raises WrongPriceError: for what contradicts itself, for zero, for what is no number, and for
        an amount that no total can hold
    """
    state, price, note = ((raw or {}).get(name, "") for name in ("state", "price", "note"))
    if not (state or price):
        return None
    if state and state not in PriceState.values:
        raise WrongPriceError("state", f"“{state[:40]}” is not one of the four states.")
    if len(note) > MAX_NOTE:
        raise WrongPriceError("note", f"Too long: at most {MAX_NOTE} characters.")
    if state in {"", PriceState.PRICED}:
        return _bounded(Price(PriceState.PRICED, _unit_price(price), note), line)
    if price:
        label = PriceState(state).label.lower()
        raise WrongPriceError("price", f"It has a price and is said to be {label}: keep one.")
    return Price(state, None, note)


def _bounded(price: Price, line: dict) -> Price:
    """Refuse an amount beyond what is added up and converted to the cent without a loss."""
    if price.amount(line) >= LIMIT:
        quantity = f"{Decimal(line['quantity']):,f} {line['unit']}".strip()
        raise WrongPriceError(
            "price", f"For {quantity} it comes to a million million or more: check the price."
        )
    return price


def _unit_price(text: str) -> Decimal:
    if not text:
        raise WrongPriceError("price", "Say the price per unit, or choose another state.")
    try:
        value = figures.number(text, places=PLACES)
    except figures.NotANumberError as error:
        raise WrongPriceError("price", str(error)) from error
    if value == 0:
        raise WrongPriceError(
            "price", "Zero is no price: choose “included”, “excluded” or “not priced”."
        )
    if value < 0:
        raise WrongPriceError("price", "A price is above zero; offer a discount in the note.")
    if value >= LIMIT:
        raise WrongPriceError("price", "A price per unit is below a million million.")
    return value


def total(lines: list[dict], found: dict[str, Price]) -> Total:
    """Add up the lines of a lot; ``found`` holds the prices by the lines' keys."""
    firm = [line for line in lines if not line["is_optional"]]
    optional = [line for line in lines if line["is_optional"]]
    states = [found[line["key"]].state if line["key"] in found else "" for line in firm]
    return Total(
        amount=_sum(firm, found),
        optional=_sum(optional, found),
        priced=states.count(PriceState.PRICED),
        included=states.count(PriceState.INCLUDED),
        excluded=states.count(PriceState.EXCLUDED),
        not_priced=states.count(PriceState.NOT_PRICED) + states.count(""),
        lines=len(firm),
    )


def _sum(lines, found) -> Decimal:
    amounts = (found[line["key"]].amount(line) for line in lines if line["key"] in found)
    return sum((amount for amount in amounts if amount), Decimal(0))
