"""What a person gets by e-mail and when; and the way out of digests that needs no login."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications import emails, services
from notifications.forms import PreferencesForm


@require_http_methods(["GET", "POST"])
@login_required
def preferences(request):
    form = PreferencesForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        services.set_preferences(user=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Saved. It holds from the next message on.")
        return redirect("notification-preferences")
    return render(request, "notifications/preferences.html", {"form": form})


@never_cache
@csrf_exempt  # RFC 8058: the reader's mail provider posts, which has no cookie of ours
@require_http_methods(["GET", "POST"])
def digest_stop(request, token):
    """Show what the link does (GET: scanners open links too) and do it (POST)."""
    user = get_user_model().objects.filter(pk=emails.user_of(token)).first()
    if user is None:
        raise Http404
    if request.method == "POST":
        services.stop_digests(user=user, now=timezone.now())
    context = {"reader": user, "is_done": request.method == "POST"}
    return render(request, "notifications/digest_stop.html", context)
