"""What the import commands share: options, exit codes, one transaction."""

import json

import pytest
from django.core.management import CommandError, call_command

from vendors.models import RegulatoryAction

pytestmark = pytest.mark.django_db

HEADER = "FEI Number,Legal Name,State,Country/Area,Product Type,Action Taken Date,Action Type,Case/Injunction ID\n"
ROWS = "2083373,Oasis,-,US,Drugs,2025-07-15,Warning Letter,1\n12,Oasis,-,US,Drugs,2025-07-15,Warning Letter,2\n"


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "actions.csv"
    path.write_text(HEADER + ROWS)
    return path


def test_the_report_names_row_field_and_reason_and_adds_up(export, capsys):
    call_command("import_actions", "fda-compliance", str(export))

    assert capsys.readouterr().out == (
        "row 3: FEI Number: '12' has 2 digits; an FEI has 7 or 10\n"
        "2 records: 1 created, 0 updated, 0 unchanged, 0 proposed, 1 skipped\n"
    )


def test_the_report_as_json(export, capsys):
    call_command("import_actions", "fda-compliance", str(export), "--format", "json")

    assert json.loads(capsys.readouterr().out) == {
        "dry_run": False,
        "records": 2,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "proposed": 0,
        "skipped": 1,
        "rows": [
            {"row": 3, "field": "FEI Number", "reason": "'12' has 2 digits; an FEI has 7 or 10"}
        ],
        "unknown_terms": {},
    }


def test_what_has_no_match_is_named_the_most_frequent_first(tmp_path, capsys):
    header = (
        "cro_as_registered,nct_id,sponsor,phases,conditions,interventions,study_type,source_file\n"
    )
    names = ["Ash Trials", *["Fern Research"] * 2, *(f"Firm {number}" for number in range(40))]
    rows = (f"{name},NCT{n:08},S,PHASE1,c,i,t,f\n" for n, name in enumerate(names))
    path = tmp_path / "trials.csv"
    path.write_text(header + "".join(rows))

    call_command("import_trials", str(path))

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "without a match, 2: Fern Research: no vendor has this name"
    assert lines[-2] == "without a match: 2 more (--format json names them all)"
    assert len(lines) == 42


def test_a_dry_run_changes_nothing(export, capsys):
    call_command("import_actions", "fda-compliance", str(export), "--dry-run")

    assert capsys.readouterr().out.endswith(
        "1 created, 0 updated, 0 unchanged, 0 proposed, 1 skipped (dry run)\n"
    )
    assert RegulatoryAction.objects.count() == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("import_actions", "fda-compliance", "nothing.csv"),
        ("import_vendors", "taiwan-gmp", "nothing.csv"),
        ("import_vendors", "taiwan-gmp", __file__),
        ("import_vendors", "taiwan-glp", __file__),
        ("import_vendors", "taiwan-labs", __file__),
        ("import_vendors", "fda-decrs", __file__),
        ("import_actions", "fda-483", __file__),
        ("import_actions", "fda-inspections", __file__),
        ("import_trials", "nothing.csv"),
    ],
)
def test_an_unusable_file_exits_2_with_one_line(arguments):
    with pytest.raises(CommandError) as error:
        call_command(*arguments)

    assert error.value.returncode == 2
    assert len(str(error.value).splitlines()) == 1


def test_an_unknown_format_is_refused(export):
    with pytest.raises(CommandError, match="invalid choice: 'fda-unknown'"):
        call_command("import_actions", "fda-unknown", str(export))


def test_long_files_show_progress(tmp_path, capsys):
    path = tmp_path / "long.csv"
    row = "2083373,Oasis,-,US,Drugs,2025-07-15,Warning Letter,{}\n"
    path.write_text(HEADER + "".join(row.format(number) for number in range(1100)))

    call_command("import_actions", "fda-compliance", str(path))

    assert capsys.readouterr().err == "500 records read\n1000 records read\n"
