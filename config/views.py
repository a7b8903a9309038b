"""The start page: it draws on every app, so it stands above them."""

from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def home(request):
    """Show visitors what Phaseline is, and people who are signed in what waits for them."""
    return render(request, "home.html")
