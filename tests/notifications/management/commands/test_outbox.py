import os
import signal
import subprocess
import sys

import pytest
from django.core.management import call_command

from audit import acting
from notifications.choices import EmailState
from notifications.models import Email
from tests.notifications import running


@pytest.mark.django_db
def test_run_once_delivers_and_counts(enqueue, sink, capsys):
    enqueue()

    call_command("outbox", "run", "--once")

    lines = capsys.readouterr().out.splitlines()
    assert len(sink.accepted) == 1
    assert "sent              1" in lines
    assert lines[-1] == "Nothing is due."


@pytest.mark.django_db
def test_status_counts_every_state_and_names_the_oldest(enqueue, capsys):
    enqueue()

    call_command("outbox", "status")

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == EmailState.values
    assert lines[0] == "ready             1"
    assert lines[-1].startswith("The oldest that is due waits for ")


@pytest.mark.django_db(transaction=True)
def test_run_delivers_without_celery_until_it_is_stopped(enqueue, sink, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "manage.py", "outbox", "run"],
        cwd=running.ROOT,
        env=running.process_environment(tmp_path, sink.port),
    )
    try:
        enqueue()
        running.until(lambda: len(sink.accepted) == 1)
        os.kill(process.pid, signal.SIGTERM)
        code = process.wait(15)
    finally:
        process.kill()
        process.wait()

    with acting.as_system():
        assert Email.objects.get().state == EmailState.SENT
    assert code == 0
