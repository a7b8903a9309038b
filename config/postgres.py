"""
The embedded PostgreSQL: a private server for a person who has none.

It listens on a Unix socket only, keeps its data under ``.local/`` and serves as the role
``phaseline``, which is no superuser and may not bypass row-level security. Run by root it works
as an unprivileged account; where that account cannot reach the clone (a home of mode 700), the
binaries and the data live in a folder of their own under /var/tmp, named after the clone's path.
"""

import contextlib
import errno
import fcntl
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

from config import postgres_place
from config.postgres_place import LOCAL, PORT, ROOT, Place, PostgresError

ROLE = "phaseline"
DATABASE = "phaseline"
SUPERUSER = "postgres"
EXTENSIONS = ("btree_gist", "citext", "pg_trgm", "unaccent")
FREE_BYTES = 200_000_000  # a new cluster and its first log segments
START_SECONDS = 60
CONFIGURATION = """\
include '{data}/postgresql.conf'
hba_file = '{home}/hba.conf'
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket_folder}'
unix_socket_permissions = 0700
timezone = 'UTC'
log_timezone = 'UTC'
"""

_leases: list = []  # open files: each holds the shared lock until this process ends


def url(database: str = DATABASE) -> str:
    host = quote(str(postgres_place.find().socket_folder), safe="/")
    return f"postgres://{ROLE}@/{database}?host={host}&port={PORT}"


def start() -> bool:
    """
    Start the server unless it runs, creating cluster, role and database where they are missing.

    :return: whether this call started it
    :raises PostgresError: if it cannot run here
    """
    with _told_in_one_line(), _locked("postgres.lock"):
        place = postgres_place.find()
        started = not _answers(place) and _start(place)
        _leases.append(_locked("postgres.users", fcntl.LOCK_SH))
        return started


def stop() -> bool:
    """Stop the server whoever uses it; tell whether one ran."""
    with _told_in_one_line(), _locked("postgres.lock"):
        return _stop(postgres_place.find())


def stop_if_unused() -> bool:
    """Stop the server unless another process still uses it; tell whether it was stopped."""
    with _told_in_one_line(), _locked("postgres.lock"):
        while _leases:
            _leases.pop().close()
        try:
            lease = _locked("postgres.users", fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        with lease:
            return _stop(postgres_place.find())


def _start(place: Place) -> bool:
    _prepare(place)
    started = not _is_running(place)
    if started:
        programs = postgres_place.binaries(place)
        if not _is_cluster(place.data):
            _create_cluster(place, programs)
        _launch(place, programs)
    _create_role_and_database(place)
    return started


def _prepare(place: Place) -> None:
    """Make the folders: the account may pass through ours, and alone uses the socket's."""
    for folder in (LOCAL, place.home, place.socket_folder.parent):
        folder.mkdir(parents=True, exist_ok=True)
        if place.account:
            folder.chmod(folder.stat().st_mode | 0o111)
    place.socket_folder.mkdir(exist_ok=True)
    place.give(place.socket_folder, 0o700)
    free = shutil.disk_usage(place.home).free
    if free < FREE_BYTES:
        raise PostgresError(
            f"The disk is full: {place.home} has {free // 1_000_000} MB left and PostgreSQL needs "
            f"{FREE_BYTES // 1_000_000}. Free some space and try again."
        )


def _is_cluster(data: Path) -> bool:
    return (data / "PG_VERSION").is_file() and (data / "global" / "pg_control").is_file()


def _create_cluster(place: Place, programs: Path) -> None:
    """Make the cluster beside its place and move it there: a killed initdb leaves nothing half."""
    half_made = place.home / "data.new"
    for leftover in (half_made, place.data):
        if leftover.exists():
            shutil.rmtree(leftover)
    half_made.mkdir()
    place.give(half_made, 0o700)
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    command = [programs / "initdb", "-D", half_made, "-U", SUPERUSER, "--auth=trust"]
    answer = place.run(*command, "--encoding=UTF8", f"--locale={locale}")
    if answer.returncode:
        raise _failure("create its data", answer.stdout, place)
    half_made.rename(place.data)


def _launch(place: Place, programs: Path) -> None:
    quoted = {
        "data": str(place.data).replace("'", "''"),
        "home": str(place.home).replace("'", "''"),
        "socket_folder": str(place.socket_folder).replace("'", "''"),
    }
    place.configuration.write_text(CONFIGURATION.format(port=PORT, **quoted))
    # Trust is enough: only the account itself, and root, can enter the socket's folder.
    (place.home / "hba.conf").write_text("local all all trust\n")
    for readable in (place.configuration, place.home / "hba.conf"):
        readable.chmod(0o644)
    place.log.unlink(missing_ok=True)
    place.log.touch()
    place.give(place.log, 0o600)
    options = f"-c config_file={shlex.quote(str(place.configuration))}"
    command = [programs / "pg_ctl", "start", "-D", place.data, "-l", place.log, "-o", options]
    answer = place.run(*command, "-w", "-t", str(START_SECONDS), "-s")
    if answer.returncode:
        log = place.log.read_text(errors="replace")
        raise _failure("start", log or answer.stdout, place)


def _is_running(place: Place) -> bool:
    """
    Tell whether this cluster's server runs, after waiting for one that starts or stops.

    Lock files of a server that was killed are removed: PostgreSQL does so itself unless another
    process has got the dead server's number meanwhile.
    """
    deadline = time.monotonic() + START_SECONDS
    while _server_pid(place):
        if _answers(place, user=SUPERUSER, database="postgres"):
            return True
        if time.monotonic() > deadline:
            raise PostgresError(
                f"The PostgreSQL in {place.data} runs but does not answer: see {place.log}, "
                "or stop it with 'make stop'."
            )
        time.sleep(0.1)
    (place.data / "postmaster.pid").unlink(missing_ok=True)
    for leftover in place.socket_folder.glob(".s.PGSQL.*"):
        leftover.unlink()
    return False


def _server_pid(place: Place) -> int | None:
    """Read the number of the process that serves this data (it works inside the folder)."""
    try:
        pid = int((place.data / "postmaster.pid").read_text().partition("\n")[0])
        if Path("/proc/self").exists():
            served = Path(f"/proc/{pid}/cwd").resolve(strict=True) == place.data.resolve()
        else:
            command = ["ps", "-p", str(pid), "-o", "command="]
            shown = subprocess.run(command, capture_output=True, text=True)
            served = str(place.data) in shown.stdout
    except (OSError, ValueError):
        return None
    return pid if served else None


def _stop(place: Place) -> bool:
    if not _server_pid(place):
        return False
    programs = postgres_place.binaries(place)
    command = [programs / "pg_ctl", "stop", "-D", place.data, "-w", "-s"]
    answer = place.run(*command, "-m", "fast", "-t", "20")
    if answer.returncode:  # a broken cluster never ends by itself; the next start recovers
        answer = place.run(*command, "-m", "immediate")
    if answer.returncode:
        raise _failure("stop", answer.stdout, place)
    return True


def _connect(place: Place, *, user: str, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(place.socket_folder),
        port=PORT,
        user=user,
        dbname=database,
        autocommit=True,
        connect_timeout=10,
    )


def _answers(place: Place, *, user: str = ROLE, database: str = DATABASE) -> bool:
    try:
        _connect(place, user=user, database=database).close()
    except psycopg.OperationalError:
        return False
    return True


def _create_role_and_database(place: Place) -> None:
    with _connect(place, user=SUPERUSER, database="postgres") as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM pg_available_extensions")}
        if missing := sorted(set(EXTENSIONS) - names):
            raise PostgresError(
                f"This PostgreSQL lacks {', '.join(missing)}: install its contrib package, "
                "or set DATABASE_URL."
            )
        roles = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE])
        if not roles.rowcount:
            connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS")
        databases = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if not databases.rowcount:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")


def _locked(name: str, operation: int = fcntl.LOCK_EX):
    """Open a lock file: ``postgres.lock`` for starting and stopping, ``postgres.users`` for using."""
    LOCAL.mkdir(exist_ok=True)
    file = (LOCAL / name).open("a")
    try:
        fcntl.flock(file, operation)
    except OSError:
        file.close()
        raise
    return file


def _failure(what: str, output: str, place: Place) -> PostgresError:
    if os.strerror(errno.ENOSPC) in output:
        return PostgresError(f"The disk of {place.home} is full: free some space and try again.")
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    reasons = [line for line in lines if re.search("FATAL|PANIC|error:", line)] or lines[-1:]
    return PostgresError(
        f"PostgreSQL could not {what}: {' '.join(reasons[:1]) or 'it said nothing'} (log: "
        f"{place.log}). Remove {place.home} to begin anew, or set DATABASE_URL."
    )


@contextlib.contextmanager
def _told_in_one_line() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise _failure("serve", str(error), postgres_place.find()) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise PostgresError("The disk is full: free some space and try again.") from error
        raise PostgresError(
            f"The embedded PostgreSQL cannot run here ({error}): run this as the owner of {ROOT}, "
            "or set DATABASE_URL."
        ) from error


if __name__ == "__main__":
    try:
        if sys.argv[1:] == ["stop"]:
            print("PostgreSQL stopped." if stop() else "PostgreSQL was not running.")
        else:
            start()
            print(url())
    except PostgresError as error:
        sys.exit(f"phaseline: {error}")
