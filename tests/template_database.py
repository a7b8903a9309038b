"""
The template of the test databases: migrated once, copied for each worker and each run.

Its name carries a digest of what makes it, so a changed migration makes a new one, and those of
other digests are dropped.
"""

import fcntl
import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(settings.BASE_DIR)
PREFIX = "template_phaseline_"
# What a migrated database is made of: the migrations, what they read, the libraries' own.
SOURCES = ("*/migrations/**/*", "audit/rls.py", "vendors/choices.py", "requirements.lock")


def ensure() -> str:
    """Give the name of a template with every migration applied, making it where there is none."""
    name = PREFIX + _digest()
    settings.LOCAL_DIR.mkdir(exist_ok=True)
    with (settings.LOCAL_DIR / "template.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database")
            found = {row[0] for row in cursor.fetchall()}
            if name not in found:
                for old in sorted(found):
                    if old.startswith(PREFIX):
                        cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
                # Named when it is whole: what a killed run leaves is dropped by the next.
                cursor.execute(f'CREATE DATABASE "{name}_new"')
                _migrate(f"{name}_new")
                cursor.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def _migrate(name: str) -> None:
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def _digest() -> str:
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]
