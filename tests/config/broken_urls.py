"""The product's addresses, and three that go wrong, so that the error pages can be looked at."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import path

from config.urls import urlpatterns as product


def broken(request):
    raise RuntimeError("a secret of the inside")


def forbidden(request):
    raise PermissionDenied("Only procurement may do this.")


def malformed(request):
    raise SuspiciousOperation("tampered")


urlpatterns = [
    path("broken/", broken),
    path("forbidden/", forbidden),
    path("malformed/", malformed),
    *product,
]
