from rfps.choices import PriceFormula
from rfps.pricing import paradox


def said(results) -> dict[str, tuple[str, bool]]:
    return {one.bid.name: (str(one.total), one.is_first) for one in results}


def test_striking_the_cheapest_loser_turns_the_winner_under_the_relative_formula():
    before, after = paradox.shown()[PriceFormula.LOWEST]

    assert said(before) == {"A": ("50.00", False), "B": ("53.33", True), "C": ("50.00", False)}
    assert said(after) == {"A": ("80.00", True), "B": ("73.33", False)}


def test_and_changes_nothing_under_the_anchored_one():
    before, after = paradox.shown()[PriceFormula.ANCHORED]

    assert said(after) == {name: one for name, one in said(before).items() if name != "C"}
