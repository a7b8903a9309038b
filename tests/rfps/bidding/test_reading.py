from decimal import Decimal

import pytest

from rfps.bidding import completeness, reading
from rfps.bidding.prices import Price


def issues(content, raw) -> list[tuple]:
    found = reading.read(content, raw)
    return [(one.place, one.message, one.is_fatal) for one in found.issues]


def test_a_complete_draft_has_values_and_one_warning(content, raw):
    found = reading.read(content, raw)

    assert found.lots == [1]
    assert found.answers == {"q-how": "By PAT.", "q-terms": "30 days"}
    assert found.prices == {
        "g-fill": Price("priced", Decimal("1200.50")),
        "g-test": Price("included", None, "in filling"),
    }
    assert found.assumptions == ["Two campaigns", "One site"]
    assert found.team == [{"name": "Ida", "role": "Lead", "share": "40"}]
    assert issues(content, raw) == [
        (
            "Grid line 3, Stability",
            "Optional and not answered: it counts as not priced.",
            False,
        )
    ]


@pytest.mark.parametrize(
    ("change", "issue"),
    [
        ({"lots": []}, ("Lots", "Choose at least one lot to answer.", True)),
        ({"lots": ["7"]}, ("Lots", "Choose at least one lot to answer.", True)),
        ({"currency": ""}, ("Currency", "Choose the currency of the prices.", True)),
        (
            {"currency": "BTC"},
            ("Currency", "BTC is not offered: choose one of EUR, CHF.", True),
        ),
        ({"answers": {}}, ("Question 1, How?", "This needs an answer.", True)),
        (
            {"prices": {}},
            (
                "Grid line 1, Filling",
                "Say whether it is priced, included, excluded or not priced.",
                True,
            ),
        ),
        (
            {"prices": {"g-fill": {"state": "not_priced", "price": "", "note": ""}}},
            ("Grid line 1, Filling", "Not priced: the total is not like for like.", False),
        ),
        (
            {"team": [{"name": "", "role": "Lead", "share": ""}]},
            ("Team, row 1", "Name the person.", True),
        ),
        (
            {"team": [{"name": "Ida", "role": "", "share": "140"}]},
            (
                "Team, row 1",
                "The share of a person's time is above 0 and at most 100\u00a0%.",
                True,
            ),
        ),
        (
            {"timeline": [{"task": "T", "start": "2027-03-01", "end": "2027-01-01"}]},
            ("Timeline, row 1", "It ends before it starts.", True),
        ),
        (
            {"timeline": [{"task": "T", "start": "soon", "end": ""}]},
            ("Timeline, row 1", "“soon” is no date: write it like 2027-03-31.", True),
        ),
        (
            {"prices": {"g-fill": {"state": "priced", "price": "999999999999", "note": ""}}},
            (
                "Grid line 1, Filling",
                "For 3 batch it comes to a million million or more: check the price.",
                True,
            ),
        ),
    ],
)
def test_each_issue_names_its_place(content, raw, change, issue):
    assert issue in issues(content, raw | change)


def test_what_other_lots_ask_is_not_missed(content, raw):
    assert "Cartons" not in str(issues(content, raw))


def test_completeness_and_total_are_per_lot(content, raw):
    both = raw | {"lots": ["1", "2"]}

    states = completeness.by_lot(content, reading.read(content, both))

    assert [(one.position, one.done, one.needed, one.percent) for one in states] == [
        (1, 4, 4, 100),
        (2, 1, 2, 50),
    ]
    assert [one.total.amount for one in states] == [Decimal("3601.50"), Decimal(0)]
    assert states[1].total.not_priced == 1
