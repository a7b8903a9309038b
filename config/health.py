"""The answer to "are you well?" for a load balancer or a container engine."""

from django.db import Error, connection
from django.http import HttpResponse
from django.utils import timezone

from notifications import health


class HealthMiddleware:
    """
    Answer ``/healthz``: 200 while the database answers, 503 while it does not.

    ``/healthz/outbox`` is for an alarm, not for a load balancer: 503 while e-mail does not go out.

    A middleware and the first of all: the question comes over plain HTTP under a host name of the
    engine's own, and must be answered while the database, which every page needs, is away.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path not in {"/healthz", "/healthz/outbox"}:
            return self.get_response(request)
        try:
            return _outbox() if request.path == "/healthz/outbox" else _database()
        except Error:
            return _plain("database unreachable", is_well=False)


def _database() -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return _plain("ok")


def _outbox() -> HttpResponse:
    found = health.check(now=timezone.now())
    return _plain("\n".join(found.lines), is_well=found.is_well)


def _plain(words: str, *, is_well: bool = True) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=200 if is_well else 503, content_type="text/plain")
