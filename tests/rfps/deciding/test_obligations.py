"""What a bid promises is its vendor's; everything else stays with the sponsor, and says why."""

import pytest

from rfps.deciding.obligations import Awarded, Ground, of_lots


def line(key: str, label="Monitoring") -> dict:
    return {"key": key, "label": label, "phase": "P3"}


def grid(key: str, scope: str | None, *, is_optional=False) -> dict:
    return {"key": key, "scope_key": scope, "is_optional": is_optional}


def duty(rows, prices, vendor="Ash"):
    (found,) = of_lots([Awarded("Clinical", [line("m")], rows, vendor, prices)])
    return found


@pytest.mark.parametrize(
    ("rows", "prices", "who", "ground"),
    [
        ([grid("a", "m")], {"a": "priced"}, "Ash", Ground.PRICED),
        ([grid("a", "m")], {"a": "included"}, "Ash", Ground.PRICED),
        ([grid("a", "m")], {"a": "excluded"}, None, Ground.EXCLUDED),
        ([grid("a", "m")], {"a": "not_priced"}, None, Ground.OPEN),
        ([grid("a", "m")], {}, None, Ground.OPEN),
        ([grid("a", "m", is_optional=True)], {"a": "priced"}, None, Ground.OPTIONAL),
        ([grid("a", "m"), grid("b", "m")], {"a": "priced", "b": "excluded"}, "Ash", Ground.PRICED),
        ([grid("a", "other")], {"a": "priced"}, "Ash", Ground.SCOPE),
        ([grid("a", None)], {"a": "excluded"}, "Ash", Ground.SCOPE),
    ],
)
def test_who_has_an_activity(rows, prices, who, ground):
    found = duty(rows, prices)
    assert (found.vendor, found.ground) == (who, ground)


def test_a_lot_that_is_not_awarded_is_the_sponsors():
    found = duty([grid("a", "m")], {"a": "priced"}, vendor=None)
    assert (found.vendor, found.ground) == (None, Ground.LOT_OPEN)


def test_every_line_has_exactly_one_duty():
    lines = [line("1", "Monitoring"), line("2", "Data management")]
    found = of_lots([Awarded("A", lines, [], "Ash", {}), Awarded("B", lines[:1], [], None, {})])
    assert [(one.lot, one.label) for one in found] == [
        ("A", "Monitoring"),
        ("A", "Data management"),
        ("B", "Monitoring"),
    ]
