"""The queue without Redis, each time in a fresh process: Celery configures itself once."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

SEND = """
import django
django.setup()
from celery import current_app
current_app.send_task("notifications.tasks.sweep", retry=False)
"""


def test_a_task_is_taken_where_no_folder_was_made_before(tmp_path):
    environment = {**os.environ, "LOCAL_DIR": str(tmp_path), "REDIS_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"

    answer = subprocess.run(
        [sys.executable, "-c", SEND],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert answer.stderr == ""
    assert len(list(Path(tmp_path / "celery" / "queue").iterdir())) == 1
