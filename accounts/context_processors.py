"""What every page knows."""

from django.conf import settings


def site(request):
    return {"DEMO": settings.DEMO, "DEBUG": settings.DEBUG, "SITE_URL": settings.SITE_URL}
