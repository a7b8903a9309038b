"""The wiring. Celery's application is loaded with it, so that the web server's tasks find it too."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
