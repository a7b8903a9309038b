"""Awards over the lots: every one of them is what trying all of them finds."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rfps.deciding.scenarios import Aim, LotOptions, Option, Wish, cost_of, fewest, solve

NAMES = ("Ash", "Birch", "Cedar", "Dunmore", "Elder")


def lot(number: int, *options: tuple[str, int, int]) -> LotOptions:
    """Return a lot; an option is a vendor, points and a price."""
    made = tuple(
        Option(f"bid-{name}", name, Decimal(points), Decimal(price))
        for name, points, price in options
    )
    return LotOptions(number, f"Lot {number}", made)


def brute(lots, wish: Wish):
    """Try every award of the lots that somebody can have."""
    allowed = [[o for o in one.options if o.vendor not in wish.exclude] for one in lots]
    best, cost = None, cost_of(wish)
    for taken in itertools.product(*(options for options in allowed if options)):
        vendors = {one.vendor for one in taken}
        price = sum(one.price for one in taken)
        if not taken or not wish.include <= vendors:
            continue
        if wish.most is not None and len(vendors) > wish.most:
            continue
        if wish.budget is not None and price > wish.budget:
            continue
        key = (
            *(sum(part) for part in zip(*map(cost, taken), strict=True)),
            len(vendors),
            [(one.vendor, one.bid) for one in taken],
        )
        if best is None or key < best[0]:
            best = (key, list(taken))
    return best and best[1]


@st.composite
def lots(draw):
    count = draw(st.integers(1, 4))
    return [
        lot(
            number,
            *(
                (name, draw(st.integers(50, 55)), draw(st.integers(1, 5)))
                for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
            ),
        )
        for number in range(1, count + 1)
    ]


names = st.frozensets(st.sampled_from(NAMES), max_size=2)
wishes = st.builds(
    Wish,
    aim=st.sampled_from(Aim),
    most=st.none() | st.integers(1, 3),
    include=names,
    exclude=names,
    budget=st.none() | st.integers(1, 20).map(Decimal),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(lots(), wishes)
def test_it_finds_what_trying_all_finds(found, wish):
    scenario = solve(found, wish)
    best = brute(found, wish)
    assert list(scenario.chosen.values()) == (best or [])
    assert bool(scenario.reasons) == (best is None)
    assert scenario.is_proved


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(lots(), wishes)
def test_it_names_every_lot_that_nobody_can_have(found, wish):
    nobody = [
        one.lot for one in found if not {option.vendor for option in one.options} - wish.exclude
    ]
    assert [one.lot for one in solve(found, wish).unawarded] == nobody


TWO = [
    lot(1, ("Ash", 80, 100), ("Birch", 70, 60)),
    lot(2, ("Ash", 60, 90), ("Cedar", 90, 200)),
]


def test_cheapest_and_best_are_two_answers():
    assert solve(TWO, Wish(Aim.CHEAPEST)).vendors == ("Ash", "Birch")
    assert solve(TWO, Wish(Aim.CHEAPEST)).price == 150
    assert solve(TWO, Wish(Aim.BEST)).points == 170


def test_one_supplier_for_everything():
    scenario = solve(TWO, Wish(Aim.CHEAPEST, most=1))
    assert (scenario.vendors, scenario.price) == (("Ash",), Decimal(190))


def test_a_budget_takes_the_best_it_can_pay_for():
    scenario = solve(TWO, Wish(Aim.BEST, budget=Decimal(270)))
    assert (scenario.vendors, scenario.points) == (("Birch", "Cedar"), Decimal(160))


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (
            Wish(budget=Decimal(149)),
            "The cheapest award of these lots comes to 150.00, above the budget of 149.00.",
        ),
        (
            Wish(most=1, exclude=frozenset({"Ash"})),
            "These lots need 2 suppliers; at most 1 may be taken.",
        ),
        (Wish(include=frozenset({"Elder"})), "Elder has no bid that can be awarded."),
        (
            Wish(include=frozenset({"Ash", "Birch", "Cedar"})),
            "The suppliers to include cannot each have a lot of their own.",
        ),
        (Wish(exclude=frozenset({"Ash", "Birch", "Cedar"})), "Nobody can have any of the lots."),
        (
            Wish(most=1, budget=Decimal(180)),
            "No award meets all parts of the wish together.",
        ),
    ],
)
def test_what_cannot_be_says_why(wish, reason):
    scenario = solve(TWO, wish)
    assert (scenario.reasons, scenario.chosen) == ((reason,), {})


def test_the_fewest_suppliers():
    assert fewest(TWO, frozenset()) == 1
    assert fewest(TWO, frozenset({"Birch", "Cedar"})) == 2


def test_twelve_lots_and_forty_bidders_are_proved():
    many = [
        lot(
            number,
            *((f"V{n}", 50 + n * number % 37, 1000 + n * n * number % 701) for n in range(40)),
        )
        for number in range(1, 13)
    ]
    for wish in (Wish(Aim.CHEAPEST), Wish(Aim.BEST)):
        assert solve(many, wish).is_proved
