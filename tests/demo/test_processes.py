import os
import subprocess
import time

import pytest

from demo.processes import ProcessError, Processes

SLEEP = ("timeit", "-n1", "-r1", "import time; time.sleep(60)")
FAIL = ("timeit", "-n1", "-r1", "raise SystemExit('out of luck')")
STUBBORN = (
    "timeit",
    "-n1",
    "-r1",
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "os.fork(); print(os.getpid(), flush=True); time.sleep(60)",
)

ORPHANING = (
    "timeit",
    "-n1",
    "-r1",
    "import os, time; pid = os.fork(); time.sleep(0 if pid else 60); print(pid, flush=True); os._exit(1)",
)


@pytest.fixture
def processes(tmp_path):
    with Processes(log_folder=tmp_path, environment=dict(os.environ)) as processes:
        yield processes


def wait_for_lines(log, count) -> list[str]:
    deadline = time.monotonic() + 20
    while len(lines := log.read_text().split()) < count and time.monotonic() < deadline:
        time.sleep(0.02)
    return lines


def is_alive(pid: int) -> bool:
    command = ["ps", "-o", "stat=", "-p", str(pid)]
    state = subprocess.run(command, capture_output=True, text=True).stdout
    return state.strip()[:1] not in {"", "Z"}


def test_check_accepts_what_runs(processes):
    processes.start("sleeper", *SLEEP)

    assert processes.check() is None


def test_check_names_what_has_ended_and_why(processes):
    processes.start("loser", *FAIL)
    processes.running["loser"].wait()

    with pytest.raises(ProcessError) as caught:
        processes.check()

    assert str(caught.value) == (
        f"The loser process has ended (SystemExit: out of luck); its log is {processes.log('loser')}."
    )


def test_check_starts_again_what_had_run_for_a_while(processes, monkeypatch):
    monkeypatch.setattr("demo.processes.PROVEN_SECONDS", 0)
    processes.start("worker", *FAIL)
    first = processes.running["worker"]
    first.wait()

    processes.check()

    second = processes.running["worker"]
    second.wait()
    assert second.pid != first.pid
    assert processes.log("worker").read_text().count("SystemExit: out of luck") == 2


def test_what_is_started_again_leaves_no_child_behind(processes, monkeypatch):
    monkeypatch.setattr("demo.processes.PROVEN_SECONDS", 0)
    processes.start("worker", *ORPHANING)
    processes.running["worker"].wait()
    (child,) = (int(line) for line in wait_for_lines(processes.log("worker"), 1))
    was_alive = is_alive(child)

    processes.check()

    assert (was_alive, is_alive(child)) == (True, False)


def test_stop_ends_a_stubborn_process_and_its_children(processes, monkeypatch):
    monkeypatch.setattr("demo.processes.STOP_SECONDS", 0.2)
    processes.start("mule", *STUBBORN)
    pids = [int(line) for line in wait_for_lines(processes.log("mule"), 2)]

    processes.stop()

    assert len(pids) == 2
    assert [pid for pid in pids if is_alive(pid)] == []


def interrupted(processes: Processes) -> None:
    with processes:
        processes.start("sleeper", *SLEEP)
        raise KeyboardInterrupt


def test_leaving_by_an_error_stops_everything(tmp_path):
    processes = Processes(log_folder=tmp_path, environment=dict(os.environ))

    with pytest.raises(KeyboardInterrupt):
        interrupted(processes)

    assert processes.running == {}
