"""The answer to "are you well?" for a load balancer or a container engine."""

from django.db import Error, connection
from django.http import HttpResponse


class HealthMiddleware:
    """
    Answer ``/healthz``: 200 while the database answers, 503 while it does not.

    A middleware and the first of all: the question comes over plain HTTP under a host name of the
    engine's own, and must be answered while the database, which every page needs, is away.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path != "/healthz":
            return self.get_response(request)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Error:
            return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
        return HttpResponse("ok\n", content_type="text/plain")
