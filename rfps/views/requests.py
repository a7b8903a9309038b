"""The requests to a person who has an account."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from rfps.services import requests


@require_GET
@login_required
def request_list(request):
    rows = requests.of_person(request.user, timezone.now())
    context = {"rows": rows, "zone": request.user.time_zone}
    return render(request, "rfps/request_list.html", context)
