import json

import pytest
from django.core.management import CommandError, call_command

from audit import acting
from programs.models import Program
from tests.programs.importers.test_clinicaltrials import STUDY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "study.json"
    path.write_text(json.dumps(STUDY))
    return str(path)


def test_a_record_becomes_a_program_of_the_organisation(file, sponsor, capsys):
    with acting.as_organisation(None):  # the command itself acts as the system
        call_command(
            "import_clinicaltrials", file, "--organisation", "auroral", "--nct", "NCT00000001"
        )

    assert (
        capsys.readouterr().out
        == "1 records: 1 created, 0 updated, 0 unchanged, 0 proposed, 0 skipped\n"
    )
    assert Program.objects.get().organisation == sponsor


def test_an_unknown_organisation_exits_2(file, db):
    with pytest.raises(CommandError, match="There is no sponsor organisation 'nobody'") as error:
        call_command("import_clinicaltrials", file, "--organisation", "nobody")

    assert error.value.returncode == 2
