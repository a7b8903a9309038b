"""An upload that is too large is refused by its announced length, before it is read."""

import time

from django.shortcuts import render

from audit.inspection import MAX_BYTES

LARGEST_BODY = MAX_BYTES + 2 * 1024 * 1024  # one file of the largest size, and the form around it
CHUNK = 256 * 1024
PATIENCE = 10  # seconds


class UploadSizeMiddleware:
    """
    Answer 413 where the request says that its body is larger than any form of ours.

    A server reads no further than the length it was told, so a body cannot outgrow it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) <= LARGEST_BODY:
            return self.get_response(request)
        response = render(request, "413.html", {"megabytes": MAX_BYTES // 1024**2}, status=413)
        response["Connection"] = "close"
        _drain(request)
        return response


def _drain(request) -> None:
    """
    Read and forget for a while: browsers that are still sending would not see the answer.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and request.read(CHUNK):
        pass
