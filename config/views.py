"""The pages that draw on every app, and so stand above them."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import is_curator
from accounts.choices import OrganisationKind
from config import home as desks


@require_GET
def home(request):
    """Show visitors what Phaseline is, and people who are signed in what waits for them."""
    user = request.user
    now = timezone.now()
    context = {"now": now, "directory": desks.directory()}
    if not user.is_authenticated:
        context["example_strip"] = desks.EXAMPLE_STRIP
        return render(request, "home.html", context)
    if user.acts_for(OrganisationKind.SPONSOR):
        return render(
            request, "home_sponsor.html", context | {"desk": desks.sponsor_desk(user, now=now)}
        )
    if is_curator(user):
        return render(request, "home_curator.html", context | {"desk": desks.curator_desk()})
    return render(request, "home_member.html", context)
