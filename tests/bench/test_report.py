"""The table and the file of the benchmarks."""

import json

import pytest

from bench import registry, report
from bench.registry import Figure

FIGURES = [
    Figure("page, 20 needs", 1234.5678, "ms", 30, "numpy in one process", 2.5),
    Figure("vendors", 100_000, "rows"),
    Figure("growth", 0.98, "of the vendors", 1.05),
    Figure("outbox", 803.3, "mails/s", 741.9, is_floor=True),
]


def test_table_says_what_is_met():
    assert report.table(FIGURES) == (
        "benchmark            value  unit             goal          held against\n"
        "page, 20 needs    1,234.57  ms                 30  missed  2.50 of numpy in one process\n"
        "vendors         100,000.00  rows\n"
        "growth                0.98  of the vendors   1.05  met\n"
        "outbox              803.30  mails/s         741.9  met"
    )


def test_file_has_the_fields_of_each_figure(tmp_path):
    path = tmp_path / "new" / "bench.json"

    report.write(FIGURES, path)

    assert json.loads(path.read_text())[0] == {
        "name": "page, 20 needs",
        "value": 1234.5678,
        "unit": "ms",
        "goal": 30,
        "ratio_to": "numpy in one process",
        "ratio": 2.5,
        "is_floor": False,
    }
    assert [set(row) for row in json.loads(path.read_text())] == [
        {"name", "value", "unit", "goal", "ratio_to", "ratio", "is_floor"}
    ] * 4


def test_every_suite_registers_its_benchmarks():
    assert {"matching", "robustness"} <= set(registry.load())


@pytest.mark.parametrize("times", [1, 3])
def test_milliseconds_warms_up_and_repeats(times):
    runs = []

    found = registry.milliseconds(lambda: runs.append(1), times=times)

    assert len(runs) == times + 1
    assert found >= 0
