"""The ranking in the terminal."""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from tests.programs.matching import worlds


def run(*arguments) -> str:
    out = io.StringIO()
    call_command("match", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def world(sponsor):
    asking = worlds.asking(sponsor)
    worlds.alder(), worlds.birch(), worlds.cedar(), worlds.dogwood()
    return asking


def test_match_json_has_the_documented_shape(world):
    record = json.loads(run("auroral/AUR-1", "--format", "json"))

    assert list(record) == ["program", "package", "generated_at", "algorithm", "needs", "vendors"]
    assert (record["program"], record["package"], record["algorithm"]) == (
        "AUR-1",
        "Drug substance and product",
        "anchored-sum/1",
    )
    assert record["needs"][1] == {
        "no": 2,
        "phase": "P1",
        "label": "Drug substance",
        "priority": "must",
        "weight": 4,
    }
    assert list(record["vendors"][0]) == [
        "vendor",
        "rank",
        "score",
        "best_case",
        "coverage_pct",
        "gates",
        "needs",
    ]
    assert record["vendors"][0]["needs"][0] == {
        "no": 1,
        "state": "met",
        "evidence": "declared",
        "points": 15,
        "site": "Alder One",
    }
    assert record["vendors"][-1]["gates"] == [
        {
            "gate": "warning_letter",
            "passed": False,
            "why": "Dogwood Works: warning letter of 15 Jan 2026, no close-out on record",
        }
    ]


def test_match_json_points_add_up_to_the_score(world):
    record = json.loads(run("auroral/AUR-1", "--format", "json"), parse_float=Decimal)

    assert len(record["vendors"]) == 4
    for row in record["vendors"]:
        assert sum(need["points"] for need in row["needs"]) == row["score"]


def test_match_table_lists_ranked_and_stopped(world):
    text = run("auroral/AUR-1", "--package", "drug substance AND product")

    assert "AUR-1, Drug substance and product: 6 needs, 4 listed vendors" in text
    assert [line.split()[:2] for line in text.splitlines() if " Pharma  " in line] == [
        ["-", "Dogwood"]
    ]
    assert "Dogwood Pharma: No open warning letter, 3 years." in text
    rows = {row.split()[0]: row.split() for row in text.splitlines() if row}
    assert (rows["#"][2:6], rows["1"][3:6]) == (
        ["Worst", "Best", "Covered", "%"],
        ["63.60", "84.00", "85"],
    )


def test_match_top_limits_the_vendors(world):
    record = json.loads(run("auroral/AUR-1", "--top", "2", "--format", "json"))

    assert [row["rank"] for row in record["vendors"]] == [1, 2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["AUR-1"], "'AUR-1' is not of the form ORGANISATION/CODE."),
        (["auroral/NONE"], "There is no program 'NONE' of an organisation 'auroral'."),
        (["nobody/AUR-1"], "There is no program 'AUR-1' of an organisation 'nobody'."),
        (
            ["auroral/AUR-1", "--package", "Packaging"],
            "AUR-1 has no package 'Packaging'. It has: Drug substance and product.",
        ),
        (["auroral/AUR-1", "--top", "0"], "--top needs a number above zero."),
    ],
)
def test_match_unknown_ids_end_with_one_line_and_exit_2(world, arguments, message):
    with pytest.raises(CommandError) as error:
        run(*arguments)

    assert (str(error.value), error.value.returncode) == (message, 2)


def test_match_without_packages_says_what_to_do(sponsor):
    worlds.ProgramFactory(organisation=sponsor, code="NEW-1")

    with pytest.raises(CommandError, match="NEW-1 has no package yet"):
        run("auroral/NEW-1")
