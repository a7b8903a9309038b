"""
How fast the outbox delivers, beside django-post-office and django-mailer: same machine, same
PostgreSQL, same SMTP server, same bodies, in one run, taken in turns. A second copy counts for nothing.

``python -m bench.notifications`` prints the table; ``run()`` gives it as rows. Rates count from the
first to the last acceptance at the server in each life of a sender, so that nobody's start-up counts.
The kill runs end it five times, whenever a further sixth of the mails has arrived, and start it again.
"""

import contextlib
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

from config import postgres

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".local" / "bench" / "peers"
PACKAGES = ("django-post-office==3.12.0", "django-mailer==2.3.2", "nh3", "lockfile")
DATABASE = "phaseline_bench"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
KILLS = 5
LATENCIES_MS = (0, 5)
STUCK_SECONDS = 60


@dataclass(frozen=True)
class Contender:
    """A way to send: how many processes, with which settings, and how many mails are enough."""

    name: str
    peer: str = ""  # empty is ours
    processes: int = 1
    environment: dict = field(default_factory=dict)
    mails: tuple[int, int] = (1500, 1500)  # at each latency

    def fill(self, count: int) -> list[str]:
        if self.peer:
            return [sys.executable, "-m", "bench.mail_peers", self.peer, "fill", str(count)]
        return [sys.executable, "-m", "bench.mail_ours", "fill", str(count)]

    @property
    def send(self) -> list[str]:
        if self.peer:
            return [sys.executable, "-m", "bench.mail_peers", self.peer, "send"]
        return [sys.executable, "manage.py", "outbox", "run", "--once"]


TUNED = {"PEER_PROCESSES": "2", "PEER_THREADS": "10", "PEER_BATCH": "1000"}
CONTENDERS = [
    Contender("outbox", environment={"OUTBOX_LANES": "5"}),
    Contender("outbox, 2 processes x 10", processes=2, environment={"OUTBOX_LANES": "10"}),
    Contender("post-office", peer="post-office"),
    Contender("post-office, 2 processes x 10", peer="post-office", environment=TUNED),
    Contender("mailer", peer="mailer", mails=(300, 60)),
]


@dataclass
class Outcome:
    """One run: mails per second, and what became of the mails."""

    rate: float
    lost: int
    duplicated: int
    unknown: int = 0


class Sink:
    """The SMTP server as a process of its own; its log is the truth."""

    def __init__(self, latency_ms: int, folder: Path):
        self.log = folder / f"sink-{random.getrandbits(40):x}.log"
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.notifications.fast_sink"),
                *("--latency", str(latency_ms / 1000), str(self.log)),
            ],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.kill()
        self.process.communicate()

    def lines(self) -> list[tuple[float, str]]:
        text = self.log.read_text() if self.log.exists() else ""
        found = [line.split() for line in text.splitlines() if " " in line]
        return [(float(at), message_id) for at, message_id in found]

    def arrived(self) -> int:
        return len({message_id for _, message_id in self.lines()})


class Bench:
    def __init__(self, folder: Path):
        self.folder = folder
        self.url = _url(DATABASE)

    def prepare(self) -> None:
        """Install the peers under .local, and make a database that all of them share."""
        if not PEERS.exists():
            _run([*_PIP, "--target", str(PEERS), "--no-deps", *PACKAGES])
        with psycopg.connect(_url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {DATABASE}")
        _run([sys.executable, "manage.py", "migrate", "-v", "0"], self._environment())
        # Each peer has its own tables; the tables of contenttypes are there already.
        for peer in ("post-office", "mailer"):
            command = [sys.executable, "-m", "bench.mail_peers", peer, "migrate"]
            _run(command, self._environment())

    def remove(self) -> None:
        with psycopg.connect(_url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")

    def measure(self, contender: Contender, latency_ms: int, *, kills: int = 0) -> Outcome:
        """Fill, send until nothing moves any more, and read the server's log."""
        count = contender.mails[LATENCIES_MS.index(latency_ms)]
        with Sink(latency_ms, self.folder) as sink:
            environment = self._environment() | contender.environment
            environment |= {"EMAIL_PORT": str(sink.port), "LOG_LEVEL": "WARNING"}
            _run(contender.fill(count), environment)
            marks = [count * (number + 1) // (kills + 1) for number in range(kills)]
            lives = [0]
            while sink.arrived() < count and self._send(contender, environment, sink, marks):
                lives.append(len(sink.lines()))
            unknown = self._settle(contender, environment) if not contender.peer else 0
            lines = sink.lines()
        copies = Counter(message_id for _, message_id in lines)
        span = sum(_span(lines[start:end]) for start, end in pairwise([*lives, len(lines)]))
        return Outcome(
            rate=len(copies) / span if span else 0.0,
            lost=max(0, count - len(copies) - unknown),
            duplicated=len(lines) - len(copies),
            unknown=unknown,
        )

    def _send(self, contender, environment, sink, marks: list[int]) -> bool:
        """Run the sender once, to its end or to the next kill; tell whether it moved anything."""
        before = sink.arrived()
        processes = [
            subprocess.Popen(
                contender.send,
                cwd=ROOT,
                env=environment,
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for _ in range(contender.processes)
        ]
        until = time.monotonic() + STUCK_SECONDS
        is_killed = False
        while any(process.poll() is None for process in processes):
            if marks and sink.arrived() >= marks[0]:
                marks.pop(0)
                is_killed = True
            if is_killed or time.monotonic() > until:
                for process in processes:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
            time.sleep(0.01)
        for process in processes:
            process.wait()
        return is_killed or sink.arrived() > before

    def _settle(self, contender, environment) -> int:
        """Sweep up what a killed sender held, and return how many are flagged as unknown."""
        for _ in range(10):
            command = [sys.executable, "-m", "bench.mail_ours", "left"]
            waiting, unknown = map(int, _run(command, environment).split())
            if not waiting:
                break
            _run(contender.send, environment)
        return unknown

    def _environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(ROOT), str(PEERS)])
        return {
            **os.environ,
            "DATABASE_URL": self.url,
            "BENCH_DATABASE": self.url,
            "PEER_LOCK": str(self.folder / "post_office"),
            "PYTHONPATH": path,
            "DEBUG": "1",
            "EMAIL_HOST": "127.0.0.1",
        }


_PIP = [sys.executable, "-m", "pip", "install", "--quiet"]


def _run(command: list[str], environment: dict | None = None) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}")
    return done.stdout


def _span(lines: list[tuple[float, str]]) -> float:
    """Return the seconds between the first and the last message that one life of a sender brought."""
    times = [at for at, _ in lines]
    return max(times) - min(times) if times else 0.0


def _url(database: str) -> str:
    if settings.EMBEDDED_POSTGRES:
        return postgres.url(database)
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


def ceiling(folder: Path, *, connections: int = 4, each: int = 1500) -> float:
    """Return how many messages a second the server takes from a client that does nothing else."""
    message = b"Message-ID: <%d@x>\r\n\r\n" + b"x" * 3000 + b"\r\n.\r\n"
    with Sink(0, folder) as sink:

        def blast():
            with socket.create_connection(("127.0.0.1", sink.port)) as line:
                answers = line.makefile("rb")
                answers.readline()
                for number in range(each):
                    head = b"MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n"
                    line.sendall(head + message.replace(b"%d", b"%d" % number))
                    for _ in range(4):
                        answers.readline()

        threads = [threading.Thread(target=blast) for _ in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        times = [at for at, _ in sink.lines()]
    return len(times) / (max(times) - min(times))


def run() -> list[dict]:
    """Return the rows of the table: rates with and without kills, lost and duplicated mails."""
    postgres.start()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = Bench(folder)
        bench.prepare()
        try:
            rows = [_row("SMTP server's own ceiling", ceiling(folder), "mails/s")]
            for latency_ms in LATENCIES_MS:
                rows += _rates(bench, latency_ms)
                rows += _kills(bench, latency_ms)
        finally:
            bench.remove()
    return rows


def _rates(bench: Bench, latency_ms: int) -> list[dict]:
    found: dict[str, list[float]] = {contender.name: [] for contender in CONTENDERS}
    for _ in range(ROUNDS):  # in turns, so that a busy minute of the machine is everybody's
        for contender in CONTENDERS:
            found[contender.name].append(bench.measure(contender, latency_ms).rate)
    rates = {name: statistics.median(values) for name, values in found.items()}
    return _compared(rates, f"{latency_ms} ms", 1.5 if latency_ms else 1.0)


def _kills(bench: Bench, latency_ms: int) -> list[dict]:
    where = f"{latency_ms} ms, {KILLS} kills"
    outcomes = {one.name: bench.measure(one, latency_ms, kills=KILLS) for one in CONTENDERS}
    rows = _compared({name: one.rate for name, one in outcomes.items()}, where, 1.0)
    for contender in CONTENDERS:
        one, goal = outcomes[contender.name], None if contender.peer else 0
        rows += [
            _row(f"{contender.name}: lost, {where}", one.lost, "mails", goal=goal),
            _row(f"{contender.name}: duplicated, {where}", one.duplicated, "mails", goal=goal),
        ]
        if not contender.peer:
            rows.append(_row(f"{contender.name}: flagged unknown, {where}", one.unknown, "mails"))
    return rows


def _compared(rates: dict[str, float], where: str, factor: float) -> list[dict]:
    """Return a row per contender; ours beside the best peer of the run, with ``factor`` as goal."""
    peers = {one.name: rates[one.name] for one in CONTENDERS if one.peer}
    best = max(peers, key=peers.get)
    rows = []
    for contender in CONTENDERS:
        row = _row(f"{contender.name}, {where}", rates[contender.name], "mails/s")
        if not contender.peer:
            ratio = rates[contender.name] / peers[best] if peers[best] else None
            row |= {"ratio_to": f"{best}, {where}", "ratio": ratio and round(ratio, 2)}
        if not contender.peer and contender.processes > 1:
            row |= {"goal": round(peers[best] * factor, 1), "is_floor": True}
        rows.append(row)
    return rows


def _row(name: str, value: float, unit: str, *, goal=None) -> dict:
    rounded = value if isinstance(value, int) else round(value, 1)
    row = {"name": name, "value": rounded, "unit": unit, "goal": goal}
    return row | {"ratio_to": None, "ratio": None}


def main() -> None:
    for row in run():
        beside = f"{row['ratio']:.2f} x {row['ratio_to']}" if row["ratio"] else ""
        goal = "" if row["goal"] is None else f"goal {row['goal']}"
        print(f"{row['name']:<62}{row['value']:>9} {row['unit']:<9}{goal:<12}{beside}")  # noqa: T201


if __name__ == "__main__":
    main()
