import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from config import environment

FREE = 10**12


def test_check_machine_accepts_what_is_supported():
    assert environment.check_machine("linux", (3, 11, 0), FREE) is None


@pytest.mark.parametrize(
    ("platform", "version", "free", "refusal"),
    [
        ("win32", (3, 12, 1), FREE, "Windows is not supported: run this in WSL 2"),
        ("linux", (3, 10, 4), FREE, "Python 3.11 or newer is needed and this is 3.10.4: install"),
        ("darwin", (3, 13, 0), 5_000_000, "The disk is full: "),
    ],
)
def test_check_machine_refuses_with_a_way_out(platform, version, free, refusal):
    with pytest.raises(environment.MachineError, match=refusal) as caught:
        environment.check_machine(platform, version, free)

    assert str(caught.value).count("\n") == 0


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("Collecting x\nERROR: no such hash\n", "ERROR: no such hash"),
        ("a\nOSError: [Errno 28] No space left on device\n", "the disk is full, free some space"),
        ("", "no word of why"),
    ],
)
def test_reason_is_one_line(output, reason):
    assert environment.reason(output).startswith(reason)


def test_make_setup_mends_a_half_made_environment(tmp_path):
    """A stand-in lock without packages: what is tried is the way there, not the registry."""
    (tmp_path / "config").mkdir()
    shutil.copy(settings.BASE_DIR / "config" / "environment.py", tmp_path / "config")
    shutil.copy(settings.BASE_DIR / "Makefile", tmp_path)
    for lock in (*environment.LOCKS, *environment.OPTIONAL):
        (tmp_path / lock.name).write_text("")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").write_text("cut short")
    command = ["make", "--no-print-directory", "setup", f"PYTHON={sys.executable}"]

    answers = [
        subprocess.run(command, cwd=tmp_path, capture_output=True, text=True) for _ in range(2)
    ]

    assert [answer.returncode for answer in answers] == [0, 0]
    assert answers[0].stdout == "Making the environment .venv (about a minute) ...\n"
    assert answers[1].stdout == ""
    assert (tmp_path / ".venv" / "phaseline.stamp").is_file()


def test_make_setup_without_a_python_says_so(tmp_path):
    answer = subprocess.run(
        ["make", "--no-print-directory", "setup", "PYTHON="],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )

    assert answer.returncode == 2
    assert answer.stdout.splitlines()[0] == (
        "phaseline: Python 3.11 or newer was not found: install it, or name it: "
        "make PYTHON=/path/to/python3.12"
    )
