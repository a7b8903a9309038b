"""The metrics for Prometheus; the health page is a middleware (config/health.py)."""

import secrets

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from notifications import health


@require_GET
def metrics(request):
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not secrets.compare_digest(given.encode(), wanted.encode()):
        raise Http404
    text = health.metrics(now=timezone.now())
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")
