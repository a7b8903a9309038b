import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.programs.matching import columns
from vendors import compiled

numba = pytest.importorskip("numba", reason="no numba here: there is but one way to run the loops")

SCRIPT = """
import json, sys, django
django.setup()
from tests.programs.matching import columns
json.dump([columns.numbers(seed) for seed in range(6)], sys.stdout)
"""


def test_python_says_what_the_compiled_loops_say():
    """As where there is no wheel of numba: a warning, of a number too large say, is an error."""
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        cwd=settings.BASE_DIR,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
    )

    assert (told.returncode, told.stderr) == (0, "")
    found = [columns.numbers(seed) for seed in range(6)]
    assert json.loads(told.stdout) == json.loads(json.dumps(found))


@pytest.fixture
def cache_dir(monkeypatch):
    monkeypatch.setattr(numba.config, "CACHE_DIR", "as before")


@pytest.mark.usefixtures("cache_dir")
def test_what_is_compiled_is_kept_where_it_can_be(tmp_path):
    place = tmp_path / "compiled" / "0123"

    assert compiled.keep(place)
    assert (place.is_dir(), numba.config.CACHE_DIR) == (True, str(place))


@pytest.mark.usefixtures("cache_dir")
def test_nothing_is_kept_where_no_folder_can_be_made(tmp_path):
    (tmp_path / "file").write_text("")

    assert not compiled.keep(tmp_path / "file" / "compiled")
    assert numba.config.CACHE_DIR == "as before"
