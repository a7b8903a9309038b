"""A clone of the wiring in a folder of its own, to try the embedded PostgreSQL for real."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

PROLOGUE = """
import json, sys
from config import postgres, postgres_place
def tell(value):
    sys.stdout.write(json.dumps(value))
"""


@dataclass
class Clone:
    """A folder with a copy of config/, and the ways to run something in it."""

    root: Path
    as_user: list[str] = field(default_factory=list)

    def command(self, code: str) -> list[str]:
        return [*self.as_user, sys.executable, "-c", PROLOGUE + code]

    def popen(self, code: str, **options) -> subprocess.Popen:
        return subprocess.Popen(
            self.command(code), cwd=self.root, stdout=subprocess.PIPE, text=True, **options
        )

    def ask(self, expression: str):
        """Evaluate an expression in a new process and return its value."""
        answer = subprocess.run(
            self.command(f"tell({expression})"),
            cwd=self.root,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return json.loads(answer.stdout)

    def fail(self, code: str) -> str:
        """Run a statement that must be refused and return the refusal."""
        handled = (
            f"\ntry:\n    {code}\nexcept postgres.PostgresError as error:\n    tell(str(error))"
        )
        with self.popen(handled) as process:
            return json.loads(process.communicate()[0])

    @property
    def home(self) -> Path:
        return Path(self.ask("str(postgres_place.find().home)"))

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.ask("postgres.url()"), autocommit=True)


@pytest.fixture
def make_clone():
    """Return a function that lays a clone under a new folder every account can enter."""
    folder = Path(tempfile.mkdtemp(prefix="phaseline-test-"))
    folder.chmod(0o755)
    clones = []

    def lay(name="clone", as_user=()) -> Clone:
        root = folder / name
        shutil.copytree(
            settings.BASE_DIR / "config",
            root / "config",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        (root / "config" / "__init__.py").write_text("")  # Celery is not needed, and slow to load
        clones.append(Clone(root, list(as_user)))
        return clones[-1]

    yield lay
    for clone in clones:
        if clone.root.exists():
            home = clone.home
            clone.ask("postgres.stop()")
            shutil.rmtree(home, ignore_errors=True)
            shutil.rmtree(
                Path(clone.ask("str(postgres_place.private_folder())")), ignore_errors=True
            )
    shutil.rmtree(folder)


@pytest.fixture
def clone(make_clone) -> Clone:
    return make_clone()


@pytest.fixture
def plain_user() -> list[str]:
    """
    Return what to put before a command so that no root runs it; nothing where we are none.

    The one right of root that it keeps is to read this environment, which may lie in a home of
    mode 700.
    """
    if os.geteuid() != 0:
        return []
    rights = "+dac_read_search"
    return [
        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
        f"--inh-caps={rights}", f"--ambient-caps={rights}",
    ]  # fmt: skip
