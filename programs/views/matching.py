"""The matching page of a package. The route's holder until the page itself is here."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.access import sponsor_required
from programs.models import WorkPackage


@require_GET
@sponsor_required
def package_match(request, pk):
    get_object_or_404(WorkPackage.objects.for_user(request.user), pk=pk)
    raise Http404
