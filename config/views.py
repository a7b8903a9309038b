"""The pages that draw on every app, and so stand above them."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import is_curator
from accounts.choices import OrganisationKind
from config import home as desks
from config import styleguide as guide


@require_GET
def home(request):
    """Show visitors what Phaseline is, and people who are signed in what waits for them."""
    user = request.user
    now = timezone.now()
    context = {"now": now, "directory": desks.directory()}
    if not user.is_authenticated:
        context["example_strips"] = desks.EXAMPLE_STRIPS
        return render(request, "home.html", context)
    if user.acts_for(OrganisationKind.SPONSOR):
        return render(
            request, "home_sponsor.html", context | {"desk": desks.sponsor_desk(user, now=now)}
        )
    if is_curator(user):
        return render(request, "home_curator.html", context | {"desk": desks.curator_desk()})
    context["claims"] = user.claims.select_related("vendor")
    return render(request, "home_member.html", context)


@require_GET
def styleguide(request):
    """Show every component; only where people build or look around."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "styleguide.html", guide.context())
