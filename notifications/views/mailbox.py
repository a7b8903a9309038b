"""
The mailbox of a demo: what was sent to whom, to be opened and clicked.

It shows the mails of all organisations to anybody, which is its purpose: a visitor plays the
sponsor and the vendor in turn. Hence it exists on a demo only.
"""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from audit import acting
from notifications.choices import WAITING, EmailState
from notifications.models import Email

PER_PAGE = 25
# A mail is a stranger's document: no script, no form, nothing loaded. Its links leave the frame.
SANDBOX = ["allow-top-navigation-by-user-activation"]


@require_GET
def mailbox(request):
    _only_in_a_demo()
    words = request.GET.get("q", "").replace("\0", "").strip()
    with acting.as_system():
        counts = Email.objects.counts()
        arriving = Email.objects.exclude(state=EmailState.CANCELLED)
        emails = arriving.newest().headers_only().search(words)
        page = Paginator(emails, PER_PAGE).get_page(request.GET.get("page"))
        # Read here: the template is rendered for whoever asked, who may see no row.
        page.object_list = list(page.object_list)
    context = {
        "page": page,
        "words": words,
        "total": sum(counts.values()) - counts[EmailState.CANCELLED],
        "sent": counts[EmailState.SENT],
        "waiting": sum(counts[state] for state in WAITING),
    }
    return render(request, "notifications/mailbox.html", context)


@require_GET
@csp_update({"frame-src": [SELF]})
def mailbox_message(request, pk):
    email = _message(pk)
    return render(request, "notifications/mailbox_message.html", {"email": email})


@require_GET
@xframe_options_sameorigin
@csp(
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "sandbox": SANDBOX,
        "frame-ancestors": [SELF],
    }
)
def mailbox_html(request, pk):
    """Serve the HTML part as the document of a sandboxed frame."""
    html = _message(pk).content.html
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


def _message(pk) -> Email:
    _only_in_a_demo()
    with acting.as_system():
        return get_object_or_404(Email.objects.select_related("content"), pk=pk)


def _only_in_a_demo() -> None:
    if not settings.DEMO:
        raise Http404
