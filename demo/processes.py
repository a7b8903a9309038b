"""The processes of a running demo: started together, watched, and stopped together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

STOP_SECONDS = 10
GONE_SECONDS = 5  # what the kernel may take to clear a killed process away
PROVEN_SECONDS = 30  # one that has run so long was not started wrongly
PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


class ProcessError(Exception):
    """A process has ended by itself; the message names it and its log."""


class Processes:
    """A context in which processes run; leaving it, however, ends all of them."""

    def __init__(self, *, log_folder: Path, environment: dict[str, str]):
        self.log_folder = log_folder
        self.environment = environment
        self.running: dict[str, subprocess.Popen] = {}
        self.commands: dict[str, tuple[str, ...]] = {}
        self.since: dict[str, float] = {}

    def __enter__(self):
        self.log_folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *error):
        self.stop()

    def log(self, name: str) -> Path:
        return self.log_folder / f"{name}.log"

    def start(self, name: str, *command: str) -> None:
        """Start a module of this Python in a session of its own: Ctrl-C is for us to pass on."""
        self.log(name).write_text("")
        self._run(name, command)

    def _run(self, name: str, command: tuple[str, ...]) -> None:
        self.commands[name], self.since[name] = command, time.monotonic()
        with self.log(name).open("a") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )

    def check(self) -> None:
        """
        See that all of them run, and start one again that had run for a while.

        Celery's worker ends when it reads a message of the filesystem before it is whole.

        :raises ProcessError: if one has ended soon after its start
        """
        for name, process in list(self.running.items()):
            if process.poll() is None:
                continue
            if time.monotonic() - self.since[name] >= PROVEN_SECONDS:
                _clear_away(process)
                self._run(name, self.commands[name])
            else:
                lines = self.log(name).read_text(errors="replace").strip().splitlines()
                raise ProcessError(
                    f"The {name} process has ended ({lines[-1] if lines else 'it said nothing'}); "
                    f"its log is {self.log(name)}."
                )

    def stop(self) -> None:
        """End them gently, and after STOP_SECONDS with whatever they have started themselves."""
        for process in self.running.values():
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            _clear_away(process)
        self.running.clear()


def _clear_away(process: subprocess.Popen) -> None:
    """Kill a process with whatever it has started itself."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    _wait_until_gone(process.pid)


def _wait_until_gone(group: int) -> None:
    """Wait for what the process has started itself: being killed is not yet being gone."""
    deadline = time.monotonic() + GONE_SECONDS
    with contextlib.suppress(ProcessLookupError, PermissionError):
        while time.monotonic() < deadline:
            os.killpg(group, 0)
            time.sleep(0.02)


def _end_with_parent() -> None:
    """Ask Linux to end this process when the launcher is killed and cannot do so itself."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
