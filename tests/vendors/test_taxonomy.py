import csv

import pytest
from django.core.management import CommandError, call_command

from audit.models import Event
from vendors import taxonomy
from vendors.choices import Branch, DosageForm, Modality, Phase
from vendors.models import Capability

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """Give three leaves as the file has them."""
    with taxonomy.FILE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))[:3]


@pytest.fixture
def file(tmp_path, rows):
    """Write the rows, as they are by then, to a file."""

    def write(**options):
        path = tmp_path / "taxonomy.csv"
        with path.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, fieldnames=list(rows[0]), **options)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def test_sync_loads_every_leaf(now):
    counts = taxonomy.sync(now=now)

    assert counts.as_dict() == {"created": 160, "updated": 0, "unchanged": 0, "retired": 0}
    leaf = Capability.objects.get(code="M4.03")
    assert leaf.branch == Branch.CDMO
    assert leaf.phases == [Phase.PRE, Phase.P1, Phase.P2]
    assert Modality.ADC in leaf.modalities
    assert DosageForm.LYO in leaf.dosage_forms
    assert leaf.is_core


def test_sync_twice_changes_nothing(now):
    taxonomy.sync(now=now)

    counts = taxonomy.sync(now=now)

    assert counts.as_dict() == {"created": 0, "updated": 0, "unchanged": 160, "retired": 0}
    assert Event.objects.filter(verb="taxonomy.synced").count() == 1


def test_sync_updates_what_changed(now, rows, file):
    taxonomy.sync(now=now, path=file())
    rows[0]["label"] = "Route finding"

    counts = taxonomy.sync(now=now, path=file())

    assert counts.as_dict() == {"created": 0, "updated": 1, "unchanged": 2, "retired": 0}
    assert Capability.objects.get(pk=rows[0]["code"]).label == "Route finding"


def test_sync_retires_what_left_the_file(now, rows, file):
    taxonomy.sync(now=now, path=file())
    gone = rows.pop()

    counts = taxonomy.sync(now=now, path=file())

    assert counts.as_dict() == {"created": 0, "updated": 0, "unchanged": 2, "retired": 1}
    assert Capability.objects.get(pk=gone["code"]).retired_at == now


def test_sync_takes_a_retired_leaf_back_as_what_it_was(now, rows, file):
    taxonomy.sync(now=now, path=file())
    gone = rows.pop()
    taxonomy.sync(now=now, path=file())
    rows.append(gone)

    counts = taxonomy.sync(now=now, path=file())

    assert counts.as_dict() == {"created": 0, "updated": 1, "unchanged": 2, "retired": 0}
    assert Capability.objects.get(pk=gone["code"]).retired_at is None


def test_sync_refuses_another_leaf_under_a_retired_code(now, rows, file):
    taxonomy.sync(now=now, path=file())
    gone = rows.pop()
    taxonomy.sync(now=now, path=file())
    rows.append(gone | {"label": "Something else"})

    with pytest.raises(taxonomy.TaxonomyError) as error:
        taxonomy.sync(now=now, path=file())

    assert [line[:5] for line in error.value.problems] == [gone["code"]]
    assert Capability.objects.get(pk=gone["code"]).retired_at == now


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("code", "M2", "row 2, code: 'M2' is not a code such as M2.10"),
        ("need", "maybe", "row 2, need: 'maybe' is neither core nor optional"),
        ("phases", "", "row 2, phases: a leaf needs at least one"),
    ],
)
def test_sync_names_row_and_field(now, rows, file, field, value, problem):
    rows[0][field] = value

    with pytest.raises(taxonomy.TaxonomyError) as error:
        taxonomy.sync(now=now, path=file())

    assert error.value.problems == [problem]
    assert not Capability.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("phases", "P1 P9"), ("branch", "CMO"), ("modalities", "ALL")]
)
def test_sync_refuses_words_outside_the_vocabulary(now, rows, file, field, value):
    rows[1][field] = value

    with pytest.raises(taxonomy.TaxonomyError) as error:
        taxonomy.sync(now=now, path=file())

    (problem,) = error.value.problems
    assert problem.startswith(f"row 3, {field}: ")


def test_sync_refuses_a_code_that_stands_twice(now, rows, file):
    rows.append(rows[0])

    with pytest.raises(taxonomy.TaxonomyError) as error:
        taxonomy.sync(now=now, path=file())

    assert error.value.problems == ["row 5, code: M1.01 stands in row 2 already"]


def test_command_prints_the_counts(capsys):
    call_command("sync_taxonomy", format="json")

    assert capsys.readouterr().out == (
        '{"created": 160, "updated": 0, "unchanged": 0, "retired": 0}\n'
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "lacks the columns"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"code,branch\nM1.01,CDMO\n", "lacks the columns"),
        (b"code\0", "NUL"),
    ],
)
def test_command_exits_2_on_an_unusable_file(tmp_path, content, message):
    path = tmp_path / "taxonomy.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=message) as error:
        call_command("sync_taxonomy", str(path))

    assert error.value.returncode == 2


def test_command_exits_2_without_the_file(tmp_path):
    with pytest.raises(CommandError, match="cannot be read") as error:
        call_command("sync_taxonomy", str(tmp_path / "none.csv"))

    assert error.value.returncode == 2
