import pytest

from rfps.evaluating import blinding

PART = {
    "answers": [
        {"key": "a", "value": "At Orrin Vale GmbH, ida@orrin.example answers; orrinvale does not."},
        {"key": "b", "value": [["Reactor", "Ida Lund"], ["ORRIN  VALE", "2"]]},
        {"key": "c", "value": "Basel"},
        {"key": "d", "value": 3},
    ],
    "team": [{"name": "Ida Lund", "role": "Head at Orrin Vale", "share": "40"}],
    "timeline": [{"task": "Transfer to Orrin Vale", "start": "", "end": ""}],
    "files": [{"id": "1", "name": "Orrin Vale.XLSX"}, {"id": "2", "name": "no ending"}],
}
NAMES = ["Orrin Vale GmbH", "Orrin Vale", "ida@orrin.example", "AG"]


@pytest.mark.parametrize(
    ("place", "name"), [(0, "Bidder A"), (25, "Bidder Z"), (26, "Bidder AA"), (52, "Bidder BA")]
)
def test_called(place, name):
    assert blinding.called(place) == name


def test_names_go_and_the_rest_stays():
    found = blinding.part(PART, names=NAMES, bidder="Bidder C", telling={"c"})

    assert [one["value"] for one in found["answers"]] == [
        "At Bidder C, Bidder C answers; orrinvale does not.",
        [["Reactor", "Bidder C"], ["Bidder C", "2"]],
        blinding.WITHHELD,
        3,
    ]
    assert found["team"] == [{"name": "Person 1", "role": "Head at Bidder C", "share": "40"}]
    assert found["timeline"][0]["task"] == "Transfer to Bidder C"
    assert [one["name"] for one in found["files"]] == [
        "Bidder C, file 1.xlsx",
        "Bidder C, file 2",
    ]


def test_what_was_submitted_is_not_touched():
    before = str(PART)
    blinding.part(PART, names=NAMES, bidder="Bidder A", telling=set())

    assert str(PART) == before
