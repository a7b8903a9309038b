from rfps.choices import PriceFormula
from rfps.pricing import paradox


def said(results) -> dict[str, tuple[str, bool]]:
    return {one.bid.name: (str(one.total), one.is_first) for one in results}


def story(formula) -> paradox.Story:
    return next(one for one in paradox.explained() if one.formula == formula)


def test_striking_the_cheapest_loser_turns_the_winner_under_the_relative_formula():
    found = story(PriceFormula.LOWEST)

    assert said(found.before) == {
        "A": ("50.00", False),
        "B": ("53.33", True),
        "C": ("50.00", False),
    }
    assert said(found.after) == {"A": ("80.00", True), "B": ("73.33", False)}
    assert found.turns


def test_and_changes_nothing_under_the_anchored_one():
    found = story(PriceFormula.ANCHORED)

    left = {name: one for name, one in said(found.before).items() if name != paradox.STRUCK}
    assert said(found.after) == left
    assert not found.turns
