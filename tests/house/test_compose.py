"""
The compose file and the image name only real things, and what they start does start.

No container engine is needed: every command of ours is started here, outside of Docker, with the
settings the compose file gives it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from config import postgres, postgres_place
from tests.redis_server import free_port

ROOT = settings.BASE_DIR
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("web", "worker", "beat")
BIN = Path(sys.executable).parent
GIVEN = {"SECRET_KEY": "5eed" * 16, "POSTGRES_PASSWORD": "secret"}


def resolve(value: str) -> str:
    """Fill ${NAME:-default} and ${NAME:?word} in as compose does."""
    return re.sub(
        r"\$\{(\w+):[-?]([^}]*)\}", lambda found: GIVEN.get(found[1], found[2]), str(value)
    )


def resolved_environment(service: str) -> dict[str, str]:
    return {name: resolve(value) for name, value in SERVICES[service]["environment"].items()}


def words(service: dict) -> list[str]:
    return " ".join(service.get("command", [])).split()


def test_compose_has_the_services_of_the_design():
    assert list(SERVICES) == ["postgres", "redis", "mailpit", "web", "worker", "beat"]


def test_compose_variables_are_read_by_the_settings():
    known = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))

    for service in OURS:
        assert set(SERVICES[service]["environment"]) - known == set()


def test_compose_addresses_name_its_own_services():
    environment = resolved_environment("web")
    hosts = re.findall(r"@(\w+):|redis://(\w+):", " ".join(environment.values()))
    hosts = {name for pair in hosts for name in pair if name} | {environment["EMAIL_HOST"]}

    assert hosts == {"postgres", "redis", "mailpit"}


def test_compose_dependencies_have_health_checks():
    for service in SERVICES.values():
        for name, condition in service.get("depends_on", {}).items():
            assert condition == {"condition": "service_healthy"}
            assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def test_compose_volumes_are_declared_or_files_of_ours():
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file()


def test_compose_images_pin_a_version_and_ports_stay_on_this_machine():
    images = [service["image"] for service in SERVICES.values() if "image" in service]
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]

    assert [image for image in images if ":" not in image] == []
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_compose_commands_name_real_programs_and_management_commands():
    for name in OURS:
        command = words(SERVICES[name])
        managed = re.findall(r"manage\.py (\w+)", " ".join(command))

        assert [word for word in managed if word not in get_commands()] == []
        programs = {word for word in command if word in {"gunicorn", "celery", "python"}}
        assert [program for program in programs if not (BIN / program).exists()] == []
        assert programs


def test_image_copies_and_runs_real_things():
    text = (ROOT / "Dockerfile").read_text()
    sources = [line.split()[1] for line in re.findall(r"^COPY .*", text, re.M)]
    command = yaml.safe_load(re.search(r"^CMD (.*)", text, re.M).group(1))

    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert re.search(r"^USER phaseline$", text, re.M)
    assert SERVICES["web"]["command"][-1].endswith(" ".join(command))


@pytest.fixture
def open_folder():
    """Give a folder that every account can enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="phaseline-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_role_script_makes_a_role_that_row_level_security_binds(open_folder):
    """Run on a cluster of its own, as the postgres image runs it."""
    programs = postgres_place.binaries(postgres_place.find())
    place = postgres_place.Place(open_folder, postgres_place.find().account)
    place.socket_folder.mkdir()
    place.data.mkdir()
    place.give(place.data, 0o700)
    place.give(place.socket_folder, 0o700)
    assert place.run(programs / "initdb", "-D", place.data, "-U", "boss").returncode == 0
    options = f"-c listen_addresses='' -k {place.socket_folder}"
    control = [programs / "pg_ctl", "-D", place.data, "-w", "-s"]
    log = place.socket_folder / "log"
    assert place.run(*control, "start", "-l", log, "-o", options).returncode == 0
    host = {"PGHOST": str(place.socket_folder), "PATH": f"{programs}:{os.environ['PATH']}"}

    try:
        subprocess.run(
            [ROOT / "docker" / "create-role.sh"],
            env={**host, "POSTGRES_USER": "boss", "PHASELINE_PASSWORD": "it's secret"},
            check=True,
        )
        with psycopg.connect(
            host=host["PGHOST"], user="phaseline", password="it's secret", dbname="phaseline"
        ) as connection:
            rights = connection.execute(
                "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    finally:
        place.run(*control, "stop", "-m", "immediate")

    assert rights == (False, False)


@pytest.fixture
def service(transactional_db, redis_url, tmp_path):
    """Return a function that starts a service of ours as compose would, on what there is here."""
    processes = []

    def start(
        name: str, changed: dict[str, str] | None = None
    ) -> tuple[subprocess.Popen, Path, dict]:
        environment = {
            **os.environ,
            **resolved_environment(name),
            "DATABASE_URL": postgres.url(settings.DATABASES["default"]["NAME"]),
            "REDIS_URL": redis_url,
            "MEDIA_ROOT": str(tmp_path / "media"),
            "STATIC_ROOT": str(tmp_path / "static"),
            "PATH": f"{BIN}:{os.environ['PATH']}",
        }
        if name == "web":
            subprocess.run(  # the image has done so when it was built
                [BIN / "python", "manage.py", "collectstatic", "--noinput", "-v", "0"],
                cwd=ROOT,
                env=environment,
                check=True,
            )
        command = SERVICES[name]["command"]
        for old, new in (changed or {}).items():
            command = [part.replace(old, new) for part in command]
        log = tmp_path / f"{name}.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [shutil.which(command[0], path=environment["PATH"]), *command[1:]],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        processes.append(process)
        return process, log, environment

    yield start
    for process in processes:
        process.terminate()
        process.wait(30)


def wait_for(condition, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)


@pytest.mark.redis
def test_web_service_migrates_and_answers_its_health_check(service):
    port = str(free_port())
    check = [part.replace("8000", port) for part in SERVICES["web"]["healthcheck"]["test"][1:]]
    process, log, environment = service("web", {"8000": port})

    def is_healthy() -> bool:
        answer = subprocess.run([BIN / check[0], *check[1:]], env=environment, capture_output=True)
        return answer.returncode == 0

    wait_for(is_healthy, process, log)
    with urllib.request.urlopen(f"http://localhost:{port}/accounts/login/", timeout=60) as page:
        assert page.status == 200


@pytest.mark.redis
def test_worker_service_answers_its_health_check(service):
    check = SERVICES["worker"]["healthcheck"]["test"][1:]
    process, log, environment = service("worker")

    wait_for(lambda: " ready." in log.read_text(), process, log)

    health = subprocess.run(
        [BIN / check[0], *check[1:]], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    assert health.returncode == 0


@pytest.mark.redis
def test_beat_service_sends_the_sweep(service, tmp_path):
    schedule = str(tmp_path / "schedule")
    process, log, _ = service("beat", {"/tmp/schedule": schedule})  # noqa: S108

    wait_for(lambda: "Sending due task sweep-outbox" in log.read_text(), process, log)

    assert list(tmp_path.glob("schedule*"))
