"""
Break everything around the outbox, in an order that a seed decides, and count what became of it.

Real parts: PostgreSQL, a Redis of our own, two worker hosts with two children each, two beats, an
SMTP server on loopback that notes each message when it accepts it, and a producer that saves forms.
"""

import contextlib
import ctypes
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from django.db import Error, connection, transaction
from django.utils import timezone

from audit import acting
from notifications import outbox
from notifications.choices import EmailState
from notifications.models import Email
from tests.notifications import running
from tests.notifications.fast_sink import FastSink

REQUEST_PAUSE_SECONDS = 0.02
LONGEST_DRAIN_SECONDS = 180
ENDED = {EmailState.FAILED, EmailState.EXPIRED, EmailState.CANCELLED, EmailState.SUPPRESSED}
UNSETTLED = {EmailState.READY, EmailState.LEASED, EmailState.SENDING}
PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


class Process:
    """A process in a session of its own, started again when it has ended, as an engine would."""

    def __init__(self, name: str, command: list[str], environment: dict, folder: Path):
        self.name = name
        self.command = command
        self.environment = environment
        self.log = folder / f"{name.replace('@', '-')}.log"
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=running.ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )

    def revive(self) -> None:
        if self.process.poll() is not None:
            self.kill()  # what its children still do
            self.start()

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.process.wait()

    def children(self) -> list[int]:
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        try:
            return [int(pid) for pid in Path(path).read_text().split()]
        except OSError:
            return []


def _end_with_parent() -> None:
    """Ask Linux to end this process when the test is killed and cannot do so itself."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Producer(threading.Thread):
    """Saves forms that send mail, and notes how long the longest one took."""

    def __init__(self, seed: int):
        super().__init__(daemon=True)
        self.seed = seed
        self.saved = 0
        self.longest = 0.0
        self.ends = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.ends.wait(REQUEST_PAUSE_SECONDS):
            number += 1
            started = time.monotonic()
            try:
                with transaction.atomic():
                    outbox.enqueue(
                        kind="outbox-test",
                        key=f"chaos:{self.seed}:{number}",
                        to=f"v{number}@vendor.example",
                        context={"name": "Bell & Co"},
                        now=timezone.now(),
                    )
            except Error:  # its connection was cut: nothing is saved, and the person sees an error
                connection.close()
                continue
            self.saved += 1
            self.longest = max(self.longest, time.monotonic() - started)
        connection.close()

    def stop(self) -> None:
        self.ends.set()
        self.join()


class Chaos:
    """One run; ``with Chaos(...) as chaos: figures = chaos.run()``."""

    def __init__(self, *, seed: int, seconds: float, folder: Path):
        self.random = random.Random(seed)
        self.seed = seed
        self.seconds = seconds
        self.folder = folder
        self.done: Counter = Counter()
        self.sink = FastSink(seed=seed)
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            stack.enter_context(self.sink)
            port = running.free_port()
            self.redis_url = f"redis://127.0.0.1:{port}/0"
            self.environment = running.process_environment(self.folder, self.sink.port) | {
                "REDIS_URL": self.redis_url,
                "EMAIL_TIMEOUT": "5",
                "OUTBOX_LANES": "3",
                "WAIT_SCALE": "0.02",
                "LOG_LEVEL": "WARNING",
            }
            del self.environment["TEST_BROKER_FOLDER"]
            redis = ["redis-server", "--port", str(port), "--save", "", "--dir", str(self.folder)]
            self.redis = self._started(stack, "redis", redis)
            celery = [sys.executable, "-m", "celery", "-A", "tests.notifications.worker"]
            self.workers = [
                self._started(
                    stack, name, [*celery, "worker", "--concurrency", "2", "--hostname", name]
                )
                for name in ("one@host", "two@host")
            ]
            self.beats = [
                self._started(stack, name, [*celery, "beat", "--schedule", str(self.folder / name)])
                for name in ("beat-one", "beat-two")
            ]
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        self.stack.close()

    def run(self) -> dict:
        """Break things for so many seconds, mend them, wait until all is settled, and count."""
        producer = Producer(self.seed)
        producer.start()
        try:
            self._break_things()
        finally:
            producer.stop()
        self._mend()
        started = time.monotonic()
        self._wait_until_settled()
        return self._count(time.monotonic() - started, producer.longest)

    def _started(self, stack, name: str, command: list[str]) -> Process:
        process = Process(name, command, self.environment, self.folder)
        stack.callback(process.kill)
        return process

    @property
    def _processes(self) -> list[Process]:
        return [self.redis, *self.workers, *self.beats]

    def _break_things(self) -> None:
        faults = [
            *(self.kill_worker, self.kill_child, self.kill_beat, self.freeze_worker),
            *(self.kill_redis, self.flush_redis, self.freeze_redis, self.cut_connections),
            *(self.refuse, self.hang, self.answer_later, self.answer_never, self.drop),
        ]
        until = time.monotonic() + self.seconds
        while time.monotonic() < until:
            fault = self.random.choice(faults)
            fault()
            self.done[fault.__name__] += 1
            self._pause(0.3, 1.5)
            for process in self._processes:
                process.revive()

    def _pause(self, shortest: float, longest: float) -> None:
        time.sleep(self.random.uniform(shortest, longest))

    def kill_worker(self) -> None:
        self.random.choice(self.workers).kill()

    def kill_child(self) -> None:
        if children := self.random.choice(self.workers).children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.random.choice(children), signal.SIGKILL)

    def kill_beat(self) -> None:
        self.random.choice(self.beats).kill()

    def freeze_worker(self) -> None:
        self._freeze(self.random.choice(self.workers))

    def kill_redis(self) -> None:
        self.redis.kill()

    def flush_redis(self) -> None:
        port = self.redis_url.rpartition(":")[2].partition("/")[0]
        command = ["redis-cli", "-p", port, "FLUSHALL"]
        subprocess.run(command, stdout=subprocess.DEVNULL, timeout=10, check=False)

    def freeze_redis(self) -> None:
        self._freeze(self.redis)

    def cut_connections(self) -> None:
        """Terminate every connection to the database but this one, the producer's included."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    def refuse(self) -> None:
        self.sink.faults.refuses = True
        self.sink.hang_up()
        self._pause(1, 3)
        self.sink.faults.clear()

    def hang(self) -> None:
        self.sink.faults.hangs = True
        self._pause(1, 3)
        self.sink.faults.clear()
        self.sink.hang_up()

    def answer_later(self) -> None:
        self._with_chance("temporary", 0.3)

    def answer_never(self) -> None:
        self._with_chance("permanent", 0.1)

    def drop(self) -> None:
        self._with_chance("dropped", 0.1)

    def _with_chance(self, fault: str, chance: float) -> None:
        setattr(self.sink.faults, fault, chance)
        self._pause(1, 2)
        self.sink.faults.clear()

    def _freeze(self, process: Process) -> None:
        process.signal(signal.SIGSTOP)
        self._pause(1, 4)
        process.signal(signal.SIGCONT)

    def _mend(self) -> None:
        self.sink.faults.clear()
        for process in self._processes:
            process.signal(signal.SIGCONT)
            process.revive()

    def _wait_until_settled(self) -> None:
        until = time.monotonic() + LONGEST_DRAIN_SECONDS
        while any(self._counts()[state] for state in UNSETTLED):
            if time.monotonic() > until:
                break
            time.sleep(0.1)
            for process in self._processes:
                process.revive()

    def _counts(self) -> dict[EmailState, int]:
        with acting.as_system():
            return Email.objects.counts()

    def _count(self, drain_s: float, longest: float) -> dict:
        with acting.as_system():
            rows = dict(Email.objects.values_list("message_id", "state"))
        copies = self.sink.copies
        unknown = {one for one, state in rows.items() if state == EmailState.UNKNOWN}
        visible = unknown | {one for one, state in rows.items() if state in ENDED}
        return {
            "enqueued": len(rows),
            "accepted": len(copies),
            # Neither at the server nor in a state that says why not.
            "lost": len(rows.keys() - copies.keys() - visible),
            "duplicated": sum(count - 1 for count in copies.values()),
            "unknown": len(unknown),
            "unknown_arrived": len(unknown & copies.keys()),
            "drain_s": round(drain_s, 1),
            "longest_request_s": round(longest, 2),
        }
