"""Every kind of e-mail as it would look, with made-up data: no person's mail is ever shown here."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.contrib import admin
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from notifications import calendars, kinds, rendering


@require_GET
def kind_list(request):
    """Lead to the first kind."""
    return redirect("admin:notifications_preview", kinds.everything()[0].name)


@require_GET
@csp_update({"frame-src": [SELF]})
def kind(request, name: str):
    found = _find(name)
    file = calendars.attachment(found.calendar(), now=timezone.now()) if found.calendar else None
    context = {
        **admin.site.each_context(request),
        "title": "Previews",
        "kind": found,
        "kinds": kinds.everything(),
        "parts": rendering.render(name, found.sample()),
        "file": file,
    }
    return render(request, "admin/notifications/preview.html", context)


@require_GET
@xframe_options_sameorigin
@csp(
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "sandbox": True,
        "frame-ancestors": [SELF],
    }
)
def html(request, name: str):
    """Serve the HTML part as the document of a sandboxed frame."""
    return HttpResponse(rendering.render(name, _find(name).sample())["html"])


def _find(name: str) -> kinds.Kind:
    found = kinds.find(name)
    if found is None:
        raise Http404
    return found
