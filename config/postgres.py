"""
The embedded PostgreSQL: a private server for a person who has none.

It listens on a Unix socket only, keeps its data under ``.local/`` and serves as the role
``phaseline``, which is no superuser and may not bypass row-level security.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROLE = "phaseline"
DATABASE = "phaseline"
SOCKET_PATH_LIMIT = 100  # a Unix socket's path has about 107 bytes, ".s.PGSQL.5432" included


class PostgresError(Exception):
    """The embedded server cannot run; the message says the way out."""


def is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def home() -> Path:
    """The folder of the data and the socket: ``.local/postgres``, or a private one for root."""
    return ROOT / ".local" / "postgres"


def socket_folder() -> Path:
    folder = home() / "run"
    if len(str(folder)) > SOCKET_PATH_LIMIT - 20:
        digest = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
        folder = Path("/tmp") / f"phaseline-{digest}"  # noqa: S108 - only a socket, mode 700
    return folder


def url(database: str = DATABASE) -> str:
    return f"postgres://{ROLE}@/{database}?host={socket_folder()}"


def start_if_embedded() -> None:
    if is_embedded():
        start()


def start() -> None:
    """Start the server unless it runs; create the cluster, the role and the database once."""
    raise NotImplementedError
