"""Production refuses to start without what has no safe default. Each case is a fresh process."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "4f1c" * 16,
    "ALLOWED_HOSTS": "phaseline.example",
    "DATABASE_URL": "postgres://phaseline@localhost/phaseline",
    "REDIS_URL": "redis://localhost:6379/0",
}
SHOW = "from config import settings; print(settings.PRODUCTION, settings.DEBUG, settings.EMAIL_BACKEND)"


def load(environment: dict) -> subprocess.CompletedProcess:
    known = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=settings.BASE_DIR,
        env={**known, **environment},
        capture_output=True,
        text=True,
    )


def test_production_settings_load_when_complete():
    answer = load(PRODUCTION)

    assert answer.stdout == "True False notifications.smtp.EmailBackend\n"


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
@pytest.mark.parametrize("value", [None, ""])
def test_production_settings_refuse_a_missing_variable(name, value):
    environment = {key: text for key, text in PRODUCTION.items() if key != name}
    if value is not None:
        environment[name] = value

    answer = load(environment)

    assert answer.returncode == 1
    assert answer.stderr.endswith(f"ImproperlyConfigured: {name} must be set when DEBUG is off.\n")


def test_manage_py_refuses_in_one_line():
    answer = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **PRODUCTION, "REDIS_URL": ""},
        capture_output=True,
        text=True,
    )

    assert answer.returncode == 1
    assert answer.stderr == "phaseline: REDIS_URL must be set when DEBUG is off.\n"


def test_demo_settings_need_nothing_and_do_not_show_the_code():
    answer = load({"DEMO": "1"})

    assert answer.stdout == "False False django.core.mail.backends.filebased.EmailBackend\n"
