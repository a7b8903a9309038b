"""What every test may lean on: the embedded PostgreSQL, the shared real records, Redis, Chromium."""

import os
import shutil
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

from config import postgres
from tests import chromium, redis_server, template_database

pytest_plugins = ["tests.people"]

# The same examples in every run: a red one can be run again, and a green one stays green, however
# busy the machine is.
hypothesis.settings.register_profile(
    "same",
    derandomize=True,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("same")

SHARED_DATA = Path(settings.BASE_DIR).parent / "shared" / "data"

# marker: (whether it can run here, what is missing, what brings it)
NEEDS = {
    "redis": (
        bool(shutil.which("redis-server")),
        "no redis-server on PATH",
        "apt-get install redis-server",
    ),
    "browser": (
        bool(chromium.find()),
        "no Chromium (CHROME_PATH is searched first)",
        "apt-get install chromium",
    ),
    "root": (
        os.geteuid() == 0,
        "not run as root",
        "run the tests as root too, say in a container",
    ),
    "shared": (
        SHARED_DATA.is_dir(),
        "no ../shared/data with the real records",
        "put the folder shared/ beside this clone",
    ),
}


def pytest_configure(config):
    config.started_postgres = settings.EMBEDDED_POSTGRES and postgres.start()


def pytest_report_header():
    return f"Chromium: {chromium.find() or 'none'}"


def pytest_unconfigure(config):
    is_worker = hasattr(config, "workerinput")
    if getattr(config, "started_postgres", False) and not is_worker:
        postgres.stop_if_unused()


def pytest_collection_modifyitems(items):
    for item in items:
        if "shared_data" in item.fixturenames:
            item.add_marker("shared")
        for marker, (is_here, missing, _) in NEEDS.items():
            if item.get_closest_marker(marker) and not is_here:
                item.add_marker(pytest.mark.skip(reason=f"{marker}: {missing}"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter):
    """End by naming what was left out, and the command that brings it."""
    yield
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    for marker, (_, missing, remedy) in NEEDS.items():
        if count := sum(f"{marker}: {missing}" in reason for reason in reasons):
            terminalreporter.write_line(
                f"LEFT OUT: {count} tests marked '{marker}': {missing}. Bring it: {remedy}",
                yellow=True,
            )


def pytest_sessionfinish(session):
    """With NOTHING_SKIPPED set (CI) a left-out test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("NOTHING_SKIPPED") and skipped and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_blocker
) -> None:
    """Copy each test database from one that is migrated already."""
    with django_db_blocker.unblock():
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template_database.ensure()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of the real records; such a test is marked ``shared`` by itself."""
    return SHARED_DATA


@pytest.fixture(scope="session")
def redis_url():
    """Give the URL of a real Redis of this test run; mark the test ``redis``."""
    with redis_server.running() as url:
        yield url
