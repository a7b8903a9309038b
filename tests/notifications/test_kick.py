"""A kick costs a saved form at most about a second, and never an error."""

import os
import signal
import time

import pytest
import redis
from django.conf import settings
from django.db import transaction

from audit import acting
from notifications import kick
from notifications.choices import EmailState
from tests.notifications import running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def own_redis(tmp_path):
    """Give the process of a Redis that kicks go to, and a client of it."""
    with running.redis_server(tmp_path) as (process, url):
        options = settings.REDIS_BROKER_OPTIONS
        running.use_broker({"broker_url": url, "broker_transport_options": options})
        with redis.Redis.from_url(url) as client:
            yield process, client
        running.use_broker({"broker_url": "memory://", "broker_transport_options": {}})


def seconds_to_save(enqueue, key: str) -> float:
    started = time.monotonic()
    with transaction.atomic():
        enqueue(key)
    return time.monotonic() - started


def test_many_commits_of_one_moment_kick_once(enqueue, folder):
    with transaction.atomic():
        for number in range(30):
            enqueue(str(number))

    assert len(list((folder / "queue").iterdir())) == 1


def test_a_broker_whose_folder_is_gone_fails_no_commit(enqueue, folder, monkeypatch):
    (folder / "queue").rmdir()

    email = enqueue()

    with acting.as_system():
        email.refresh_from_db()
    assert email.state == EmailState.READY
    monkeypatch.setattr(kick, "_not_before", 0.0)
    assert kick.kick() is False


@pytest.mark.redis
def test_a_kick_goes_to_redis(enqueue, own_redis):
    _, client = own_redis

    enqueue()

    assert client.llen("celery") == 1


@pytest.mark.redis
def test_a_frozen_redis_holds_one_commit_for_a_second_and_no_other(enqueue, own_redis):
    process, _ = own_redis
    os.kill(process.pid, signal.SIGSTOP)

    seconds = [seconds_to_save(enqueue, key) for key in ("first", "second", "third")]

    assert seconds[0] < 1.5
    assert max(seconds[1:]) < 0.3


@pytest.mark.redis
def test_every_kick_at_a_frozen_redis_ends_in_time(enqueue, own_redis, monkeypatch):
    """Also those on a connection that worked before, and those after the rest."""
    process, _ = own_redis
    seconds_to_save(enqueue, "before")
    os.kill(process.pid, signal.SIGSTOP)
    monkeypatch.setattr(kick, "REST_SECONDS", 0.0)
    monkeypatch.setattr(kick, "COALESCE_SECONDS", 0.0)

    seconds = []
    for key in ("first", "second", "third"):
        monkeypatch.setattr(kick, "_not_before", 0.0)
        seconds.append(seconds_to_save(enqueue, key))

    assert max(seconds) < 1.5


@pytest.mark.redis
def test_a_dead_redis_holds_no_commit(enqueue, own_redis):
    process, _ = own_redis
    process.kill()
    process.wait()

    seconds = [seconds_to_save(enqueue, key) for key in ("first", "second")]

    assert max(seconds) < 0.5


@pytest.mark.redis
def test_kicks_resume_after_the_rest(enqueue, own_redis, monkeypatch):
    process, _ = own_redis
    monkeypatch.setattr(kick, "REST_SECONDS", 0.2)
    os.kill(process.pid, signal.SIGSTOP)
    seconds_to_save(enqueue, "lost")
    os.kill(process.pid, signal.SIGCONT)
    time.sleep(0.2)

    heard = kick.kick()

    assert heard is True
